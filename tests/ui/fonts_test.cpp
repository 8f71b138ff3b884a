#include "kiosk/ui/fonts.h"

#include <gtest/gtest.h>

#include "kiosk/text/script.h"
#include "kiosk/ui/lettering.h"
#include "kiosk/ui/stage.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/panels.h"

namespace hailong::fonts_test {

using ui::default_font_folder;
using ui::font_file;
using ui::Typeface;

TEST(Fonts, HaveEveryGlyphOfEveryLanguageFile) {
    const auto points = ui::code_points_of(test::test_catalogs(), {"Phường", "Trung tâm"});
    EXPECT_GT(points.size(), 100U);
    for (const auto face : ui::kTypefaces) {
        const auto missing = ui::missing_glyphs(font_file(default_font_folder(), face), points);
        const auto missing_in_khmer = ui::missing_glyphs(ui::khmer_font_file(face), points);
        ASSERT_TRUE(missing && missing_in_khmer) << missing.error().what;
        for (const char32_t point : *missing) {
            EXPECT_TRUE(text::needs_shaping(point)) << static_cast<unsigned>(point);
        }
        for (const char32_t point : *missing_in_khmer) {
            EXPECT_FALSE(text::needs_shaping(point)) << static_cast<unsigned>(point);
        }
    }
}

TEST(Fonts, NameTheGlyphThatIsMissing) {
    const auto missing = ui::missing_glyphs(font_file(default_font_folder(), Typeface::text), {U'a', U'ខ', U'\n'});
    ASSERT_TRUE(missing);
    EXPECT_EQ(*missing, std::vector<char32_t>{U'ខ'});
}

TEST(Fonts, SayWhichPackageBringsAMissingFile) {
    const auto missing = ui::missing_glyphs("/nowhere/Inter-Regular.otf", {U'a'});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_NE(missing.error().what.find("/nowhere/Inter-Regular.otf: not found, install the package fonts-inter"),
              std::string::npos);
}

TEST(Fonts, RefuseAFileThatIsNoFont) {
    const test::TempFolder folder;
    ASSERT_TRUE(base::write_file(folder / "Inter-Regular.otf", "no font"));
    const auto missing = ui::missing_glyphs(folder / "Inter-Regular.otf", {U'a'});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::corrupt);
}

TEST(Fonts, SetTheEmAndNotTheLineBox) {
    const auto factor = ui::size_factor(font_file(default_font_folder(), Typeface::bold));
    ASSERT_TRUE(factor);
    EXPECT_NEAR(*factor, 1.21, 0.01);
}

TEST(Stage, RefusesToStartWithoutFonts) {
    test::CountingTextures textures;
    auto request = test::stage_request(test::reference_panels()[0].panel);
    request.fonts = "/nowhere";
    const auto stage = ui::Stage::open(std::move(request), textures);
    ASSERT_FALSE(stage);
    EXPECT_EQ(stage.error().code, ErrorCode::not_found);
}

TEST(Stage, RefusesATextThatTheFontCannotWrite) {
    test::CountingTextures textures;
    auto request = test::stage_request(test::reference_panels()[0].panel);
    request.sign.name = "ᦀ";
    const auto stage = ui::Stage::open(std::move(request), textures);
    ASSERT_FALSE(stage);
    EXPECT_NE(stage.error().what.find("has no glyph for U+1980"), std::string::npos) << stage.error().what;
}

TEST(Stage, RefusesToStartWithoutItsPictures) {
    const test::TempFolder empty;
    test::CountingTextures textures;
    auto request = test::stage_request(test::reference_panels()[0].panel);
    request.assets = empty.path();
    const auto stage = ui::Stage::open(std::move(request), textures);
    ASSERT_FALSE(stage);
    EXPECT_NE(stage.error().what.find("faces/1.svg"), std::string::npos) << stage.error().what;
}

TEST(Stage, GivesEveryTextureBack) {
    test::CountingTextures textures;
    {
        const auto stage = ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures);
        ASSERT_TRUE(stage) << stage.error().what;
        EXPECT_GT(textures.held(), 20);
    }
    EXPECT_EQ(textures.held(), 0);
    EXPECT_EQ(textures.ends(), 1);
}

}  // namespace hailong::fonts_test
