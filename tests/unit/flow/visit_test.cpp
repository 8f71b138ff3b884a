// Stories of one visit: touches, commits and passing time.
#include "kiosk/flow/visit.h"

#include <gtest/gtest.h>

#include "kiosk/domain/chain.h"
#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {

TEST(Visit, BeginsWithTheQuestionInTheDefaultLanguage) {
    const Desk desk;
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_EQ(desk.view().language, "vi");
}

TEST(Visit, SavesARatingAtTheFirstTouchOfAFace) {
    Desk desk;
    desk.face(4);
    ASSERT_EQ(desk.saves.size(), 1U);
    EXPECT_EQ(desk.rating(0).score, score(4));
    EXPECT_EQ(desk.rating(0).questionnaire, "quick@1");
    EXPECT_EQ(desk.rating(0).order, domain::FaceOrder::worst_first);
}

TEST(Visit, MeasuresTheFirstTouchFromTheAppearanceOfTheQuestion) {
    Desk desk;
    desk.pass(1310ms);
    desk.face(4);
    EXPECT_EQ(desk.rating(0).first_touch, 2310ms);
}

TEST(Visit, CapsTheFirstTouchAtTenMinutes) {
    Desk desk;
    desk.pass(3h);
    desk.face(4);
    EXPECT_EQ(desk.rating(0).first_touch, 10min);
}

TEST(Visit, ShowsTheFollowUpOnlyAfterTheCommit) {
    Desk desk;
    desk.face(2);
    EXPECT_NE(desk.screen(), "followup");
    desk.commit();
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Visit, IgnoresACommitOfAnotherTicket) {
    Desk desk;
    desk.face(2);
    desk.commit(desk.saves.back().ticket + 1);
    EXPECT_NE(desk.screen(), "followup");
}

TEST(Visit, IgnoresATouchBeforeTheQuestionHasSettled) {
    Desk desk;
    desk.rate(3);
    desk.send(flow::NewVisit{kFarPlace});
    desk.now += 299ms;
    desk.face(1);
    EXPECT_EQ(desk.saves.size(), 1U);
    EXPECT_EQ(desk.screen(), "first");
}

TEST(Visit, HearsATouchOnceTheQuestionHasSettled) {
    Desk desk;
    desk.rate(3);
    desk.send(flow::NewVisit{kFarPlace});
    desk.now += 300ms;
    desk.face(1);
    EXPECT_EQ(desk.saves.size(), 2U);
}

TEST(Visit, ADoubleTapOnAFaceChoosesNoReason) {
    Desk desk;
    desk.face(5);
    desk.commit();
    desk.now += 150ms;
    desk.reason(5, kFacePlace);
    EXPECT_FALSE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, ASlowSecondTapNearTheFaceChoosesNoReason) {
    Desk desk;
    desk.face(5);
    desk.commit();
    desk.now += 899ms;
    desk.reason(5, kChipPlace);
    EXPECT_FALSE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, ATouchNearTheFaceIsHeardAfterNineTenthsOfASecond) {
    Desk desk;
    desk.face(5);
    desk.commit();
    desk.now += 900ms;
    desk.reason(5, kChipPlace);
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, ATouchSixtyMillimetresAwayIsHeardAfterTheSettleTime) {
    Desk desk;
    desk.face(5);
    desk.commit();
    desk.now += 300ms;
    desk.reason(5, {{kFacePlace.x.value + 60}, kFacePlace.y});
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, ChoosesTwoNeighbouringReasonsInQuickSuccession) {
    Desk desk;
    desk.rate(2);
    desk.reason(4, kChipPlace);
    desk.now += 250ms;
    desk.reason(5, {{kChipPlace.x.value + 30}, kChipPlace.y});
    desk.finish();
    EXPECT_EQ(desk.reasons(1).picks, (std::vector<int>{4, 5}));
}

TEST(Visit, AReasonTouchedTwiceIsNotChosen) {
    Desk desk;
    desk.rate(2);
    desk.reason(3);
    desk.reason(3);
    EXPECT_FALSE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, RefusesAReasonTheQuestionnaireDoesNotHave) {
    Desk desk;
    desk.rate(2);
    desk.reason(10);
    desk.reason(0);
    EXPECT_FALSE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, SavesTheReasonsUnderTheVisitOfTheRatingInAscendingOrder) {
    Desk desk;
    desk.rate(2);
    desk.reason(7);
    desk.reason(1);
    desk.finish();
    ASSERT_EQ(desk.saves.size(), 2U);
    EXPECT_EQ(desk.reasons(1).visit, desk.rating(0).visit);
    EXPECT_EQ(desk.reasons(1).picks, (std::vector<int>{1, 7}));
}

TEST(Visit, ThanksOnlyAfterTheReasonsAreCommitted) {
    Desk desk;
    desk.rate(2);
    desk.reason(7);
    desk.finish();
    EXPECT_NE(desk.screen(), "thanks");
    desk.commit();
    EXPECT_EQ(desk.screen(), "thanks");
}

TEST(Visit, SkippingThanksAtOnceAndSavesNothingMore) {
    Desk desk;
    desk.rate(2);
    desk.finish();
    EXPECT_EQ(desk.screen(), "thanks");
    EXPECT_EQ(desk.saves.size(), 1U);
}

TEST(Visit, ThanksWithTheCodeOfTheFirstRating) {
    Desk desk;
    desk.rate(2);
    base::Digest first;
    first.bytes[0] = static_cast<std::uint8_t>(desk.saves[0].ticket);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.rate(5);
    desk.finish();
    EXPECT_EQ(desk.shown<flow::ThanksView>().code, domain::rating_code(first));
}

TEST(Visit, LeavesTheThanksAfterThreeSeconds) {
    Desk desk;
    desk.rate(2);
    desk.finish();
    desk.pass(2999ms);
    EXPECT_EQ(desk.screen(), "thanks");
    desk.pass(1ms);
    EXPECT_TRUE(desk.is_blank());
}

TEST(Visit, HoldsTheCodeForThirtySeconds) {
    Desk desk;
    desk.rate(2);
    desk.finish();
    desk.pass(1s);
    desk.send(flow::HoldCode{kFarPlace});
    EXPECT_NE(desk.screen(), "first");
    desk.pass(1s);
    desk.pass(28'999ms);
    EXPECT_EQ(desk.screen(), "thanks");
    desk.pass(1ms);
    EXPECT_EQ(desk.screen(), "first");
}

TEST(Visit, ADoubleTapOnHoldDoesNotCloseTheCode) {
    Desk desk;
    desk.rate(2);
    desk.finish();
    desk.pass(1s);
    desk.send(flow::HoldCode{kFarPlace});
    desk.now += 500ms;
    desk.send(flow::Closed{kFarPlace});
    EXPECT_EQ(desk.screen(), "thanks");
}

TEST(Visit, AHeldCodeCanBeClosed) {
    Desk desk;
    desk.rate(2);
    desk.finish();
    desk.pass(1s);
    desk.send(flow::HoldCode{kFarPlace});
    desk.pass(900ms);
    desk.send(flow::Closed{kFarPlace});
    EXPECT_TRUE(desk.is_blank());
}

TEST(Visit, AnUntouchedFollowUpClosesSilentlyAfterTwelveSeconds) {
    Desk desk;
    desk.face(1);
    desk.commit();
    desk.pass(11'999ms);
    EXPECT_EQ(desk.screen(), "followup");
    desk.pass(1ms);
    EXPECT_TRUE(desk.is_blank());
    EXPECT_EQ(desk.saves.size(), 1U);
}

TEST(Visit, AsksAfterTwentySecondsWhenSomethingWasChosen) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(19'999ms);
    EXPECT_EQ(desk.screen(), "followup");
    desk.pass(1ms);
    EXPECT_EQ(desk.screen(), "warning");
}

TEST(Visit, ChoosingNothingAgainTakesTheShortTimeBack) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.reason(2);
    desk.pass(12s);
    EXPECT_TRUE(desk.is_blank());
}

TEST(Visit, KeepsChosenReasonsWhenThePersonWalksAway) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(20s);
    desk.pass(10s);
    EXPECT_TRUE(desk.is_blank());
    ASSERT_EQ(desk.saves.size(), 2U);
    EXPECT_EQ(desk.reasons(1).picks, std::vector<int>{2});
}

TEST(Visit, MoreTimeReturnsToTheReasonsAsTheyWere) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(20s);
    desk.pass(1s);
    desk.send(flow::MoreTime{kFarPlace});
    ASSERT_EQ(desk.screen(), "followup");
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().chips[1].chosen);
    desk.pass(19'999ms);
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Visit, AnyTouchAnswersTheWarning) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(20s);
    desk.pass(1s);
    desk.send(flow::TouchedElsewhere{kFacePlace});
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Visit, EndingAtTheWarningSavesTheReasonsAndThanks) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(20s);
    desk.pass(1s);
    desk.send(flow::EndVisit{kFarPlace});
    ASSERT_EQ(desk.saves.size(), 2U);
    desk.commit();
    EXPECT_EQ(desk.screen(), "thanks");
}

TEST(Visit, ATouchElsewhereKeepsTheFollowUpOpen) {
    Desk desk;
    desk.rate(1);
    desk.pass(10s);
    desk.send(flow::TouchedElsewhere{kFarPlace});
    desk.pass(11'999ms);
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Visit, ANewVisitorBeginsAnotherVisit) {
    Desk desk;
    desk.rate(1);
    desk.send(flow::NewVisit{kFarPlace});
    EXPECT_TRUE(desk.is_blank());
    desk.pass(1s);
    desk.rate(5);
    EXPECT_NE(desk.rating(0).visit, desk.rating(1).visit);
}

TEST(Visit, ANewVisitorNeitherLosesNorInheritsTheReasonsOfTheLast) {
    Desk desk;
    desk.rate(1);
    desk.reason(6);
    desk.send(flow::NewVisit{kFarPlace});
    desk.pass(1s);
    desk.rate(5);
    EXPECT_EQ(desk.reasons(1).visit, desk.rating(0).visit);
    EXPECT_FALSE(desk.shown<flow::FollowUpView>().chosen);
}

TEST(Visit, ChoosingAgainSavesASecondRatingOfTheSameVisit) {
    Desk desk;
    desk.rate(1);
    desk.send(flow::Rechoose{kFarPlace});
    EXPECT_EQ(desk.screen(), "rechoose");
    desk.pass(1s);
    desk.rate(4);
    EXPECT_EQ(desk.screen(), "followup");
    EXPECT_EQ(desk.rating(1).visit, desk.rating(0).visit);
    EXPECT_EQ(desk.rating(1).score, score(4));
}

TEST(Visit, ChoosingAgainKeepsTheReasons) {
    Desk desk;
    desk.rate(1);
    desk.reason(8);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.rate(4);
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().chips[7].chosen);
}

TEST(Visit, GoingBackFromChoosingAgainSavesNothing) {
    Desk desk;
    desk.rate(1);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.send(flow::Back{kFarPlace});
    EXPECT_EQ(desk.screen(), "followup");
    EXPECT_EQ(desk.saves.size(), 1U);
}

TEST(Visit, ChoosingAgainClosesSilentlyWhenNobodyTouches) {
    Desk desk;
    desk.rate(1);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(12s);
    EXPECT_TRUE(desk.is_blank());
    EXPECT_EQ(desk.saves.size(), 1U);
}

TEST(Visit, TheNextPersonCanLeaveChoosingAgain) {
    Desk desk;
    desk.rate(1);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.send(flow::NewVisit{kFarPlace});
    EXPECT_TRUE(desk.is_blank());
}

TEST(Visit, ATouchThatComesAfterTheEndOfAScreenMeetsTheNextOne) {
    Desk desk;
    desk.rate(1);
    desk.now += 12s;
    desk.face(5);
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_EQ(desk.saves.size(), 1U);
}

}  // namespace hailong::flow_test
