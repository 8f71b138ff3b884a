// backlog [--entries N]: a terminal that had no network for years. Fills a ledger with N ratings and opens it in a
// fresh process as terminal and agent do: how long the start takes, how much memory it holds, and whether the oldest
// entry comes first and every one comes once. The bound of memory is 64 MB (row 24 of tests/README.md).
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "kiosk/domain/entry.h"
#include "kiosk/store/ledger_reader.h"
#include "tests/support/child.h"
#include "tests/support/process.h"
#include "tests/unit/store/rig.h"

namespace hailong {
namespace {

constexpr std::size_t kAtOnce = 500;
constexpr long kMostKilobytes = 64 * 1024;

domain::Head fill(const store_rig::Rig& rig, std::size_t entries) {
    auto ledger = rig.create();
    while (ledger.head().seq < entries) {
        const auto wanted = std::min<std::size_t>(kAtOnce, entries - ledger.head().seq);
        const std::vector<domain::Draft> drafts(wanted, rig.rating(3));
        static_cast<void>(ledger.append(drafts).value());
    }
    return ledger.head();
}

// Of entries that do not come in their turn.
std::size_t out_of_turn(const store_rig::Rig& rig, const domain::Head& head) {
    const store::LedgerReader reader(rig.folder);
    std::size_t faults = 0;
    domain::Seq next = 0;
    while (next <= head.seq) {
        const auto lines = reader.lines(head.chain, next, {}).value();
        if (lines.empty()) return faults + (head.seq + 1 - next);
        for (const auto& line : lines) {
            if (domain::parse_entry(line).value().seq != next++) ++faults;
        }
    }
    return faults;
}

// In a process of its own: "seconds-of-start faults peak-kB".
std::string look(const store_rig::Rig& rig, const domain::Head& head) {
    const auto begun = std::chrono::steady_clock::now();
    {
        const auto ledger = store::Ledger::open(rig.folder, head.chain, rig.device).value();
    }
    const std::chrono::duration<double> start = std::chrono::steady_clock::now() - begun;
    const auto faults = out_of_turn(rig, head);
    return std::to_string(start.count()) + " " + std::to_string(faults) + " " +
           std::to_string(test::peak_memory(getpid()));
}

int measure(std::size_t entries) {
    const store_rig::Rig rig;
    const auto head = fill(rig, entries);
    std::istringstream seen(test::in_child([&] { return look(rig, head); }));
    double start = 0;
    std::size_t faults = 1;
    long peak = 0;
    seen >> start >> faults >> peak;
    std::cout << "start " << start << " s, peak " << peak / 1024 << " MB\n";
    const auto failures = faults + (peak > kMostKilobytes ? 1U : 0U);
    std::cout << "prove: backlog cases=" << entries << " failures=" << failures << " seed=-" << std::endl;
    return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace hailong

int main(int argc, char** argv) {
    CLI::App app("A ledger that nobody fetched for years.", "backlog");
    std::size_t entries = 100'000;
    app.add_option("--entries", entries, "ratings in it")->check(CLI::Range(1, 100'000'000));
    CLI11_PARSE(app, argc, argv);
    return hailong::measure(entries);
}
