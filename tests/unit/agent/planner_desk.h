// What the planner's tests share: a terminal with three chains, and outcomes of its exchanges.
#pragma once

#include "sync/agent/planner.h"

namespace hailong::planner_test {

using namespace std::chrono_literals;
using agent::Action;
using agent::Alarm;
using agent::AlarmKind;
using agent::Decision;
using agent::Outcome;
using agent::Send;
using agent::Standing;
using agent::State;
using agent::Wait;
using base::Millis;
using base::MonoTime;
using domain::Verdict;

inline base::Digest digest(char byte) { return base::Digest::from_raw(std::string(32, byte)).value(); }
inline const base::Digest current_chain = digest(1);
inline const base::Digest older_chain = digest(2);
inline const base::Digest oldest_chain = digest(3);
inline constexpr MonoTime kNow{10h};
inline constexpr agent::Rules kRules;

// The current chain holds 0…999 and is receipted through 99; two older chains are delivered.
inline State desk() {
    State state = agent::follow(
        {}, {{current_chain, 0, 999, digest(9)}, {older_chain, 0, 49, digest(8)}, {oldest_chain, 0, 49, digest(7)}});
    state.chains[0].through = 99;
    state.chains[1].through = 49;
    state.chains[2].through = 49;
    return state;
}

inline Outcome answered(Verdict verdict, std::optional<agent::Seq> through, const base::Digest& chain = current_chain) {
    Outcome outcome;
    outcome.standing = Standing::answered;
    outcome.sent = {chain, 100, 500};
    outcome.answer = agent::Answer{verdict, through, {}};
    return outcome;
}

inline Outcome failed(Standing standing) {
    Outcome outcome;
    outcome.standing = standing;
    outcome.sent = {current_chain, 100, 500};
    return outcome;
}

inline Decision decide(State state, const Outcome& outcome, double jitter = 0.5, MonoTime now = kNow) {
    return agent::decide(std::move(state), outcome, {now, jitter}, kRules);
}

inline Millis pause(const Action& action) {
    if (const auto* wait = std::get_if<Wait>(&action)) return wait->duration;
    if (const auto* alarm = std::get_if<Alarm>(&action)) return alarm->duration;
    return Millis(-1);
}

}  // namespace hailong::planner_test
