#include <cstdio>
#include <thread>

#include "tests/load/parts.h"
#include "tests/load/strangers.h"
#include "tests/load/ward.h"

namespace hailong::load {

namespace {

using std::chrono::seconds;

constexpr std::size_t kTerminals = 60;
constexpr double kPromise = 1000;  // ms; promises.md row 25

// What the configuration lets a connection cost nginx: TLS and its records 50 KiB, header 2 KiB + 4 × 8 KiB, body 64
// KiB.
constexpr long kFrontBase = 24;   // MiB of each process without any connection: program, zones of 10 MiB each
constexpr long kFrontLine = 148;  // KiB
// 64 connections of each nginx worker, each at most 16 KiB head + 512 KiB body, read, unpacked and split.
constexpr long kServerBase = 64;
constexpr long kServerLines = 64;

struct Siege {
    Front front = Front::shipped;
    int strangers = 0;
    seconds alone{6};
    seconds beside{20};
    seconds arrival{6};
    Strangers::Leaving leaving = Strangers::Leaving::turned_away;
    seconds patience{30};
};

void judge_figures(test::Findings& findings, const Figures& alone, const Figures& beside) {
    alone.tell("without strangers");
    beside.tell("beside strangers ");
    std::printf("  p99 beside strangers / without: %.1f\n", beside.share(0.99) / alone.share(0.99));
    for (const auto* figures : {&alone, &beside}) {
        findings.count(static_cast<long>(figures->milliseconds.size()) + figures->unreceipted);
        findings.expect(figures->unreceipted == 0, "honest terminals",
                        std::to_string(figures->unreceipted) + " have no receipt");
    }
    findings.expect(beside.share(0.99) < kPromise, "honest terminals",
                    "p99 is " + std::to_string(beside.share(0.99)) + " ms");
}

void judge_memory(test::Findings& findings, const Town& town, int lines) {
    const long front = kFrontBase * (town.workers() + 1) + kFrontLine * lines / 1024;
    const long server = kServerBase + kServerLines * town.workers() * 3 * 528 / 1024;
    std::printf(
        "  memory at the highest: nginx %ld MiB (bound %ld), hailong-server %ld MiB (bound %ld); log %ju bytes\n",
        town.front_memory(), front, town.server_memory(), server, town.front_log());
    findings.expect(town.front_memory() < front, "nginx", "uses more memory than its limits allow");
    findings.expect(town.server_memory() < server, "hailong-server", "uses more memory than its limits allow");
}

test::Findings run(const Siege& siege, std::uint32_t seed) {
    test::Findings findings("slow-strangers", seed);
    Town town(siege.front, static_cast<int>(kTerminals) + 1);
    Ward ward(town, kTerminals);
    const auto alone = ward.live(siege.alone, siege.patience);
    Strangers strangers(town, town.terminals().back(), siege.strangers);
    std::thread street([&] { strangers.live(siege.arrival); });
    (void)test::eventually([&] { return strangers.have_come(); });
    const auto beside = ward.live(siege.beside, siege.patience);
    strangers.leave(siege.leaving);
    street.join();
    std::printf("  %d strangers at once\n", strangers.most_present());
    judge_figures(findings, alone, beside);
    judge_memory(findings, town, strangers.most_present());
    strangers.judge(findings);
    ward.judge(findings);
    return findings;
}

}  // namespace

test::Findings slow_strangers(const Options& options) {
    Siege siege;
    siege.strangers = options.strangers;
    siege.beside = seconds(options.seconds);
    return run(siege, options.seed);
}

test::Findings slow_strangers_known_bad(const Options& options) {
    Siege siege;
    siege.front = Front::bare;
    siege.strangers = std::min(options.strangers, 3000);
    siege.alone = seconds(1);
    siege.beside = seconds(5);
    siege.arrival = seconds(3);
    siege.leaving = Strangers::Leaving::at_once;
    siege.patience = seconds(3);
    return run(siege, options.seed);
}

}  // namespace hailong::load
