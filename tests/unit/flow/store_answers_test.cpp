// What the store's answers, its health and the language do to the visit.
#include <gtest/gtest.h>

#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {

TEST(Saving, ApologisesWhenTheStoreRefuses) {
    Desk desk;
    desk.face(3);
    desk.fail();
    EXPECT_EQ(desk.screen(), "apology");
}

TEST(Saving, ApologisesAfterThreeSecondsWithoutAnAnswer) {
    Desk desk;
    desk.face(3);
    desk.pass(2999ms);
    EXPECT_EQ(desk.screen(), "saving");
    desk.pass(1ms);
    EXPECT_EQ(desk.screen(), "apology");
}

TEST(Saving, ThanksForACommitThatComesAfterTheApology) {
    Desk desk;
    desk.face(3);
    desk.pass(3s);
    desk.commit();
    EXPECT_EQ(desk.screen(), "thanks");
    EXPECT_FALSE(desk.shown<flow::ThanksView>().code.empty());
}

TEST(Saving, DoesNotApologiseForAnAnswerThatIsThereWhenTheTurnIsLate) {
    Desk desk;
    desk.face(3);
    desk.now += 4s;  // nobody looked at the clock meanwhile
    desk.commit();
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Saving, NeverThanksTheNextPersonForALateCommit) {
    Desk desk;
    desk.face(3);
    desk.pass(3s);
    desk.pass(10s);
    desk.commit();
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_TRUE(desk.is_blank());
}

TEST(Saving, ForgetsTheVisitWhenTheApologyEnds) {
    Desk desk;
    desk.face(3);
    desk.fail();
    desk.pass(9'999ms);
    EXPECT_EQ(desk.screen(), "apology");
    desk.pass(1ms);
    EXPECT_TRUE(desk.is_blank());
}

TEST(Saving, TryingAgainSavesTheSameRatingUnderANewTicket) {
    Desk desk;
    desk.face(3);
    desk.fail();
    desk.pass(1s);
    desk.send(flow::Retry{kFarPlace});
    ASSERT_EQ(desk.saves.size(), 2U);
    EXPECT_EQ(desk.saves[1].answer, desk.saves[0].answer);
    EXPECT_NE(desk.saves[1].ticket, desk.saves[0].ticket);
    desk.commit();
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Saving, TryingAgainWhileTheStoreIsLateOnlyWaits) {
    Desk desk;
    desk.face(3);
    desk.pass(3s);
    desk.pass(1s);
    desk.send(flow::Retry{kFarPlace});
    EXPECT_EQ(desk.screen(), "saving");
    EXPECT_EQ(desk.saves.size(), 1U);
    desk.commit();
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Saving, ALateRefusalLetsTheNextTrySaveAgain) {
    Desk desk;
    desk.face(3);
    desk.pass(3s);
    desk.fail();
    desk.pass(1s);
    desk.send(flow::Retry{kFarPlace});
    EXPECT_EQ(desk.saves.size(), 2U);
}

TEST(Saving, ReasonsThatCouldNotBeSavedAreNotThankedFor) {
    Desk desk;
    desk.rate(3);
    desk.reason(1);
    desk.finish();
    desk.fail();
    EXPECT_EQ(desk.screen(), "apology");
    desk.pass(10s);
    EXPECT_TRUE(desk.is_blank());
    EXPECT_EQ(desk.saves.size(), 2U);
}

TEST(Saving, AFailedSecondRatingLosesNeitherTheFirstNorTheReasons) {
    Desk desk;
    desk.rate(3);
    desk.reason(1);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.face(5);
    desk.fail();
    desk.pass(10s);
    ASSERT_EQ(desk.saves.size(), 3U);
    EXPECT_EQ(desk.reasons(2).visit, desk.rating(0).visit);
}

TEST(Saving, ALateSecondRatingSavesTheReasonsBeforeItThanks) {
    Desk desk;
    desk.rate(3);
    desk.reason(1);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.face(5);
    desk.pass(3s);
    desk.commit();
    EXPECT_EQ(desk.screen(), "saving");
    ASSERT_EQ(desk.saves.size(), 3U);
    desk.commit();
    EXPECT_EQ(desk.screen(), "thanks");
}

TEST(Saving, DrawsTheSavingScreenOnlyAfterFourTenthsOfASecond) {
    Desk desk;
    desk.face(3);
    desk.pass(399ms);
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_TRUE(desk.view().inert);
    EXPECT_TRUE(desk.shown<flow::FirstView>().faces[2].pressed);
    desk.pass(1ms);
    EXPECT_EQ(desk.screen(), "saving");
}

TEST(Saving, HearsNoTouchWhileItSaves) {
    Desk desk;
    desk.face(3);
    desk.pass(1s);
    desk.face(5, kFarPlace);
    desk.send(flow::LanguageChosen{"en", kFarPlace});
    EXPECT_EQ(desk.saves.size(), 1U);
    EXPECT_EQ(desk.view().language, "vi");
}

TEST(Service, TakesNoRatingBeforeEnrolment) {
    Desk desk(flow::Service::not_enrolled);
    EXPECT_EQ(desk.screen(), "enrolment");
    desk.face(3);
    EXPECT_TRUE(desk.saves.empty());
}

TEST(Service, OpensWhenEnrolled) {
    Desk desk(flow::Service::not_enrolled);
    desk.send(flow::ServiceChanged{flow::Service::open, ""});
    EXPECT_EQ(desk.screen(), "first");
    desk.pass(300ms);
    desk.face(3);
    EXPECT_EQ(desk.saves.size(), 1U);
}

TEST(Service, TheQuestionSettlesAfterAPause) {
    Desk desk;
    desk.send(flow::ServiceChanged{flow::Service::paused, ""});
    EXPECT_EQ(desk.screen(), "paused");
    desk.pass(1min);
    desk.send(flow::ServiceChanged{flow::Service::open, ""});
    desk.now += 299ms;
    desk.face(3);
    EXPECT_TRUE(desk.saves.empty());
}

TEST(Service, TellsTroubleWithItsCode) {
    Desk desk;
    desk.send(flow::ServiceChanged{flow::Service::trouble, "E-IO"});
    EXPECT_EQ(desk.screen(), "trouble");
    const auto hint = desk.shown<flow::TroubleView>().hint;
    EXPECT_EQ(hint, (flow::Text{"trouble.hint", {{"code", "E-IO"}}}));
}

TEST(Service, APauseDoesNotTakeTheScreenFromAVisit) {
    Desk desk;
    desk.rate(3);
    desk.send(flow::ServiceChanged{flow::Service::paused, ""});
    EXPECT_EQ(desk.screen(), "followup");
    desk.finish();
    desk.pass(3s);
    EXPECT_EQ(desk.screen(), "paused");
}

TEST(Language, ChangesTheTextsAndNothingElse) {
    Desk desk;
    desk.rate(3);
    desk.reason(1);
    const auto before = desk.view();
    desk.send(flow::LanguageChosen{"en", kFarPlace});
    EXPECT_EQ(desk.view().language, "en");
    EXPECT_EQ(desk.view().screen, before.screen);
}

TEST(Language, RefusesOneTheTerminalDoesNotHave) {
    Desk desk;
    desk.send(flow::LanguageChosen{"fr", kFarPlace});
    EXPECT_EQ(desk.view().language, "vi");
}

TEST(Language, ReturnsToTheDefaultWithTheNextVisit) {
    Desk desk;
    desk.send(flow::LanguageChosen{"en", kFarPlace});
    desk.rate(3);
    EXPECT_EQ(desk.view().language, "en");
    desk.pass(12s);
    EXPECT_TRUE(desk.is_blank());
}

TEST(Language, ReturnsToTheDefaultWhenNobodyRates) {
    Desk desk;
    desk.send(flow::LanguageChosen{"en", kFarPlace});
    desk.pass(29'999ms);
    EXPECT_EQ(desk.view().language, "en");
    desk.pass(1ms);
    EXPECT_TRUE(desk.is_blank());
}

TEST(Deadline, NothingWakesAnIdleFirstScreen) {
    const Desk desk;
    EXPECT_FALSE(desk.deadline().has_value());
}

TEST(Deadline, TheWarningCountsSecondsDown) {
    Desk desk;
    desk.rate(1);
    desk.reason(2);
    desk.pass(20s);
    const auto shown_seconds = [&] { return desk.shown<flow::WarningView>().hint.arguments.at(0).second; };
    EXPECT_EQ(shown_seconds(), "10");
    ASSERT_TRUE(desk.deadline().has_value());
    EXPECT_EQ(*desk.deadline(), desk.now + 1s);
    desk.pass(1s);
    EXPECT_EQ(shown_seconds(), "9");
    desk.pass(1500ms);
    EXPECT_EQ(shown_seconds(), "8");
    EXPECT_EQ(*desk.deadline(), desk.now + 500ms);
}

TEST(Deadline, AQuietSaveWakesToShowThatItSaves) {
    Desk desk;
    desk.face(3);
    EXPECT_EQ(*desk.deadline(), desk.now + 400ms);
    desk.pass(400ms);
    EXPECT_EQ(*desk.deadline(), desk.now + 2600ms);
}

TEST(View, NothingIsPressedBeforeATouch) {
    const Desk desk;
    for (const auto& face : desk.shown<flow::FirstView>().faces) EXPECT_FALSE(face.pressed);
}

TEST(View, FacesStandWorstFirstAndCarryTheirWords) {
    const Desk desk;
    const auto faces = desk.shown<flow::FirstView>().faces;
    ASSERT_EQ(faces.size(), 5U);
    EXPECT_EQ(faces.front().word.key, "level.1");
    EXPECT_EQ(faces.back().word.key, "level.5");
}

TEST(View, TheOtherOrderMirrorsTheFacesAndIsTold) {
    Desk desk;
    desk.rules.order = desk.state.order = domain::FaceOrder::best_first;
    EXPECT_EQ(desk.shown<flow::FirstView>().faces.front().score, score(5));
    desk.face(5);
    EXPECT_EQ(desk.rating(0).order, domain::FaceOrder::best_first);
}

TEST(View, SkipBecomesDoneOnceSomethingIsChosen) {
    Desk desk;
    desk.rate(3);
    EXPECT_EQ(desk.shown<flow::FollowUpView>().finish.key, "common.skip");
    desk.reason(1);
    EXPECT_EQ(desk.shown<flow::FollowUpView>().finish.key, "common.done");
}

TEST(View, TheSecondQuestionAndTheThanksAreTheSameForEveryScore) {
    std::vector<flow::ScreenView> follow_ups;
    std::vector<flow::ScreenView> thanks;
    for (int value = 1; value <= 5; ++value) {
        Desk desk;
        desk.rate(value);
        follow_ups.push_back(desk.view().screen);
        desk.finish();
        thanks.push_back(desk.view().screen);
    }
    for (std::size_t i = 1; i < follow_ups.size(); ++i) {
        EXPECT_EQ(follow_ups[i], follow_ups[0]);
        EXPECT_EQ(thanks[i], thanks[0]);
    }
}

TEST(View, OneLanguageNeedsNoButtons) {
    Desk desk;
    EXPECT_EQ(desk.view().languages, (std::vector<std::string>{"vi", "en"}));
    desk.rules.languages = {"vi"};
    EXPECT_TRUE(desk.view().languages.empty());
}

}  // namespace hailong::flow_test
