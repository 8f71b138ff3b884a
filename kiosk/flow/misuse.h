// Signs of misuse that the terminal can see by itself. They are flags beside the answer; nothing is refused or dropped
// (citizen.md "Honest data"). Pure.
#pragma once

#include "kiosk/flow/visit.h"

namespace hailong::flow {

// Of the first rating of a visit that begins now. `state.rated_at` holds the visits before it.
[[nodiscard]] domain::MisuseFlags misuse_of_visit(const State& state, const Turn& turn, const Rules& rules);

// Of a further rating within a visit: only what does not compare visits.
[[nodiscard]] domain::MisuseFlags misuse_of_change(const Visit& visit, const Turn& turn, const Rules& rules);

// Remembers that a visit rated now; keeps no more than the rules look at.
void remember_visit(State& state, MonoTime now, const Rules& rules);

}  // namespace hailong::flow
