// A whole country's terminals come back at once: how many requests a second does the planner's own jitter let through?
#pragma once

#include <cstdint>

#include "sync/agent/planner.h"

namespace hailong::simulation {

struct Storm {
    std::uint64_t seed = 0;
    int terminals = 13'000;
    base::Millis outage{0};
    enum class Jitter { own, none } jitter = Jitter::own;
};
struct Surge {
    double busiest_minute = 0;  // first contacts a second, over the busiest minute
    int busiest_second = 0;     // first contacts
    base::Millis all_back{0};   // after the end of the outage
    int missing = 0;            // terminals that never came back
};
// The network or the server is gone for `outage`, then there again for everybody in the same millisecond.
[[nodiscard]] Surge rage(const Storm& storm);

}  // namespace hailong::simulation
