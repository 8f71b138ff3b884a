#include "tests/simulation/storm.h"

#include <algorithm>
#include <map>

#include "tests/simulation/dice.h"

namespace hailong::simulation {

namespace {

using base::Millis;
using base::MonoTime;

constexpr Millis kUptime = std::chrono::hours(1);  // before the outage

Millis pause_of(const agent::Action& action) {
    if (const auto* wait = std::get_if<agent::Wait>(&action)) return wait->duration;
    if (const auto* alarm = std::get_if<agent::Alarm>(&action)) return alarm->duration;
    return Millis(0);
}

// When this terminal first reaches the server after the outage. Before it all tick along, each at its own second.
MonoTime first_contact(const Storm& storm, std::uint64_t terminal) {
    Dice dice(storm.seed, terminal);
    const agent::Rules rules;
    const MonoTime begin{kUptime};
    const MonoTime end = begin + storm.outage;
    agent::State state = agent::follow({}, {{base::Digest{}, 0, 0, base::Digest{}}});
    const bool is_own = storm.jitter == Storm::Jitter::own;
    MonoTime now = begin + (is_own ? Millis(dice.between(0, rules.tick.count() - 1)) : Millis(0));
    while (now < end) {
        agent::Outcome outcome;
        outcome.standing = agent::Standing::later;
        auto decision = agent::decide(std::move(state), outcome, {now, is_own ? dice.unit() : 0.999}, rules);
        state = std::move(decision.state);
        now += std::max(pause_of(decision.action), Millis(1));
    }
    return now;
}

}  // namespace

Surge rage(const Storm& storm) {
    const MonoTime end = MonoTime{kUptime} + storm.outage;
    std::map<std::int64_t, int> seconds;
    Surge surge;
    for (int i = 0; i < storm.terminals; ++i) {
        const Millis after = first_contact(storm, static_cast<std::uint64_t>(i)) - end;
        ++seconds[after / std::chrono::seconds(1)];
        surge.all_back = std::max(surge.all_back, after);
        if (after > agent::Rules{}.backoff_cap) ++surge.missing;
    }
    for (const auto& [second, count] : seconds) {
        surge.busiest_second = std::max(surge.busiest_second, count);
        int minute = 0;
        for (auto it = seconds.find(second); it != seconds.end() && it->first < second + 60; ++it) minute += it->second;
        surge.busiest_minute = std::max(surge.busiest_minute, minute / 60.0);
    }
    return surge;
}

}  // namespace hailong::simulation
