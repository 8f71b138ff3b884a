// A short life of a province and of the terminals that belong to it, in one process: `init`, enrolment, batches by
// network and by stick, a fork and a hole, a certificate renewed, new keys of every kind, a rating at home, a
// revocation, the pages, `rebuild` and `verify`. Left out are nginx and the sockets alone. Whoever calls asks again
// when a call fails, as a terminal does by itself and as a person does who reads the message.
#pragma once

#include <string_view>

#include "tests/crash/judge.h"

namespace hailong::crash {

// Makes single calls fail.
class Mischief {
public:
    Mischief() = default;
    Mischief(const Mischief&) = delete;
    Mischief& operator=(const Mischief&) = delete;
    virtual ~Mischief() = default;
    // Work of the product begins: `attempt` 0 is the first try of a call, and every call has a name of its own.
    virtual void begins(std::string_view call, int attempt) = 0;
    virtual void ends() = 0;
};

enum class Belief {
    what_is_receipted,
    what_was_sent,  // known bad: an agent that does not wait for the receipt
};

// Ends well or says what was broken. `folder` is empty and below what the mischief knows of.
[[nodiscard]] Verdict live_in_province(const base::Path& folder, Mischief& mischief, Belief belief);

}  // namespace hailong::crash
