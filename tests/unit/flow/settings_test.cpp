// Language, aids and help: for the person standing here only.
#include <gtest/gtest.h>

#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {

namespace {

void aid(Desk& desk, flow::Aid aid) {
    desk.send(flow::AidTouched{aid, kFarPlace});
    desk.pass(1s);
}

}  // namespace

TEST(Aids, LastForTheVisitAndGoWithIt) {
    Desk desk;
    aid(desk, flow::Aid::large);
    aid(desk, flow::Aid::contrast);
    EXPECT_TRUE(desk.view().aids.large);
    desk.rate(4);
    EXPECT_TRUE(desk.view().aids.contrast);
    desk.send(flow::NewVisit{kFarPlace});
    EXPECT_EQ(desk.view().aids, flow::Aids{});
}

TEST(Aids, GoFromAFirstScreenThatNobodyTouches) {
    Desk desk;
    aid(desk, flow::Aid::reach);
    desk.pass(31s);
    EXPECT_EQ(desk.view().aids, flow::Aids{});
}

TEST(Aids, ATouchRightAfterTheLayoutChangedIsIgnored) {
    Desk desk;
    desk.send(flow::AidTouched{flow::Aid::reach, kFacePlace});
    desk.pass(200ms);
    desk.face(1, kFacePlace);
    EXPECT_TRUE(desk.saves.empty());
    desk.pass(200ms);
    desk.face(1, kChipPlace);  // near the button, whose place a face may have taken
    EXPECT_TRUE(desk.saves.empty());
}

TEST(Aids, TheTimeToTheFirstTouchIsMeasuredFromTheScreenNotFromTheAid) {
    Desk desk;
    desk.pass(5s);
    aid(desk, flow::Aid::large);
    desk.face(4);
    EXPECT_EQ(desk.rating(0).first_touch, 7s);
}

TEST(Aids, LargeTextAndSpeechDoubleEveryTime) {
    Desk desk;
    aid(desk, flow::Aid::large);
    desk.rate(4);
    desk.pass(22s);
    EXPECT_EQ(desk.screen(), "followup");
    desk.reason(1);
    desk.pass(39s);
    EXPECT_EQ(desk.screen(), "followup");
    desk.pass(1s);
    EXPECT_EQ(desk.screen(), "warning");
    desk.pass(19s);
    EXPECT_EQ(desk.screen(), "warning");
}

TEST(Aids, VolumeGoesRoundInThreeSteps) {
    Desk desk;
    std::vector<int> heard;
    for (int i = 0; i < 3; ++i) {
        aid(desk, flow::Aid::volume);
        heard.push_back(desk.view().aids.volume);
    }
    EXPECT_EQ(heard, (std::vector<int>{3, 1, 2}));
}

TEST(Speech, NothingIsSaidToWhoDidNotAsk) {
    Desk desk;
    EXPECT_TRUE(desk.view().spoken.empty());
    desk.rate(4);
    EXPECT_TRUE(desk.view().spoken.empty());
}

TEST(Speech, TellsTheQuestionAndNeverAnAnswer) {
    for (int value = 1; value <= 5; ++value) {
        Desk desk;
        aid(desk, flow::Aid::speech);
        EXPECT_EQ(desk.view().spoken.front().key, "first.question");
        desk.rate(value);
        EXPECT_EQ(desk.view().spoken, (std::vector<flow::Text>{{"followup.title", {}}}));
    }
}

TEST(Blind, BeginsWithTheHeldCornerAndTellsTheOrderOfTheFaces) {
    Desk desk;
    desk.send(flow::CornerHeld{{{5}, {5}}});
    EXPECT_TRUE(desk.view().aids.blind);
    EXPECT_EQ(desk.view().spoken.front().key, "blind.start");
    EXPECT_EQ(desk.view().spoken.back().key, "first.order_low_left");
}

TEST(Blind, BeginsAndEndsWithTheHeadphones) {
    Desk desk;
    desk.send(flow::HeadphonesChanged{true});
    EXPECT_TRUE(desk.view().aids.blind);
    EXPECT_TRUE(desk.view().headphones);
    desk.send(flow::HeadphonesChanged{false});
    EXPECT_FALSE(desk.view().aids.speech);
}

TEST(Blind, HeadphonesThatWereLeftBehindDoNotSpeakToTheNext) {
    Desk desk;
    desk.send(flow::HeadphonesChanged{true});
    desk.rate(4);
    desk.send(flow::NewVisit{kFarPlace});
    EXPECT_FALSE(desk.view().aids.blind);
}

TEST(Help, CoversTheScreenAndGivesItBack) {
    Desk desk;
    desk.rate(4);
    desk.reason(2);
    desk.send(flow::HelpTouched{kFarPlace});
    EXPECT_EQ(desk.screen(), "help");
    desk.pass(55s);  // the follow-up's time stands still
    desk.send(flow::PrivacyTouched{kFarPlace});
    EXPECT_EQ(desk.screen(), "privacy");
    desk.pass(1s);
    desk.send(flow::Closed{kFarPlace});
    EXPECT_EQ(desk.screen(), "followup");
    desk.pass(19s);
    EXPECT_EQ(desk.screen(), "followup");
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().chips.at(1).chosen);
}

TEST(Help, ClosesByItself) {
    Desk desk;
    desk.send(flow::HelpTouched{kFarPlace});
    desk.pass(60s);
    EXPECT_EQ(desk.screen(), "first");
}

TEST(Help, TakesNoVoteFromBelow) {
    Desk desk;
    desk.send(flow::HelpTouched{kFarPlace});
    desk.pass(2s);
    desk.face(5);
    EXPECT_TRUE(desk.saves.empty());
}

TEST(Help, ItsOwnButtonClosesIt) {
    Desk desk;
    desk.rate(4);
    desk.send(flow::HelpTouched{kFarPlace});
    EXPECT_TRUE(desk.view().is_helping);
    desk.pass(2s);
    desk.send(flow::HelpTouched{kFarPlace});
    EXPECT_EQ(desk.screen(), "followup");
    EXPECT_FALSE(desk.view().is_helping);
}

TEST(Help, IsThereOnEveryScreenThatIsNotCovered) {
    const auto helped = [](Desk& desk) {
        desk.pass(1s);
        desk.send(flow::HelpTouched{kFarPlace});
        return desk.screen();
    };
    Desk thanks;
    thanks.rate(3);
    thanks.pass(2s);
    thanks.send(flow::Finished{kFarPlace});
    ASSERT_EQ(thanks.screen(), "thanks");
    EXPECT_EQ(helped(thanks), "help");
    thanks.pass(60s);
    EXPECT_EQ(thanks.screen(), "thanks");  // the thanks have their whole time again
    thanks.pass(3s);
    EXPECT_EQ(thanks.screen(), "first");

    Desk paused(flow::Service::paused);
    EXPECT_EQ(helped(paused), "help");
    paused.pass(60s);
    EXPECT_EQ(paused.screen(), "paused");
}

TEST(Help, IsNotInTheWayOfATerminalThatPauses) {
    Desk desk;
    desk.send(flow::HelpTouched{kFarPlace});
    desk.send(flow::ServiceChanged{flow::Service::paused, {}});
    EXPECT_EQ(desk.screen(), "paused");
}

}  // namespace hailong::flow_test
