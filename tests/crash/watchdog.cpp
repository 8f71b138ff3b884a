// Row 31: the terminal hangs or crashes in the middle of a visit. The real hailong-kiosk under the words of its real
// unit file, real X touches, SIGSEGV, SIGKILL and SIGSTOP at drawn moments. Judged:
//   - within 5 s of the crash or of the beginning of the hang the first screen is back and has taken a touch;
//   - until then nothing is seen but the last screen of the old terminal, the backdrop in the terminal's own ground
//     colour, and the first screen of the new one: no other window, no other pixel;
//   - everything that was thanked for is in the ledger, in its order, and the ledger verifies;
//   - what is slow is not killed: a lock held for longer than WatchdogSec.
// Known-bad: without a watchdog a hang stays.        prove-watchdog [--cases N] [--seed S]
#include <signal.h>
#include <CLI/CLI.hpp>

#include <iostream>

#include "tests/crash/watched_desk.h"

namespace hailong::crash {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPromised{5'000};

struct Result {
    std::vector<std::string> faults;
    milliseconds longest_crash{0};
    milliseconds longest_hang{0};
};

void one_case(WatchedDesk& desk, std::mt19937& dice, int number, Result& result) {
    constexpr std::array kSignals{SIGSEGV, SIGSTOP, SIGKILL};
    const int signal = kSignals[static_cast<std::size_t>(number) % kSignals.size()];
    const Moment moment = desk.walk_to(Moment::drawn(dice));
    const Return back = desk.strike(signal, kPromised * 3);
    const std::string where =
        "case " + std::to_string(number) + ", signal " + std::to_string(signal) + " " + moment.text();
    auto& longest = signal == SIGSTOP ? result.longest_hang : result.longest_crash;
    longest = std::max(longest, back.after.value_or(kPromised * 3));
    if (!back.after || *back.after > kPromised) {
        result.faults.push_back(where + ": a touch was taken after " +
                                (back.after ? std::to_string(back.after->count()) + " ms" : std::string("never")));
    }
    if (signal == SIGSTOP && !back.was_silent)
        result.faults.push_back(where + ": it was not the watchdog that ended it");
    for (const auto& seen : back.strange) result.faults.push_back(where + ": seen meanwhile: " + seen);
}

Result watched(int cases, unsigned seed) {
    Result result;
    std::mt19937 dice(seed);
    WatchedDesk desk(WatchedDesk::Watchdog::as_in_the_unit);
    for (int number = 0; number < cases; ++number) one_case(desk, dice, number, result);
    if (!desk.outlives_a_held_lock())
        result.faults.push_back("a terminal that waits for a lock was taken for one that hangs");
    for (auto& fault : desk.faults_of_the_ledger()) result.faults.push_back(std::move(fault));
    return result;
}

bool is_hang_seen_to_stay(unsigned seed) {
    std::mt19937 dice(seed);
    WatchedDesk desk(WatchedDesk::Watchdog::none);
    static_cast<void>(desk.walk_to(Moment::drawn(dice)));
    return !desk.strike(SIGSTOP, kPromised + milliseconds(1'000)).after;
}

int run(int cases, unsigned seed) {
    const Result result = watched(cases, seed);
    for (const auto& fault : result.faults) std::cout << "FAULT: " << fault << "\n";
    std::cout << "from a crash to a touch taken " << result.longest_crash.count() << " ms at most, from a hang "
              << result.longest_hang.count() << " ms\n";
    const bool is_caught = is_hang_seen_to_stay(seed);
    std::cout << "prove: watchdog cases=" << cases + 1 << " failures=" << result.faults.size() << " seed=" << seed
              << "\n"
              << "prove: watchdog known-bad=" << (is_caught ? "caught" : "missed") << std::endl;
    return result.faults.empty() && is_caught ? 0 : 1;
}

}  // namespace

}  // namespace hailong::crash

int main(int argc, char** argv) {
    CLI::App app("Kills and stops the terminal in the middle of visits");
    int cases = 9;
    unsigned seed = 20261130;
    app.add_option("--cases", cases)->check(CLI::PositiveNumber);
    app.add_option("--seed", seed);
    CLI11_PARSE(app, argc, argv);
    return hailong::crash::run(cases, seed);
}
