#include "tests/crash/usage_line.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace hailong::crash {

namespace {

std::string counted(const char* what, const Slope& slope, const char* unit) {
    return std::string(what) + " grow by " + std::to_string(slope.per_day) + unit + " a day, " +
           std::to_string(slope.over_all) + unit + " here; ";
}

}  // namespace

Holding holding_of(pid_t pid, double day) {
    const std::filesystem::path place = "/proc/" + std::to_string(pid);
    Holding found{day, 0, 0, 0};
    std::ifstream status(place / "status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) found.memory_kib = std::stod(line.substr(6));
        if (line.starts_with("Threads:")) found.threads = std::stod(line.substr(8));
    }
    std::error_code gone;
    for (std::filesystem::directory_iterator it(place / "fd", gone), end; !gone && it != end; it.increment(gone)) {
        ++found.descriptors;
    }
    return found;
}

Slope slope_of(const std::vector<Holding>& samples, double Holding::* what) {
    const std::vector<Holding> late(samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 4), samples.end());
    if (late.size() < 2) return {};
    double mean_x = 0;
    double mean_y = 0;
    for (const Holding& one : late) {
        mean_x += one.day / static_cast<double>(late.size());
        mean_y += one.*what / static_cast<double>(late.size());
    }
    double across = 0;
    double along = 0;
    for (const Holding& one : late) {
        across += (one.day - mean_x) * (one.*what - mean_y);
        along += (one.day - mean_x) * (one.day - mean_x);
    }
    if (along <= 0) return {};
    return {across / along, across / along * (late.back().day - late.front().day)};
}

std::string leak_in(const std::vector<Holding>& samples) {
    if (samples.size() < 8) return "too few samples";
    if (std::any_of(samples.begin(), samples.end(), [](const Holding& one) { return one.memory_kib <= 0; })) {
        return "it was not there all the time";
    }
    std::string leak;
    const auto memory = slope_of(samples, &Holding::memory_kib);
    if (memory.per_day > kMemoryPerDay && memory.over_all > kMemoryNoise) leak += counted("KiB of memory", memory, "");
    const auto descriptors = slope_of(samples, &Holding::descriptors);
    if (descriptors.over_all > kCountNoise) leak += counted("descriptors", descriptors, "");
    const auto threads = slope_of(samples, &Holding::threads);
    if (threads.over_all > kCountNoise) leak += counted("threads", threads, "");
    return leak;
}

}  // namespace hailong::crash
