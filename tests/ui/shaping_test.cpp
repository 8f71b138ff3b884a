#include "kiosk/ui/shaping.h"

#include <gtest/gtest.h>

#include "tests/ui/panels.h"

namespace hailong::shaping_test {
namespace {

constexpr ui::Shaper::Voice kVoice{ui::Typeface::semibold, 34};

class Shaping : public testing::Test {
protected:
    test::CountingTextures textures_;
    std::unique_ptr<ui::Shaper> shaper_ = ui::Shaper::open(ui::default_font_folder(), textures_).value();
    [[nodiscard]] float width(const std::string& line) const { return shaper_->measure(kVoice, line).width; }
};

}  // namespace

TEST_F(Shaping, StacksAConsonantUnderAnother) { EXPECT_NEAR(width("ខ្ម"), width("ខ"), 0.1F); }

TEST_F(Shaping, SetsLatinLettersOfALineToo) { EXPECT_GT(width("ខ្មែរ 20"), width("ខ្មែរ") + width("2")); }

TEST_F(Shaping, GivesAHiddenBreakNoWidth) { EXPECT_NEAR(width("ខ្មែរ\u200Bខ្មែរ"), 2 * width("ខ្មែរ"), 0.1F); }

TEST_F(Shaping, ClipsNoInk) {
    for (const std::string line : {"អង្គុយ", "ថ្ងៃ", "ញ៉ាំ", "ឱ្យ"}) {
        const auto extent = shaper_->measure(kVoice, line);
        const auto place = shaper_->sheet(kVoice, line, 1).place;
        EXPECT_LE(place.y, extent.ink_top) << line;
        EXPECT_GE(place.bottom(), extent.ink_bottom) << line;
        EXPECT_GT(extent.ink_bottom, extent.ink_top) << line;
    }
}

TEST_F(Shaping, ReadsTheHeightOfTheFont) { EXPECT_NEAR(shaper_->size_factor(), 1.36, 0.01); }

TEST_F(Shaping, DrawsALineOnce) {
    const auto first = shaper_->sheet(kVoice, "ខ្មែរ", 1);
    EXPECT_NE(first.texture, 0U);
    EXPECT_EQ(shaper_->sheet(kVoice, "ខ្មែរ", 2).texture, first.texture);
    EXPECT_EQ(textures_.held(), 1);
}

TEST_F(Shaping, LetsGoOfLinesThatAreNoLongerShown) {
    constexpr int kMost = static_cast<int>(ui::Shaper::kMostSheets);
    const auto kept = shaper_->sheet(kVoice, "ខ្មែរ", 0).texture;
    for (int frame = 1; frame < 3 * kMost; ++frame) {
        static_cast<void>(shaper_->sheet(kVoice, "ខ" + std::to_string(frame), frame));
        EXPECT_EQ(shaper_->sheet(kVoice, "ខ្មែរ", frame).texture, kept);
    }
    EXPECT_EQ(textures_.held(), kMost);
    shaper_.reset();
    EXPECT_EQ(textures_.held(), 0);
}

TEST_F(Shaping, KeepsEveryLineOfTheFrameThatIsDrawn) {
    constexpr int kMany = 2 * static_cast<int>(ui::Shaper::kMostSheets);
    for (int i = 0; i < kMany; ++i) static_cast<void>(shaper_->sheet(kVoice, "ខ" + std::to_string(i), 1));
    EXPECT_EQ(textures_.held(), kMany);
    static_cast<void>(shaper_->sheet(kVoice, "ខ្មែរ", 2));
    EXPECT_EQ(textures_.held(), static_cast<int>(ui::Shaper::kMostSheets));
}

TEST(Stage, SetsLatinTextWithoutTheShaperAndKhmerWithIt) {
    test::CountingTextures textures;
    auto stage = ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures).value();
    const int pictures = textures.held();
    for (const auto& shown : test::all_views("vi")) test::TapDriver(*stage).settle(shown.view);
    EXPECT_EQ(textures.held(), pictures);
    test::TapDriver(*stage).settle(test::all_views("km").front().view);
    EXPECT_GT(textures.held(), pictures);
    stage.reset();
    EXPECT_EQ(textures.held(), 0);
}

// A shaper that is made anew has forgotten its lines and leaves memory behind in Pango and fontconfig.
TEST(Stage, KeepsItsShaperThroughEveryChangeOfSize) {
    test::CountingTextures textures;
    const auto stage = ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures).value();
    auto view = test::all_views("km").front().view;
    const auto toggle = [&] {
        view.aids.large = !view.aids.large;
        test::TapDriver(*stage).settle(view);
    };
    for (int i = 0; i < 2; ++i) toggle();
    const auto drawn = textures.uploads();
    for (int i = 0; i < 6; ++i) toggle();
    EXPECT_EQ(textures.uploads(), drawn);
}

}  // namespace hailong::shaping_test
