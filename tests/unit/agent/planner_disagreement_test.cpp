#include <gtest/gtest.h>

#include "tests/unit/agent/planner_desk.h"

namespace hailong::planner_test {

Outcome forked(agent::Seq from, std::size_t lines, agent::Seq common) {
    Outcome outcome = answered(Verdict::fork, common);
    outcome.sent = {current_chain, from, lines};
    return outcome;
}

TEST(Planner, AForkRestsTheChainAndOthersGoOn) {
    State state = desk();
    state.chains[1].through.reset();
    const auto decision = decide(std::move(state), forked(100, 900, 99));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->chain, older_chain);
    EXPECT_EQ(decision.state.chains[0].through, agent::Seq(99)) << "a fork takes nothing back";
}

TEST(Planner, TheWholeOtherVersionOfAForkIsShown) {
    auto decision = decide(desk(), forked(100, 500, 99));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 600, 500}));
    decision = decide(std::move(decision.state), forked(600, 400, 0));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 60s}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->limit, 0U) << "all of it is there: the chain rests";
}

TEST(Planner, AForkFoundByAnEarlyQuestionIsShownFromTheCommonEntryOn) {
    const auto decision = decide(desk(), forked(1000, 0, 0));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 1, 500}));
}

TEST(Planner, AForkIsShownFromTheFloorWhereTheCommonEntryIsPruned) {
    State state = desk();
    state.chains[0].floor = 200;
    auto decision = decide(std::move(state), forked(1000, 0, 0));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 200, 500}));
    decision = decide(std::move(decision.state), forked(200, 500, 0));
    EXPECT_EQ(agent::next_send(decision.state, kNow), (Send{current_chain, 700, 500}));
}

TEST(Planner, AForkThatCannotBeShownRests) {
    const auto decision = decide(decide(desk(), forked(1000, 0, 0)).state, forked(1000, 0, 0));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::fork, 60s}));
}

TEST(Planner, AForkIsShownAnewEachDay) {
    const auto kept = decide(desk(), forked(100, 900, 99)).state;
    EXPECT_EQ(decide(kept, forked(1000, 0, 0), 0.5, kNow + 23h).state.chains[0].shown, agent::Seq(999));
    const auto decision = decide(kept, forked(1000, 0, 0), 0.5, kNow + 24h);
    EXPECT_EQ(agent::next_send(decision.state, kNow + 24h), (Send{current_chain, 1, 500}));
}

TEST(Planner, AForkThatIsNoneAnyMoreIsSentInTheUsualWay) {
    State state = decide(desk(), forked(100, 500, 99)).state;
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
    State state = decide(desk(), forked(100, 900, 99)).state;
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

}  // namespace hailong::planner_test
