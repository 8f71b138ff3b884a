#include "kiosk/ui/metrics.h"

#include <gtest/gtest.h>

#include "tests/ui/panels.h"

namespace hailong::metrics_test {
namespace {

using ui::Layout;
using ui::metrics_for;
using ui::panel_of;

double row_mm(const ui::Metrics& m) { return (4 * m.pitch + m.face) / m.mm(1); }

}  // namespace

TEST(Panel, KnowsTheReferencePanelsByTheirPixels) {
    EXPECT_NEAR(panel_of(1920, 1080, 0, 0).width_mm, 476, 0.1);
    EXPECT_NEAR(panel_of(1280, 800, 0, 0).width_mm, 217, 0.1);
    EXPECT_NEAR(panel_of(1080, 1920, 0, 0).height_mm, 476, 0.1);
}

TEST(Panel, StandsUprightWithTheSizesOfALyingOne) {
    const auto upright = panel_of(1080, 1920, 476, 268);
    EXPECT_NEAR(upright.height_mm, 476, 0.1);
    EXPECT_NEAR(upright.width_mm, 267.75, 0.1);
}

TEST(Metrics, ChoosesTheDesignThatFitsThePanel) {
    EXPECT_EQ(metrics_for(panel_of(1920, 1080, 0, 0)).layout, Layout::landscape);
    EXPECT_EQ(metrics_for(panel_of(1080, 1920, 0, 0)).layout, Layout::portrait);
    EXPECT_EQ(metrics_for(panel_of(1280, 800, 0, 0)).layout, Layout::compact);
}

TEST(Metrics, TakesTheDrawnSizesOnTheReferencePanel) {
    const auto m = metrics_for(panel_of(1920, 1080, 0, 0));
    EXPECT_EQ(m.face, 176);
    EXPECT_EQ(m.pitch, 194);
    EXPECT_EQ(m.em(ui::Style::question), 78);
}

TEST(Metrics, KeepsTheRowOfFacesWithin240Millimetres) {
    for (const double width : {300.0, 344.0, 476.0, 531.0, 598.0, 708.0}) {
        EXPECT_LE(row_mm(metrics_for(panel_of(1920, 1080, width, width * 9 / 16))), 240) << width;
    }
}

TEST(Metrics, KeepsFacesOfThirtyMillimetres) {
    for (const double width : {344.0, 476.0, 598.0, 708.0}) {
        const auto m = metrics_for(panel_of(1920, 1080, width, width * 9 / 16));
        EXPECT_GE(m.face / m.mm(1), 30) << width;
    }
}

TEST(Metrics, KeepsButtonsOfTwentyMillimetres) {
    for (const double width : {217.0, 344.0, 476.0, 598.0}) {
        const auto m = metrics_for(panel_of(1920, 1080, width, width * 9 / 16));
        EXPECT_GE(m.button_height / m.mm(1), 20) << width;
        EXPECT_GE(m.chip_height / m.mm(1), 20) << width;
        EXPECT_LE(m.button_height, m.bar_height) << width;
    }
}

TEST(Metrics, SetsTheQuestionFiveMillimetresHigh) {
    constexpr double kXHeight = 0.546;  // of Inter, in em
    for (const auto& [name, panel] : test::reference_panels()) {
        const auto m = metrics_for(panel);
        EXPECT_GE(m.em(ui::Style::question) * kXHeight / m.mm(1), 4.99) << name;
    }
}

TEST(Metrics, TellsTouchesInMillimetres) {
    const auto at = metrics_for(panel_of(1920, 1080, 480, 270)).point(960, 540);
    EXPECT_NEAR(at.x.value, 240, 1e-6);
    EXPECT_NEAR(at.y.value, 135, 1e-6);
}

TEST(Metrics, GrowsWithTheResolutionOfThePanel) {
    const auto m = metrics_for(panel_of(3840, 2160, 476, 268));
    EXPECT_EQ(m.face, 352);
    EXPECT_EQ(m.em(ui::Style::question), 156);
}

}  // namespace hailong::metrics_test
