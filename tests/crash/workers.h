// The arguments and the processes of a harness: SQLite's locks and the recorder belong to a process, so each core gets
// one of its own.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "tests/crash/judge.h"

namespace hailong::crash {

struct Orders {
    std::size_t cases = 0;
    std::uint64_t seed = 0;
    unsigned jobs = 1;
};
// --cases N (or --states N), --seed S, --jobs J; jobs defaults to the cores there are. Throws on anything else.
[[nodiscard]] Orders orders_of(int count, char** words, const Orders& defaults);

struct Tally {
    std::size_t cases = 0;
    std::array<std::size_t, std::size(kFindings)> found{};
    std::string first_fault;  // where to look; empty when there was none

    void add(const Verdict& verdict, const std::function<std::string()>& where, bool fault);
    void add(const Tally& other);
    [[nodiscard]] std::size_t of(Finding finding) const { return found[static_cast<std::size_t>(finding)]; }
    [[nodiscard]] std::string text() const;  // "1000 cases: 990 sound, 10 lost"
};

// Runs work(seed) for seed, seed + 1, … until `cases` cases were tried, in `jobs` processes. A process that dies is a
// fault.
[[nodiscard]] Tally in_processes(const Orders& orders, const std::function<Tally(std::uint64_t seed)>& work);

// What every harness tells deploy/prove. True when it is good.
[[nodiscard]] bool tell_result(const std::string& row, std::size_t cases, std::size_t failures, std::uint64_t seed);
// A known-bad setting must have been seen to lose entries.
[[nodiscard]] bool tell_known_bad(const std::string& row, const std::string& what, const Tally& tally);

// The main() of a harness: 2 and a message when the harness itself breaks.
[[nodiscard]] int run_harness(int count, char** words, const Orders& defaults,
                              const std::function<bool(const Orders&)>& prove);

}  // namespace hailong::crash
