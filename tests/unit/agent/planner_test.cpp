#include "sync/agent/planner.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/agent/planner_desk.h"

namespace hailong::planner_test {

TEST(Planner, ContinuesBehindWhatIsHeld) {
    const auto decision = decide(desk(), answered(Verdict::ok, 599));
    EXPECT_EQ(decision.action, Action(Send{current_chain, 600, 500}));
    EXPECT_EQ(decision.state.chains[0].pending(), 400U);
}

TEST(Planner, WaitsForTheTickWhenAllIsDelivered) {
    EXPECT_EQ(decide(desk(), answered(Verdict::ok, 999)).action, Action(Wait{60s}));
}

TEST(Planner, SendsAHeartbeatWhenNothingIsPending) {
    State state = desk();
    state.chains[0].through = 999;
    EXPECT_EQ(agent::next_send(state, kNow), Send({current_chain, 1000, 0}));
}

TEST(Planner, SendsTheCurrentChainFirst) {
    State state = desk();
    state.chains[1].through.reset();
    EXPECT_EQ(agent::next_send(state, kNow), Send({current_chain, 100, 500}));
}

TEST(Planner, SendsOlderChainsInTurn) {
    State state = desk();
    state.chains[0].through = 999;
    state.chains[1].through.reset();
    state.chains[2].through.reset();
    EXPECT_EQ(agent::next_send(state, kNow)->chain, older_chain);
    state.turn = 1;
    EXPECT_EQ(agent::next_send(state, kNow)->chain, oldest_chain);
    state.turn = 2;
    EXPECT_EQ(agent::next_send(state, kNow)->chain, older_chain);
}

TEST(Planner, StartsAtTheFloorWhenTheServerHoldsLess) {
    State state = desk();
    state.chains[0].floor = 300;
    EXPECT_EQ(agent::next_send(state, kNow), Send({current_chain, 300, 500}));
}

TEST(Planner, RewindsOnAGap) {
    const auto decision = decide(desk(), answered(Verdict::gap, 40));
    EXPECT_EQ(decision.action, Action(Send{current_chain, 41, 500}));
    EXPECT_EQ(decision.state.chains[0].through, agent::Seq(40));
}

TEST(Planner, RewindsToTheBeginningWhenNothingIsHeld) {
    EXPECT_EQ(decide(desk(), answered(Verdict::gap, std::nullopt)).action, Action(Send{current_chain, 0, 500}));
}

TEST(Planner, RaisesAnAlarmAtTheFourthRewindOfAnHour) {
    State state = desk();
    for (int i = 0; i < 3; ++i) {
        auto decision = decide(std::move(state), answered(Verdict::gap, 40), 0.5, kNow + i * 10min);
        ASSERT_TRUE(std::holds_alternative<Send>(decision.action)) << i;
        state = std::move(decision.state);
        state.chains[0].through = 99;
    }
    const auto decision = decide(std::move(state), answered(Verdict::gap, 40), 0.5, kNow + 30min);
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::rewinds, 60s}));
    EXPECT_EQ(agent::next_send(decision.state, kNow + 59min)->limit, 0U) << "only a heartbeat while it rests";
    EXPECT_EQ(agent::next_send(decision.state, kNow + 61min)->limit, 500U);
}

TEST(Planner, RewindsFarApartRaiseNoAlarm) {
    State state = desk();
    for (int i = 0; i < 20; ++i) {
        auto decision = decide(std::move(state), answered(Verdict::gap, 40), 0.5, kNow + i * 21min);
        ASSERT_TRUE(std::holds_alternative<Send>(decision.action)) << i;
        state = std::move(decision.state);
        state.chains[0].through = 99;
    }
}

TEST(Planner, AnAnswerThatNeverAdvancesEndsInAnAlarm) {
    State state = desk();
    int sends = 0;
    for (; sends < 100; ++sends) {
        auto decision = decide(std::move(state), answered(Verdict::ok, 99));
        state = std::move(decision.state);
        if (std::holds_alternative<Alarm>(decision.action)) break;
    }
    EXPECT_EQ(sends, 3);
}

TEST(Planner, AHeartbeatsGapIsNoRewind) {
    State state = desk();
    Outcome heartbeat = answered(Verdict::gap, 99);
    heartbeat.sent = {current_chain, 1000, 0};
    EXPECT_TRUE(decide(state, heartbeat).state.chains[0].rewinds.empty());
}

TEST(Planner, ARestoredArchiveGetsWhatItWants) {
    Outcome outcome = answered(Verdict::ok, 999);
    outcome.answer->want = {{older_chain, 10}};
    EXPECT_EQ(decide(desk(), outcome).action, Action(Send{older_chain, 10, 500}));
}

TEST(Planner, WantsForChainsOfOthersAreIgnored) {
    Outcome outcome = answered(Verdict::ok, 999);
    outcome.answer->want = {{digest(66), 0}, {older_chain, 50}, {older_chain, 5000}};
    EXPECT_EQ(decide(desk(), outcome).action, Action(Wait{60s}));
}

TEST(Planner, AWantForAChainThatIsOnItsWayTakesNothingBack) {
    State state = desk();
    state.chains[1].through = 29;
    Outcome outcome = answered(Verdict::ok, 999);
    outcome.answer->want = {{older_chain, 0}};
    EXPECT_EQ(decide(std::move(state), outcome).action, Action(Send{older_chain, 30, 500}));
}

TEST(Planner, AWantBelowTheFloorStartsAtTheFloor) {
    State state = desk();
    state.chains[1].floor = 20;
    Outcome outcome = answered(Verdict::ok, 999);
    outcome.answer->want = {{older_chain, 0}};
    EXPECT_EQ(decide(state, outcome).action, Action(Send{older_chain, 20, 500}));
}

TEST(Planner, ReadsAnewThreeTimesOnAHashVerdict) {
    State state = desk();
    for (int i = 0; i < 3; ++i) {
        auto decision = decide(std::move(state), answered(Verdict::hash, 99));
        EXPECT_EQ(decision.action, Action(Send{current_chain, 100, 500}));
        state = std::move(decision.state);
    }
    const auto decision = decide(std::move(state), answered(Verdict::hash, 99));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::hash, 60s}));
}

TEST(Planner, HalvesOn413) {
    EXPECT_EQ(decide(desk(), failed(Standing::too_large)).action, Action(Send{current_chain, 100, 250}));
}

TEST(Planner, HalvesDownToOneEntryAndThenRaisesAnAlarm) {
    State state = desk();
    Outcome outcome = failed(Standing::too_large);
    int steps = 0;
    for (; steps < 20; ++steps) {
        auto decision = decide(std::move(state), outcome);
        state = std::move(decision.state);
        const auto* send = std::get_if<Send>(&decision.action);
        if (send == nullptr) {
            EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::entry_too_large, 60s}));
            break;
        }
        outcome.sent.lines = send->limit;
    }
    EXPECT_EQ(outcome.sent.lines, 1U);
    EXPECT_EQ(steps, 8);
}

TEST(Planner, AnEntryTooLongLetsHeartbeatsAndOtherChainsGoOn) {
    State state = desk();
    state.chains[1].through.reset();
    Outcome outcome = failed(Standing::too_large);
    outcome.sent.lines = 1;
    const auto decision = decide(std::move(state), outcome);
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::entry_too_large, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow), Send({older_chain, 0, 500}));
}

TEST(Planner, AHeartbeatTooLargeWaits) {
    Outcome outcome = failed(Standing::too_large);
    outcome.sent.lines = 0;
    EXPECT_EQ(decide(desk(), outcome, 1.0).action, Action(Wait{5s}));
}

TEST(Planner, GrowsAgainAfterAShortBatchWasTaken) {
    State state = desk();
    state.chains[0].limit = 100;
    EXPECT_EQ(decide(std::move(state), answered(Verdict::ok, 199)).action, Action(Send{current_chain, 200, 200}));
}

TEST(Planner, TriesAShorterBatchAfterALineBroke) {
    State state = desk();
    Outcome outcome = failed(Standing::broken);
    for (const std::size_t shorter : {250U, 125U, 62U, 31U, 31U}) {
        state = decide(std::move(state), outcome).state;
        EXPECT_EQ(agent::next_send(state, kNow), Send({current_chain, 100, shorter}));
        outcome.sent.lines = shorter;
    }
}

// More and shorter batches would only be more work for it.
TEST(Planner, KeepsTheLengthOfABatchForABusyServer) {
    EXPECT_EQ(agent::next_send(decide(desk(), failed(Standing::later)).state, kNow), Send({current_chain, 100, 500}));
}

TEST(Planner, BacksOffWithFullJitterUpToFifteenMinutes) {
    State state = desk();
    const std::vector<Millis> expected{5s, 10s, 20s, 40s, 80s, 160s, 320s, 640s, 900s, 900s, 900s};
    for (const Millis most : expected) {
        EXPECT_EQ(pause(decide(state, failed(Standing::later), 0.0).action), 0ms);
        auto decision = decide(std::move(state), failed(Standing::later), 1.0);
        EXPECT_EQ(decision.action, Action(Wait{most}));
        state = std::move(decision.state);
    }
}

TEST(Planner, BacksOffOnlyFiveMinutesWhenSomebodyStandsBetween) {
    State state = desk();
    state.failures = 30;
    EXPECT_EQ(decide(state, failed(Standing::intercepted), 1.0).action, Action(Wait{300s}));
}

TEST(Planner, ForgetsTheBackoffAfterAnAcceptedAnswer) {
    State state = desk();
    for (int i = 0; i < 10; ++i) state = decide(std::move(state), failed(Standing::later)).state;
    state = decide(std::move(state), answered(Verdict::ok, 999)).state;
    EXPECT_EQ(decide(std::move(state), failed(Standing::later), 1.0).action, Action(Wait{5s}));
}

TEST(Planner, ObeysRetryAfter) {
    Outcome outcome = failed(Standing::later);
    outcome.retry_after = 1000s;
    EXPECT_EQ(decide(desk(), outcome, 0.0).action, Action(Wait{1000s}));
    EXPECT_EQ(decide(desk(), outcome, 1.0).action, Action(Wait{1005s}));
}

TEST(Planner, AnAbsurdRetryAfterIsCappedAtSixHours) {
    for (const auto asked :
         {std::chrono::seconds(6h) + 1s, std::chrono::seconds::max(), std::chrono::seconds(24h * 365)}) {
        Outcome outcome = failed(Standing::later);
        outcome.retry_after = asked;
        for (const double jitter : {0.0, 0.5, 0.999}) {
            const Millis wait = pause(decide(desk(), outcome, jitter).action);
            EXPECT_LE(wait, 6h);
            EXPECT_GE(wait, 6h - 15min);
        }
    }
}

TEST(Planner, ANegativeRetryAfterIsNone) {
    Outcome outcome = failed(Standing::later);
    outcome.retry_after = std::chrono::seconds::min();
    EXPECT_EQ(decide(desk(), outcome, 1.0).action, Action(Wait{5s}));
}

TEST(Planner, RaisesAnAlarmAfterADayOfSilence) {
    State state = decide(desk(), failed(Standing::later)).state;
    EXPECT_TRUE(std::holds_alternative<Wait>(decide(state, failed(Standing::later), 0.5, kNow + 23h).action));
    const auto decision = decide(state, failed(Standing::later), 1.0, kNow + 24h);
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::silent, 10s}));
}

TEST(Planner, ARefusalIsTriedAgainHourly) {
    const auto decision = decide(desk(), failed(Standing::refused), 0.0);
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::refused, 1h}));
}

TEST(Planner, AnOutdatedProgramTriesDaily) {
    EXPECT_EQ(decide(desk(), failed(Standing::outdated), 0.0).action, Action(Alarm{AlarmKind::outdated, 24h}));
}

TEST(Planner, AnUntrueAnswerRaisesAnAlarmAtOnceAndBacksOff) {
    EXPECT_EQ(decide(desk(), failed(Standing::untrusted), 1.0).action, Action(Alarm{AlarmKind::untrusted, 5s}));
}

TEST(Planner, NewEntriesAndChainsAreFollowed) {
    State state = agent::follow(desk(), {{digest(5), 0, 3, digest(9)}, {current_chain, 0, 1500, digest(9)}});
    ASSERT_EQ(state.chains.size(), 2U);
    EXPECT_EQ(state.chains[0].pending(), 4U);
    EXPECT_EQ(state.chains[1].pending(), 1401U) << "what was receipted is still known";
}

TEST(Planner, EveryAlarmHasAName) {
    for (const auto kind :
         {AlarmKind::silent, AlarmKind::untrusted, AlarmKind::refused, AlarmKind::outdated, AlarmKind::entry_too_large,
          AlarmKind::rewinds, AlarmKind::fork, AlarmKind::behind, AlarmKind::hash}) {
        EXPECT_FALSE(agent::name_of(kind).empty());
    }
}

// Any storm of statuses: nothing that is not receipted stops being pending, and the pace stays sane.
RC_GTEST_PROP(PlannerProperty, NoStormOfStatusesLosesAnEntryOrThePace, ()) {
    State state = desk();
    const auto pending = state.chains[0].pending();
    const auto statuses = *rc::gen::container<std::vector<int>>(rc::gen::inRange(100, 600));
    int sends = 0;
    for (const int status : statuses) {
        Outcome outcome = failed(agent::standing_of_status(status, agent::BodyForm::ours));
        if (outcome.standing == Standing::answered) outcome.standing = Standing::intercepted;  // no receipt in it
        outcome.sent.lines = state.chains[0].limit;
        const auto decision = decide(std::move(state), outcome, 0.999);
        sends += std::holds_alternative<Send>(decision.action) ? 1 : 0;
        RC_ASSERT(pause(decision.action) <= 25h);
        state = decision.state;
        RC_ASSERT(state.chains[0].pending() == pending);
    }
    RC_ASSERT(sends <= 9);
}

// Any sequence of accepted answers: the next entry asked for is always one that the ledger holds and lacks a receipt.
RC_GTEST_PROP(PlannerProperty, NeverSkipsAnEntryWithoutAReceipt, ()) {
    State state = desk();
    const auto count = *rc::gen::inRange(1, 40);
    for (int i = 0; i < count; ++i) {
        const auto verdict =
            *rc::gen::element(Verdict::ok, Verdict::gap, Verdict::fork, Verdict::behind, Verdict::hash);
        const auto through = *rc::gen::inRange<agent::Seq>(0, 1000);
        const auto decision = decide(std::move(state), answered(verdict, through), 0.5, kNow + i * 1min);
        state = decision.state;
        if (const auto* send = std::get_if<Send>(&decision.action)) RC_ASSERT(send->from == state.chains[0].next());
    }
}

TEST(Planner, AnUnreadableChainRestsAnHourAndOthersGoOn) {
    State state = desk();
    state.chains[1].through = 9;
    const auto decision = decide(state, failed(Standing::unreadable));
    EXPECT_EQ(decision.action, Action(Alarm{AlarmKind::unreadable, 0ms}));
    EXPECT_EQ(agent::next_send(decision.state, kNow)->chain, older_chain);
    EXPECT_EQ(agent::next_send(decision.state, kNow + 1h)->chain, current_chain);
    EXPECT_FALSE(decision.state.failing_since) << "the network is not to blame";
}

TEST(Planner, AnOlderChainThatRestsIsPassedOver) {
    State state = desk();
    for (auto& chain : state.chains) chain.through = 9;
    state.chains[0].through = 999;
    state.chains[1].halt = AlarmKind::unreadable;
    state.chains[1].rests_until = kNow + 1min;
    EXPECT_EQ(agent::next_send(state, kNow)->chain, oldest_chain);
    EXPECT_EQ(agent::next_send(state, kNow + 1min)->chain, older_chain);
}

// A segment may be pruned or set aside while the answer about it is on its way.
TEST(Planner, WhatComesBackAboutAChainThatIsGoneTouchesNoOther) {
    for (const auto standing : {Standing::too_large, Standing::unreadable, Standing::broken, Standing::disputed}) {
        Outcome outcome = failed(standing);
        outcome.sent.chain = digest(66);
        const auto decision = decide(desk(), outcome);
        EXPECT_GT(pause(decision.action), Millis(0));
        EXPECT_EQ(decision.state.chains[0].limit, desk().chains[0].limit);
        EXPECT_FALSE(decision.state.chains[0].halt);
        EXPECT_EQ(decision.state.chains[0].pending(), 900U);
    }
}

TEST(Planner, AnAnswerWithoutAReceiptIsAFailure) {
    const auto decision = decide(desk(), failed(Standing::answered));
    EXPECT_TRUE(std::holds_alternative<Wait>(decision.action));
    EXPECT_EQ(decision.state.failures, 1U);
    EXPECT_EQ(decision.state.chains[0].pending(), 900U);
}

}  // namespace hailong::planner_test
