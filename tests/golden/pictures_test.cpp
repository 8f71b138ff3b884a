// The main screens as small pictures under tests/golden: what the text records cannot see (faces, pictograms, colours,
// the marks on the letters). HAILONG_UPDATE_GOLDEN=1 bin/test_golden writes them and the records anew; look at them
// before committing.
#include <gtest/gtest.h>

#include <cstdlib>

#include "kiosk/app/stage_setup.h"
#include "tests/ui/panels.h"
#include "tests/ui/picture.h"

namespace hailong::golden_pictures_test {
namespace {

constexpr int kReduction = 4;
constexpr std::uintmax_t kLargestFile = 40'000;
// Between what another software renderer makes of the same screens (GALLIUM_DRIVER=softpipe instead of llvmpipe: mean
// up to 0.011, share 0) and one face that is one pixel beside its place (mean 0.038, share 0.0005).
constexpr double kMostMean = 0.025;    // in 255ths
constexpr double kMostShare = 0.0003;  // of pixels that differ visibly, see picture.h

void compare(std::size_t panel_index) {
    const auto panel = test::reference_panels().at(panel_index);
    const auto surface = window::Offscreen::open({panel.panel.width, panel.panel.height}, app::kGround).value();
    app::PainterTextures textures(surface->painter());
    const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
    for (const auto& [name, view] : test::all_views("vi")) {
        if (name != "first" && name != "followup" && name != "thanks") continue;
        const auto drawn = test::picture_of(surface->take(test::TapDriver(*stage).settle(view).data));
        const auto now = test::reduced(drawn, kReduction);
        const auto file = base::Path(HAILONG_SOURCE_DIR) / "tests/golden" / (panel.name + "-" + name + ".png");
        if (std::getenv("HAILONG_UPDATE_GOLDEN") != nullptr) {
            ASSERT_TRUE(test::write_png(now, file));
        }
        const auto kept = test::read_png(file);
        ASSERT_TRUE(kept) << kept.error().what;
        EXPECT_LE(std::filesystem::file_size(file), kLargestFile) << file;
        ASSERT_EQ(now.width, kept->width) << file;
        ASSERT_EQ(now.height, kept->height) << file;
        const auto by = test::difference(now, *kept);
        EXPECT_LE(by.mean, kMostMean) << file;
        EXPECT_LE(by.share, kMostShare) << file;
    }
}

}  // namespace

TEST(Golden, LandscapePictures) { compare(0); }
TEST(Golden, PortraitPictures) { compare(1); }
TEST(Golden, CompactPictures) { compare(2); }

}  // namespace hailong::golden_pictures_test
