// The finger on the screens: what each target answers, and when.
#include <gtest/gtest.h>

#include "tests/ui/panels.h"

namespace hailong::touch_test {
namespace {

using base::Millis;

using test::view_named;

ui::Rect face_of(const ui::Frame& frame) {
    for (const auto& target : frame.targets) {
        if (target.id == "face.5") return target.rect;
    }
    ADD_FAILURE() << "no face";
    return {};
}

class Touch : public testing::Test {
protected:
    Touch() : stage_(ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures_).value()) {}

    template <class Event>
    std::optional<Event> tap(const std::string& view, const std::string& id) {
        const auto event = test::TapDriver(*stage_).tap(view_named(view), id);
        if (!event || !std::holds_alternative<Event>(*event)) return std::nullopt;
        return std::get<Event>(*event);
    }

    test::CountingTextures textures_;
    std::unique_ptr<ui::Stage> stage_;
};

}  // namespace

TEST_F(Touch, EachFaceGivesItsOwnScore) {
    for (int score = 1; score <= 5; ++score) {
        const auto event = tap<flow::FaceTouched>("first", "face." + std::to_string(score));
        ASSERT_TRUE(event);
        EXPECT_EQ(event->score.value(), score);
    }
}

TEST_F(Touch, TellsWhereTheFingerWasInMillimetres) {
    const auto event = tap<flow::FaceTouched>("first", "face.3");
    ASSERT_TRUE(event);
    EXPECT_NEAR(event->at.x.value, 238, 1);  // the middle of 476 mm
}

TEST_F(Touch, EachChipGivesItsOwnReason) {
    for (int number = 1; number <= 9; ++number) {
        const auto event = tap<flow::ReasonToggled>("followup", "reason." + std::to_string(number));
        ASSERT_TRUE(event);
        EXPECT_EQ(event->number, number);
    }
}

TEST_F(Touch, TheFollowUpEndsByItsThreeButtons) {
    EXPECT_TRUE(tap<flow::Finished>("followup", "finish"));
    EXPECT_TRUE(tap<flow::Finished>("followup-chosen", "finish"));
    EXPECT_TRUE(tap<flow::Rechoose>("followup", "rechoose"));
    EXPECT_TRUE(tap<flow::NewVisit>("followup", "new_visit"));
}

TEST_F(Touch, ChoosingAgainCanBeLeft) {
    EXPECT_TRUE(tap<flow::Back>("rechoose", "back"));
    EXPECT_TRUE(tap<flow::NewVisit>("rechoose", "new_visit"));
    EXPECT_TRUE(tap<flow::FaceTouched>("rechoose", "face.5"));
}

TEST_F(Touch, TheWarningOffersMoreTimeAndTheEnd) {
    EXPECT_TRUE(tap<flow::MoreTime>("warning", "more"));
    EXPECT_TRUE(tap<flow::EndVisit>("warning", "end"));
}

TEST_F(Touch, TheCodeCanBeHeldAndPutAway) {
    EXPECT_TRUE(tap<flow::HoldCode>("thanks", "hold"));
    EXPECT_TRUE(tap<flow::Closed>("thanks-held", "close"));
}

TEST_F(Touch, TheApologyOffersToTryAgain) { EXPECT_TRUE(tap<flow::Retry>("apology", "retry")); }

TEST_F(Touch, LanguagesAreChosenOnEveryOpenScreen) {
    for (const std::string view :
         {"first", "followup", "rechoose", "thanks", "apology", "paused", "trouble", "enrolment"}) {
        const auto event = tap<flow::LanguageChosen>(view, "language.en");
        ASSERT_TRUE(event) << view;
        EXPECT_EQ(event->language, "en");
    }
}

TEST_F(Touch, TheAidsSwitchTheirModes) {
    const auto aid = [&](const std::string& id) { return tap<flow::AidTouched>("followup", id).value().aid; };
    EXPECT_EQ(aid("aid.listen"), flow::Aid::speech);
    EXPECT_EQ(aid("aid.large"), flow::Aid::large);
    EXPECT_EQ(aid("aid.contrast"), flow::Aid::contrast);
    EXPECT_EQ(aid("aid.reach"), flow::Aid::reach);
    EXPECT_TRUE(tap<flow::HelpTouched>("first", "help"));
}

TEST_F(Touch, TheVolumeStandsBesideTheSpeechWhileItIsOn) {
    auto view = view_named("first");
    view.aids.speech = true;
    const auto event = test::TapDriver(*stage_).tap(view, "aid.volume");
    ASSERT_TRUE(event && std::holds_alternative<flow::AidTouched>(*event));
    EXPECT_EQ(std::get<flow::AidTouched>(*event).aid, flow::Aid::volume);
}

TEST_F(Touch, MoreCanBeSaidAndRatedAtHome) {
    EXPECT_TRUE(tap<flow::MoreTouched>("followup", "more"));
    EXPECT_TRUE(tap<flow::HomeTouched>("first", "home"));
}

TEST_F(Touch, LargeTextBuildsItsFontsAndPicturesOnce) {
    auto view = view_named("first");
    static_cast<void>(test::TapDriver(*stage_).settle(view));
    const int before = textures_.font_loads();
    view.aids.large = true;
    static_cast<void>(test::TapDriver(*stage_).settle(view));
    const int held = textures_.held();
    view.aids.reach = view.aids.contrast = true;
    static_cast<void>(test::TapDriver(*stage_).settle(view));
    EXPECT_EQ(textures_.font_loads(), before + 1);
    EXPECT_EQ(textures_.held(), held);
}

TEST_F(Touch, BesideEveryTargetStillTellsThatSomebodyIsThere) {
    const auto view = view_named("followup");
    test::TapDriver driver(*stage_);
    static_cast<void>(driver.settle(view));
    const auto event = driver.tap_at(view, 1900, 20);
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::TouchedElsewhere>(*event));
}

TEST_F(Touch, SlippingOffATargetDoesNotVote) {
    const auto view = view_named("first");
    const auto frame = test::TapDriver(*stage_).settle(view);
    const auto face = face_of(frame);
    const auto now = test::test_moment(view);
    EXPECT_FALSE(stage_->frame(view, now, {true, face.middle_x(), face.middle_y()}).event);
    const auto event = stage_->frame(view, now + Millis(16), {false, 10, 10}).event;
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::TouchedElsewhere>(*event));
}

TEST_F(Touch, AFingerThatLiesStillSaysNothing) {
    const auto view = view_named("first");
    const auto frame = test::TapDriver(*stage_).settle(view);
    const auto& face = frame.targets.front().rect;
    auto now = test::test_moment(view);
    for (int turn = 0; turn < 100; ++turn) {
        now += Millis(16);
        EXPECT_FALSE(stage_->frame(view, now, {true, face.middle_x(), face.middle_y()}).event);
    }
}

TEST_F(Touch, APressOnALeavingScreenDoesNotReachTheNext) {
    const auto first = view_named("first"), followup = view_named("followup");
    const auto frame = test::TapDriver(*stage_).settle(first);
    const auto face = face_of(frame);
    const auto now = test::test_moment(followup);
    static_cast<void>(stage_->frame(first, now, {true, face.middle_x(), face.middle_y()}));
    const auto event = stage_->frame(followup, now + Millis(16), {false, face.middle_x(), face.middle_y()}).event;
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::TouchedElsewhere>(*event));
}

TEST_F(Touch, AnInertScreenSendsNothingButPresence) {
    const auto view = view_named("first-pressed");
    test::TapDriver driver(*stage_);
    const auto frame = driver.settle(view);
    EXPECT_TRUE(frame.targets.empty());
    const auto event = driver.tap_at(view, 960, 650);
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::TouchedElsewhere>(*event));
}

TEST_F(Touch, ThePressedTargetMovesForAShortTimeAndThenRests) {
    const auto view = view_named("first");
    const auto frame = test::TapDriver(*stage_).settle(view);
    EXPECT_FALSE(frame.is_moving);
    const auto& face = frame.targets.front().rect;
    const auto now = test::test_moment(view);
    EXPECT_TRUE(stage_->frame(view, now, {true, face.middle_x(), face.middle_y()}).is_moving);
    EXPECT_TRUE(stage_->frame(view, now + Millis(60), {false, face.middle_x(), face.middle_y()}).is_moving);
    EXPECT_FALSE(stage_->frame(view, now + Millis(130), {false, face.middle_x(), face.middle_y()}).is_moving);
}

TEST_F(Touch, AScreenThatComesMovesFor180Milliseconds) {
    const auto first = view_named("first"), followup = view_named("followup");
    static_cast<void>(test::TapDriver(*stage_).settle(first));
    const auto now = test::test_moment(followup);
    EXPECT_TRUE(stage_->frame(followup, now, {}).is_moving);
    EXPECT_TRUE(stage_->frame(followup, now + Millis(179), {}).is_moving);
    EXPECT_FALSE(stage_->frame(followup, now + Millis(180), {}).is_moving);
}

TEST_F(Touch, ARestingFirstScreenNeedsNoFrames) {
    const auto frame = test::TapDriver(*stage_).settle(view_named("first"));
    EXPECT_FALSE(frame.is_moving);
}

TEST_F(Touch, TheThankYouBarRunsUntilItsEnd) {
    const auto view = view_named("thanks");
    const auto& thanks = std::get<flow::ThanksView>(view.screen);
    static_cast<void>(stage_->frame(view, view.since, {}));
    EXPECT_TRUE(stage_->frame(view, thanks.until - Millis(1), {}).is_moving);
    EXPECT_FALSE(stage_->frame(view, thanks.until, {}).is_moving);
}

}  // namespace hailong::touch_test
