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
    const auto roll = std::uniform_int_distribution<int>(0, 199)(random);
    if (roll == 0) rig.kiosk.append(700);  // an outage's worth: several full batches
    if (roll == 1) rig.kiosk.begin_chain(domain::GenesisReason::rekeyed);
    if (roll >= 2 && roll < 8) rig.carrier.restart();
    if (roll >= 8 && roll < 12) rig.carrier.restart_forgetful();
    rig.kiosk.append(std::uniform_int_distribution<int>(0, 3)(random));
}

}  // namespace

Findings bad_network(const Options& options, Believer believer) {
    constexpr int kStormTicks = 60;
    Findings findings("proxied-batches", options.seed);
    Rig rig;
    rig.carrier.spoil = believing(believer, voice_of(rig));
    BadNetwork network(options.seed);
    std::mt19937 random(options.seed);
    while (rig.proxy.batches() < options.batches) {
        rig.proxy.commit([&](Passage& passage) { network.pass(passage); });
        const std::string where = "storm that began at batch " + std::to_string(rig.proxy.batches());
        for (int tick = 0; tick < kStormTicks; ++tick) {
            live_on(rig, random);
            (void)rig.carrier.run_until([] { return true; }, std::chrono::hours(1));
            rig.judge_safety(findings, where);
        }
        rig.proxy.commit([&](Passage& passage) { network.clear_up(passage); });
        findings.expect(rig.carrier.arrives(), where, "does not arrive once the faults have stopped");
        rig.judge_safety(findings, where);
        rig.judge_arrival(findings, where);
    }
    rig.judge_ends(findings);
    findings.count(rig.proxy.batches());
    return findings;
}

}  // namespace hailong::proxy_rig
