// The blind path and the corner: explore by touch, confirm by a double tap anywhere, hold the corner.
#include <gtest/gtest.h>

#include "tests/ui/panels.h"

namespace hailong::explore_test {
namespace {

using base::Millis;

class Explore : public testing::Test {
protected:
    Explore() : stage_(ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures_).value()) {
        view_ = test::view_named("first");
        view_.aids.blind = true;
        now_ = test::test_moment(view_);
        frame_ = test::TapDriver(*stage_).settle(view_);
    }

    ui::Rect place(const std::string& id) {
        for (const auto& target : frame_.targets) {
            if (target.id == id) return target.rect;
        }
        ADD_FAILURE() << "no target " << id;
        return {};
    }
    ui::Frame press(float x, float y) { return step({true, x, y}); }
    ui::Frame press(const std::string& id) { return press(place(id).middle_x(), place(id).middle_y()); }
    ui::Frame lift() { return step({false, at_.x, at_.y}); }
    ui::Frame step(const ui::Pointer& pointer) {
        at_ = pointer;
        return stage_->frame(view_, now_, pointer);
    }
    void wait(int milliseconds) { now_ += Millis(milliseconds); }
    // A quick tap; what the frame of its release brings.
    ui::Frame tap(float x, float y) {
        static_cast<void>(press(x, y));
        wait(80);
        auto frame = lift();
        wait(120);
        return frame;
    }

    test::CountingTextures textures_;
    std::unique_ptr<ui::Stage> stage_;
    flow::View view_;
    base::MonoTime now_;
    ui::Frame frame_;
    ui::Pointer at_;
};

bool is_presence(const std::optional<flow::Event>& event) {
    return event && std::holds_alternative<flow::TouchedElsewhere>(*event);
}

}  // namespace

TEST_F(Explore, AFingerOnAFaceHearsItsWord) {
    const auto frame = press("face.4");
    ASSERT_TRUE(frame.explored);
    EXPECT_EQ(frame.explored->id, "face.4");
    EXPECT_EQ(frame.explored->spoken.key, "level.4");
}

TEST_F(Explore, ATargetIsSaidOnceWhileTheFingerStays) {
    static_cast<void>(press("face.4"));
    wait(400);
    EXPECT_FALSE(press("face.4").explored);
}

TEST_F(Explore, AFingerThatWandersHearsEachTarget) {
    static_cast<void>(press("face.1"));
    wait(400);
    const auto second = press("face.2");
    ASSERT_TRUE(second.explored);
    EXPECT_EQ(second.explored->id, "face.2");
    const auto bar = press("help");
    ASSERT_TRUE(bar.explored);
    EXPECT_EQ(bar.explored->spoken.key, "aid.help");
}

TEST_F(Explore, LiftingTheFingerChoosesNothing) {
    static_cast<void>(press("face.4"));
    wait(600);
    EXPECT_TRUE(is_presence(lift().event));
}

TEST_F(Explore, ASingleTapChoosesNothing) {
    const auto face = place("face.4");
    EXPECT_TRUE(is_presence(tap(face.middle_x(), face.middle_y()).event));
}

TEST_F(Explore, ADoubleTapAnywhereConfirmsWhatIsInFocus) {
    static_cast<void>(press("face.2"));
    wait(600);
    static_cast<void>(lift());
    wait(900);
    const auto other = place("help");
    EXPECT_TRUE(is_presence(tap(other.middle_x(), other.middle_y()).event));
    const auto event = tap(other.middle_x(), other.middle_y()).event;
    ASSERT_TRUE(event);
    ASSERT_TRUE(std::holds_alternative<flow::FaceTouched>(*event));
    EXPECT_EQ(std::get<flow::FaceTouched>(*event).score.value(), 2);
}

TEST_F(Explore, TwoTapsTooFarApartInTimeConfirmNothing) {
    static_cast<void>(press("face.2"));
    wait(600);
    static_cast<void>(lift());
    wait(900);
    static_cast<void>(tap(960, 30));
    wait(500);
    EXPECT_TRUE(is_presence(tap(960, 30).event));
}

TEST_F(Explore, ALongSecondTapConfirmsNothing) {
    static_cast<void>(press("face.2"));
    wait(600);
    static_cast<void>(lift());
    wait(900);
    static_cast<void>(tap(960, 30));
    static_cast<void>(press(960, 30));
    wait(300);
    EXPECT_TRUE(is_presence(lift().event));
}

TEST_F(Explore, ATapThatStaysAloneMovesTheFocusAfterAWhile) {
    static_cast<void>(press("face.2"));
    wait(600);
    static_cast<void>(lift());
    wait(900);
    const auto help = place("help");
    EXPECT_FALSE(tap(help.middle_x(), help.middle_y()).explored);
    wait(500);
    const auto frame = step({false, at_.x, at_.y});
    ASSERT_TRUE(frame.explored);
    EXPECT_EQ(frame.explored->id, "help");
}

TEST_F(Explore, AnotherScreenForgetsTheFocus) {
    static_cast<void>(press("face.2"));
    wait(600);
    static_cast<void>(lift());
    view_ = test::view_named("followup");
    view_.aids.blind = true;
    wait(900);
    static_cast<void>(step({}));
    wait(400);
    static_cast<void>(tap(960, 30));
    EXPECT_TRUE(is_presence(tap(960, 30).event));
}

TEST_F(Explore, WithoutTheBlindPathNothingIsExplored) {
    view_.aids.blind = false;
    EXPECT_FALSE(press("face.4").explored);
    wait(80);
    const auto event = lift().event;
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::FaceTouched>(*event));
}

TEST_F(Explore, TwoSecondsOnTheCornerBeginTheBlindPath) {
    view_.aids.blind = false;
    static_cast<void>(press(20, 20));
    wait(1999);
    EXPECT_FALSE(press(20, 20).event);
    wait(1);
    const auto event = press(20, 20).event;
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<flow::CornerHeld>(*event));
    wait(2500);
    EXPECT_FALSE(press(20, 20).event);
}

TEST_F(Explore, AFingerThatLeavesTheCornerDoesNotHoldIt) {
    static_cast<void>(press(20, 20));
    wait(1000);
    static_cast<void>(press(300, 300));
    static_cast<void>(press(20, 20));
    wait(2000);
    EXPECT_FALSE(press(20, 20).event);
}

}  // namespace hailong::explore_test
