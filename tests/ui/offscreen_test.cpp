// Drawing without a display.
#include "kiosk/window/offscreen.h"

#include <gtest/gtest.h>

#include "kiosk/app/stage_setup.h"
#include "tests/ui/panels.h"
#include "tests/ui/picture.h"

namespace hailong::offscreen_test {
namespace {

struct Bench {
    test::NamedPanel panel = test::reference_panels().back();
    std::unique_ptr<window::Offscreen> surface =
        window::Offscreen::open({panel.panel.width, panel.panel.height}, app::kGround).value();
    app::PainterTextures textures{surface->painter()};
    std::unique_ptr<ui::Stage> stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
    flow::View view = test::all_views("vi").front().view;

    test::Picture take(base::MonoTime now) { return test::picture_of(surface->take(stage->frame(view, now, {}).data)); }
};

}  // namespace

TEST(Offscreen, DrawsTheVeryFirstPictureWhole) {
    Bench bench;
    const auto first = bench.take(test::test_moment(bench.view));
    const auto second = bench.take(test::test_moment(bench.view));
    EXPECT_TRUE(first.pixels == second.pixels);
}

TEST(Offscreen, HasItsFirstRowAtTheTop) {
    Bench bench;
    const auto picture = bench.take(test::test_moment(bench.view));
    EXPECT_EQ(picture.at(2, 2), 0xFBF8F3U);                                   // the ground
    EXPECT_EQ(picture.at(picture.width - 3, picture.height - 3), 0xF1EADFU);  // the bar
}

TEST(Offscreen, BeginsAgainWithAnotherStage) {
    Bench one;
    const auto before = one.take(test::test_moment(one.view));
    one.stage.reset();
    one.stage = ui::Stage::open(test::stage_request(one.panel.panel), one.textures).value();
    EXPECT_TRUE(one.take(test::test_moment(one.view)).pixels == before.pixels);
}

}  // namespace hailong::offscreen_test
