#include "kiosk/ui/theme.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/ui/pictures.h"
#include "kiosk/ui/svg.h"
#include "tests/ui/colour_science.h"

namespace hailong::theme_test {
namespace {

using test::contrast;
using ui::Rgb;

std::string face_text(int score) {
    return base::read_file(base::Path(HAILONG_SOURCE_DIR) / "assets/faces" / (std::to_string(score) + ".svg")).value();
}

Rgb parse(const std::string& hex) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16));
    };
    return {byte(1), byte(3), byte(5)};
}

std::vector<Rgb> colours_of(const std::string& svg) {
    static const std::regex colour("#[0-9A-F]{6}");
    std::vector<Rgb> found;
    for (std::sregex_iterator it(svg.begin(), svg.end(), colour), end; it != end; ++it)
        found.push_back(parse(it->str()));
    return found;
}

// The first two colours of a face: its ground and its ring.
Rgb ground(int score) { return colours_of(face_text(score)).at(0); }
Rgb ring(int score) { return colours_of(face_text(score)).at(1); }
Rgb features(int score) { return colours_of(face_text(score)).at(2); }

double smallest_difference(test::Linear (*seen)(const test::Linear&)) {
    double smallest = 1e9;
    for (int a = 1; a <= 5; ++a) {
        for (int b = a + 1; b <= 5; ++b) {
            const auto one = test::to_lab(seen(test::to_linear(ground(a))));
            const auto other = test::to_lab(seen(test::to_linear(ground(b))));
            smallest = std::min(smallest, test::difference(one, other));
        }
    }
    return smallest;
}

test::Linear as_seen(const test::Linear& colour) { return colour; }

}  // namespace

// Three pairs of the table that Sharma, Wu and Dalal publish to check implementations.
TEST(ColourScience, AgreesWithThePublishedPairs) {
    EXPECT_NEAR(test::difference({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425, 1e-4);
    EXPECT_NEAR(test::difference({50, 2.5, 0}, {73, 25, -18}), 27.1492, 1e-4);
    EXPECT_NEAR(test::difference({2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}), 0.9082, 1e-4);
}

TEST(ColourScience, BlackOnWhiteHasTheGreatestContrast) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-9);
}

TEST(Theme, TheQuestionStandsOutSevenToOne) {
    for (const auto& palette : {ui::kNormal, ui::kHighContrast}) {
        EXPECT_GE(contrast(palette[ui::kInk], palette[ui::kBackground]), 7.0);
    }
}

TEST(Theme, EveryTextStandsOutFourAndAHalfToOne) {
    for (const auto& palette : {ui::kNormal, ui::kHighContrast}) {
        for (const auto ground : {ui::kBackground, ui::kBar, ui::kButton, ui::kCard, ui::kChosen}) {
            EXPECT_GE(contrast(palette[ui::kInk], palette[ground]), 4.5);
            EXPECT_GE(contrast(palette[ui::kMuted], palette[ground]), 4.5);
        }
        EXPECT_GE(contrast(palette[ui::kOnInk], palette[ui::kInk]), 4.5);
    }
}

TEST(Theme, OutlinesStandOutThreeToOne) {
    for (const auto& palette : {ui::kNormal, ui::kHighContrast}) {
        for (const auto ground : {ui::kBackground, ui::kCard, ui::kBar}) {
            EXPECT_GE(contrast(palette[ui::kOutline], palette[ground]), 3.0);
        }
    }
}

TEST(Theme, HighContrastIsBlackAndWhiteAlone) {
    for (const Rgb colour : ui::kHighContrast.values) EXPECT_TRUE(colour == ui::kBlack || colour == ui::kWhite);
}

TEST(Theme, NoAccentHasAFacesColour) {
    for (int score = 1; score <= 5; ++score) {
        for (const auto role : {ui::kInk, ui::kMuted, ui::kOutline, ui::kBar, ui::kButton, ui::kChosen}) {
            EXPECT_NE(ui::kNormal[role], ground(score));
            EXPECT_NE(ui::kNormal[role], ring(score));
        }
    }
}

TEST(Faces, AreTellableApartByEveryEye) {
    EXPECT_GE(smallest_difference(as_seen), 15.0);
    EXPECT_GE(smallest_difference(test::as_protan), 15.0);
    EXPECT_GE(smallest_difference(test::as_deutan), 15.0);
}

TEST(Faces, RingsStandOutThreeToOneOnTheBackground) {
    for (int score = 1; score <= 5; ++score)
        EXPECT_GE(contrast(ring(score), ui::kNormal[ui::kBackground]), 3.0) << score;
}

TEST(Faces, FeaturesStandOutFourAndAHalfToOne) {
    for (int score = 1; score <= 5; ++score) EXPECT_GE(contrast(features(score), ground(score)), 4.5) << score;
}

// In black and white nothing but the features tells the faces apart: between any two, ink must differ on at least one
// fiftieth of the disc.
TEST(Faces, DifferByTheirFeaturesAloneInHighContrast) {
    constexpr int kSize = 200;
    constexpr int kDisc = kSize * kSize * 71 / 100;
    std::vector<std::vector<bool>> features;
    for (int score = 1; score <= 5; ++score) {
        const auto file = base::Path(HAILONG_SOURCE_DIR) / "assets/faces" / (std::to_string(score) + ".svg");
        const auto drawn = ui::draw_svg(file, kSize, ui::kFaceInContrast).value();
        std::vector<bool> dark;
        for (std::size_t i = 0; i < drawn.rgba.size(); i += 4) {
            EXPECT_EQ(drawn.rgba[i], drawn.rgba[i + 1]) << score;
            EXPECT_EQ(drawn.rgba[i], drawn.rgba[i + 2]) << score;
            dark.push_back(drawn.rgba[i + 3] > 0x80 && drawn.rgba[i] < 0x80);
        }
        features.push_back(std::move(dark));
    }
    for (std::size_t a = 0; a < features.size(); ++a) {
        for (std::size_t b = a + 1; b < features.size(); ++b) {
            int apart = 0;
            for (std::size_t i = 0; i < features[a].size(); ++i) apart += features[a][i] != features[b][i] ? 1 : 0;
            EXPECT_GE(apart, kDisc / 50) << a + 1 << " and " << b + 1;
        }
    }
}

TEST(Faces, BothEndsAreEquallyStrong) {
    const auto lightness = [](int score) { return test::to_lab(test::to_linear(ground(score))).l; };
    EXPECT_NEAR(lightness(1), lightness(5), 1.0);
    EXPECT_NEAR(lightness(2), lightness(4), 1.0);
}

TEST(Faces, AreDrawnWithTheSameGeometry) {
    // Ring, eyes and stroke are the same in all five; only mouths, brows and colours differ.
    static const std::regex differs("#[0-9A-F]{6}| d=\"[^\"]*\"");
    const std::string first = std::regex_replace(face_text(1), differs, "");
    for (int score = 2; score <= 5; ++score)
        EXPECT_EQ(std::regex_replace(face_text(score), differs, ""), first) << score;
}

TEST(Faces, EachHasAMouthOfItsOwn) {
    static const std::regex path(" d=\"([^\"]*)\"");
    std::set<std::string> mouths;
    for (int score = 1; score <= 5; ++score) {
        const std::string svg = face_text(score);
        std::smatch found;
        ASSERT_TRUE(std::regex_search(svg, found, path));
        mouths.insert(found[1]);
    }
    EXPECT_EQ(mouths.size(), 5U);
}

}  // namespace hailong::theme_test
