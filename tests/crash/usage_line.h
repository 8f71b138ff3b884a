// What a process holds, sampled over time, and whether it stays flat: a straight line through the last three quarters.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hailong::crash {

struct Holding {
    double day = 0;  // simulated
    double memory_kib = 0;
    double descriptors = 0;
    double threads = 0;
};

// All zero when it is not there.
[[nodiscard]] Holding holding_of(pid_t pid, double day);

// What is called flat. A line has an end: below kMemoryNoise and kCountNoise over its whole length nothing is judged,
// because allocators and connections breathe.
inline constexpr double kMemoryPerDay = 2'048;  // KiB a simulated day
inline constexpr double kMemoryNoise = 1'024;   // KiB
inline constexpr double kCountNoise = 2;        // descriptors, threads

struct Slope {
    double per_day = 0;
    double over_all = 0;  // from the first to the last of the samples that it was laid through
};
[[nodiscard]] Slope slope_of(const std::vector<Holding>& samples, double Holding::* what);

// "" when it is flat.
[[nodiscard]] std::string leak_in(const std::vector<Holding>& samples);

}  // namespace hailong::crash
