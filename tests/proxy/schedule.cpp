#include <algorithm>
#include <random>

#include "tests/proxy/bad_network.h"
#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"

namespace hailong::proxy_rig {

namespace {

using test::Passage;

// What happens at the desk between two ticks.
void live_on(Rig& rig, std::mt19937& random) {
    constexpr std::size_t kMostChains = 20;  // more than a header tells of
    const auto roll = std::uniform_int_distribution<int>(0, 199)(random);
    if (roll == 0) rig.kiosk.append(700);  // an outage's worth: several full batches
    if (roll == 1 && rig.kiosk.chains().size() < kMostChains) rig.kiosk.begin_chain(domain::GenesisReason::rekeyed);
    if (roll >= 2 && roll < 8) rig.carrier.restart();
    if (roll >= 8 && roll < 12) rig.carrier.restart_forgetful();
    rig.kiosk.append(std::uniform_int_distribution<int>(0, 3)(random));
}

// One terminal and its province through so many batches of bad weather.
void weather(Findings& findings, std::uint32_t seed, long batches, Believer believer) {
    constexpr int kStormTicks = 60;
    Rig rig;
    rig.carrier.spoil = believing(believer, voice_of(rig));
    BadNetwork network(seed);
    std::mt19937 random(seed);
    while (rig.proxy.batches() < batches) {
        rig.proxy.commit([&](Passage& passage) { network.pass(passage); });
        const std::string where = "seed " + std::to_string(seed) + ", batch " + std::to_string(rig.proxy.batches());
        for (int tick = 0; tick < kStormTicks; ++tick) {
            live_on(rig, random);
            (void)rig.carrier.run_until([] { return true; }, std::chrono::hours(1));
            rig.judge_safety(findings, where);
        }
        rig.proxy.commit([&](Passage& passage) { network.clear_up(passage); });
        rig.judge_recovery(findings, where);
    }
    rig.judge_ends(findings);
    findings.count(rig.proxy.batches());
}

}  // namespace

Findings bad_network(const Options& options, Believer believer) {
    constexpr long kBatchesEach = 1000;
    Findings findings("proxied-batches", options.seed);
    for (std::uint32_t seed = options.seed; findings.cases() < options.batches; ++seed)
        weather(findings, seed, std::min(kBatchesEach, options.batches - findings.cases()), believer);
    return findings;
}

}  // namespace hailong::proxy_rig
