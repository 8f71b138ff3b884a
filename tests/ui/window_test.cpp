// The window on a real X server, with real X events.
#include "kiosk/window/window.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "kiosk/app/stage_setup.h"
#include "tests/ui/panels.h"
#include "tests/ui/x_display.h"

namespace hailong::window_test {
namespace {

using base::Millis;

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;

// Server, window and stage of one test, destroyed in the right order.
struct Bench {
    std::unique_ptr<test::XServer> server = test::XServer::start(kWidth, kHeight).value();
    std::unique_ptr<test::XFinger> finger = test::XFinger::connect(server->display()).value();
    std::unique_ptr<window::Window> window = window::Window::open({"test", std::nullopt, {0xFB, 0xF8, 0xF3}}).value();
    app::PainterTextures textures{window->painter()};
    std::unique_ptr<ui::Stage> stage =
        ui::Stage::open(test::stage_request(ui::panel_of(kWidth, kHeight, 0, 0)), textures).value();
    flow::View view = test::all_views("vi").front().view;

    ui::Frame show(base::MonoTime now, const ui::Pointer& pointer) {
        auto frame = stage->frame(view, now, pointer);
        window->present(frame.data);
        return frame;
    }
    ui::Frame settle() {
        for (int turn = 0; turn < 3; ++turn) {
            static_cast<void>(window->wait(Millis(0)));
            static_cast<void>(show(view.since, {}));
        }
        return show(test::test_moment(view), {});
    }
    // Turns the loop of the terminal until `count` faces were touched; stops when nothing comes any more.
    std::vector<int> faces_touched(std::size_t count) {
        std::vector<int> scores;
        ui::Pointer pointer;
        auto now = test::test_moment(view);
        for (int quiet = 0; quiet < 40 && scores.size() < count;) {
            const bool is_stirred = window->wait(Millis(100));
            const auto touch = window->touches().take();
            quiet = is_stirred || touch ? 0 : quiet + 1;
            if (touch) pointer = {touch->press == window::Press::down, touch->x, touch->y};
            now += Millis(16);
            const auto frame = show(now, pointer);
            if (!frame.event) continue;
            if (const auto* face = std::get_if<flow::FaceTouched>(&*frame.event)) scores.push_back(face->score.value());
        }
        return scores;
    }
};

const ui::Rect& place_of(const ui::Frame& frame, const std::string& id) {
    for (const auto& target : frame.targets) {
        if (target.id == id) return target.rect;
    }
    throw std::runtime_error("no target " + id);
}

void tap(test::XFinger& finger, const ui::Rect& rect, Millis hold) {
    finger.tap(static_cast<int>(rect.middle_x()), static_cast<int>(rect.middle_y()), hold);
}

}  // namespace

TEST(Window, LosesNoTapOfFiveMillisecondsOnAlternatingFaces) {
    constexpr int kTaps = 50;
    Bench bench;
    const auto frame = bench.settle();
    std::vector<int> intended;
    for (int i = 0; i < kTaps; ++i) {
        intended.push_back(i % 2 == 0 ? 1 : 5);
        tap(*bench.finger, place_of(frame, "face." + std::to_string(intended.back())), Millis(5));
    }
    EXPECT_EQ(bench.faces_touched(kTaps), intended);
}

TEST(Window, LosesNoTapWithoutAnyDuration) {
    constexpr int kTaps = 40;  // all of them arrive within one frame
    Bench bench;
    const auto frame = bench.settle();
    std::vector<int> intended;
    for (int i = 0; i < kTaps; ++i) {
        intended.push_back(1 + i % 5);
        tap(*bench.finger, place_of(frame, "face." + std::to_string(intended.back())), Millis(0));
    }
    EXPECT_EQ(bench.faces_touched(kTaps), intended);
}

TEST(Window, FillsTheDisplayWithoutAWindowManager) {
    Bench bench;
    EXPECT_EQ(bench.window->size(), (window::Size{kWidth, kHeight}));
    static_cast<void>(bench.settle());
    const auto picture = bench.finger->look();
    EXPECT_EQ(picture.at(2, 2), 0xFBF8F3U);
    EXPECT_EQ(picture.at(kWidth - 3, kHeight - 3), 0xF1EADFU);
}

TEST(Window, ShowsEachFaceInItsColour) {
    Bench bench;
    const auto frame = bench.settle();
    const auto picture = bench.finger->look();
    constexpr std::array<std::uint32_t, 5> kGrounds{0xB54D1B, 0xE2A779, 0xCFCABF, 0x87B8E5, 0x2A6FB5};
    for (std::size_t i = 0; i < kGrounds.size(); ++i) {
        const auto& rect = place_of(frame, "face." + std::to_string(i + 1));
        // Between brow and ring no face has a feature.
        const int x = static_cast<int>(rect.middle_x());
        const int y = static_cast<int>(rect.y + 10 + bench.stage->metrics().face * 0.12F);
        EXPECT_EQ(picture.at(x, y), kGrounds[i]) << i + 1;
    }
}

TEST(Window, AHoveringPointerChangesNoPixel) {
    Bench bench;
    const auto frame = bench.settle();
    const auto before = bench.finger->look();
    const auto& rect = place_of(frame, "face.3");
    static_cast<void>(bench.show(test::test_moment(bench.view), {false, rect.middle_x(), rect.middle_y()}));
    EXPECT_EQ(bench.finger->look().pixels, before.pixels);
}

// The gallery and the PNG goldens stand for the window.
TEST(Window, ShowsWhatIsDrawnOffscreen) {
    test::Picture seen;
    {
        Bench bench;
        static_cast<void>(bench.settle());
        seen = bench.finger->look();
    }
    const auto surface = window::Offscreen::open({kWidth, kHeight}, app::kGround).value();
    app::PainterTextures textures(surface->painter());
    const auto stage = ui::Stage::open(test::stage_request(ui::panel_of(kWidth, kHeight, 0, 0)), textures).value();
    const auto drawn = surface->take(test::TapDriver(*stage).settle(test::all_views("vi").front().view).data);
    // Where edges are blended, the two pixel formats round differently.
    EXPECT_LE(test::difference(test::picture_of(drawn), seen).largest, 2);
}

TEST(Window, WakesWhenAnotherThreadAsks) {
    Bench bench;
    static_cast<void>(bench.settle());
    std::jthread other([&] { bench.window->wake(); });
    static_cast<void>(bench.window->wait(std::chrono::minutes(10)));  // the test's time limit fails it otherwise
    SUCCEED();
}

TEST(Window, SaysThatThereIsNoDisplay) {
    setenv("DISPLAY", ":54321", 1);
    const auto window = window::Window::open({"test", std::nullopt, {}});
    ASSERT_FALSE(window);
    EXPECT_EQ(window.error().code, ErrorCode::environment);
    EXPECT_NE(window.error().what.find("no display"), std::string::npos) << window.error().what;
}

TEST(Window, SaysThatThereIsNoOpenGl) {
    const auto server = test::XServer::start(640, 480, {"-extension", "GLX"});
    ASSERT_TRUE(server) << server.error().what;
    const auto window = window::Window::open({"test", window::Size{320, 240}, {}});
    ASSERT_FALSE(window);
    EXPECT_EQ(window.error().code, ErrorCode::environment);
    EXPECT_NE(window.error().what.find("no OpenGL"), std::string::npos) << window.error().what;
}

}  // namespace hailong::window_test
