#include <gtest/gtest.h>

#include "tests/unit/agent/planner_desk.h"

namespace hailong::planner_test {

// Entries from…from + lines − 1 were sent; of this version all is held up to `through`.
Outcome forked(agent::Seq from, std::size_t lines, std::optional<agent::Seq> through) {
    Outcome outcome = answered(Verdict::fork, through);
    outcome.sent = {current_chain, from, lines};
    return outcome;
}

TEST(Planner, AForkRestsTheChainAndOthersGoOn) {
    State state = desk();
    state.chains[1].through.reset();
    const auto decision = decide(std::move(state), forked(100, 900, 999));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->chain, older_chain);
    EXPECT_EQ(decision.state.chains[0].halt, AlarmKind::fork);
}

TEST(Planner, TheWholeOtherVersionOfAForkIsSent) {
    auto decision = decide(desk(), forked(100, 500, 599));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 600, 500}));
    decision = decide(std::move(decision.state), forked(600, 400, 999));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 60s}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->limit, 0U) << "all of it is there: the chain rests";
}

TEST(Planner, AForkWhoseBeginningIsUnknownThereIsSentFromTheFloor) {
    State state = desk();
    state.chains[0].floor = 20;
    auto decision = decide(std::move(state), forked(100, 500, std::nullopt));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 20, 500}));
    decision = decide(std::move(decision.state), forked(20, 500, 519));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 520, 500}));
}

TEST(Planner, ACommonPartInTheMiddleOfAForkDoesNotEndIt) {
    auto decision = decide(desk(), forked(1000, 0, std::nullopt));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 0, 500}));
    Outcome common = answered(Verdict::ok, 499);
    common.sent = {current_chain, 0, 500};
    decision = decide(std::move(decision.state), common);
    EXPECT_EQ(decision.action, Action(Send{current_chain, 500, 500}))
        << "on from there, not from what was known before";
}

TEST(Planner, AForkThatIsNotTakenRests) {
    auto decision = decide(desk(), forked(100, 500, 99));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 60s}));
    decision = decide(std::move(decision.state), forked(1000, 0, 99), 0.5, kNow + 1min);
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 60s})) << "a heartbeat that brings nothing new";
    EXPECT_EQ(agent::next_send(decision.state, kNow + 1h), (Send{current_chain, 100, 500}));
}

TEST(Planner, AForkThatTheProvinceLostIsSentAgain) {
    const auto kept = decide(desk(), forked(100, 900, 999)).state;
    const auto decision = decide(kept, forked(1000, 0, std::nullopt), 0.5, kNow + 10min);
    EXPECT_EQ(agent::next_send(decision.state, kNow + 10min), (Send{current_chain, 0, 500}));
}

TEST(Planner, AForkThatIsNoneAnyMoreIsSentInTheUsualWay) {
    State state = decide(desk(), forked(100, 500, 599)).state;
    EXPECT_EQ(decide(std::move(state), answered(Verdict::gap, 49)).action, Action(Send{current_chain, 50, 500}));
}

TEST(Planner, BehindRestsTheChain) {
    const auto decision = decide(desk(), answered(Verdict::behind, 999));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::behind, 60s}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->limit, 0U);
}

TEST(Planner, BehindIsFollowedByWhatWasNotComparedYet) {
    const auto decision = decide(desk(), answered(Verdict::behind, 599));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::behind, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 600, 500}));
}

TEST(Planner, BehindThatDoesNotAdvanceRests) {
    const auto decision = decide(desk(), answered(Verdict::behind, 99));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::behind, 60s}));
}

TEST(Planner, AHeartbeatAnsweredOkEndsADisagreement) {
    State state = decide(desk(), forked(100, 900, 999)).state;
    Outcome heartbeat = answered(Verdict::ok, 99);
    heartbeat.sent = {current_chain, 1000, 0};
    EXPECT_EQ(decide(std::move(state), heartbeat).action, Action(Send{current_chain, 100, 500}));
}

TEST(Planner, AsksOnceFromBehindAClaimThatContradictsTheLedger) {
    Outcome outcome = failed(Standing::disputed);
    outcome.claimed = 499;
    const auto first = decide(desk(), outcome);
    EXPECT_EQ(first.action, Action(Send{current_chain, 500, 500}));
    EXPECT_EQ(first.state.chains[0].through, agent::Seq(99)) << "a disputed claim delivers nothing";
    const auto second = decide(first.state, outcome);
    ASSERT_TRUE(std::holds_alternative<Alarm>(second.action));
    EXPECT_EQ(std::get<Alarm>(second.action).kind, AlarmKind::untrusted);
    EXPECT_GT(pause(second.action), 0s);
    outcome.claimed = 5000;
    EXPECT_EQ(decide(desk(), outcome).action, Action(Send{current_chain, 1000, 500})) << "ours ends at 999";
}

TEST(Planner, AHeartbeatThatIsAnsweredOkEndsADisagreement) {
    for (const auto halt : {AlarmKind::fork, AlarmKind::behind, AlarmKind::hash}) {
        State state = desk();
        state.chains[0].halt = halt;
        Outcome heartbeat = answered(Verdict::ok, 99);
        heartbeat.sent = {current_chain, 1000, 0};
        EXPECT_FALSE(decide(state, heartbeat).state.chains[0].halt) << agent::name_of(halt);
    }
    State state = desk();
    state.chains[0].halt = AlarmKind::entry_too_large;
    Outcome heartbeat = answered(Verdict::ok, 99);
    heartbeat.sent = {current_chain, 1000, 0};
    EXPECT_EQ(decide(state, heartbeat).state.chains[0].halt, AlarmKind::entry_too_large);
}

}  // namespace hailong::planner_test
