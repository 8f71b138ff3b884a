// Runs a layout, and makes a failing one as small as it goes: whatever fault can be left out is.
#pragma once

#include "tests/simulation/world.h"

namespace hailong::simulation {

// The same layout and weakness give the same ending, whatever ran before.
[[nodiscard]] Ending live(const Authority& authority, const Layout& layout, Weakness weakness,
                          World::Trace trace = World::Trace::no);
// REQUIRES: the layout fails. Tries at most `runs` worlds.
[[nodiscard]] Layout shrink(const Authority& authority, Layout layout, Weakness weakness, int runs);

}  // namespace hailong::simulation
