// The staff screens on the three reference panels, in both languages.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ui/panels.h"

namespace hailong::staff_screens_test {
TEST(StaffScreens, NameNoTextThatACheckDoesNotWant) {
    const auto wanted = flow::text_keys(test::test_rules());
    const auto catalogs = test::test_catalogs();
    const auto& reference = catalogs.front();
    for (const auto& [key, text] : reference.texts()) {
        const bool is_of_staff = key.starts_with("staff.") || key.starts_with("clean.");
        const bool is_used = key != "staff.settings" && key != "staff.qr";  // reviewed, and not shown yet
        if (!is_of_staff || !is_used) continue;
        EXPECT_TRUE(std::binary_search(wanted.begin(), wanted.end(), key)) << key;
    }
}

TEST(StaffScreens, HaveTargetsOfTwentyMillimetresOnThePanelAndTextsThatFit) {
    for (const auto& [name, panel] : test::reference_panels()) {
        test::CountingTextures textures;
        const auto stage = ui::Stage::open(test::stage_request(panel), textures);
        ASSERT_TRUE(stage) << stage.error().what;
        const auto& m = (*stage)->metrics();
        for (const std::string language : {"vi", "en"}) {
            for (const auto& [scene, view] : test::staff_views(language)) {
                const auto frame = test::TapDriver(**stage).settle(view);
                const std::string where = name + " " + scene + " " + language + " ";
                for (const auto& target : frame.targets) {
                    EXPECT_GE(target.rect.w / m.mm(1), 20) << where << target.id;
                    EXPECT_GE(target.rect.h / m.mm(1), 20) << where << target.id;
                    EXPECT_LE(target.rect.bottom(), m.screen().h) << where << target.id;
                    EXPECT_LE(target.rect.right(), m.screen().w) << where << target.id;
                    EXPECT_TRUE(target.fits) << where << target.id;
                }
                for (const auto& line : frame.lines) {
                    EXPECT_TRUE(line.fits) << where << line.text;
                    EXPECT_LE(line.box.bottom(), m.screen().h) << where << line.text;
                    EXPECT_FALSE(line.text.starts_with("staff.")) << where << line.text;
                }
            }
        }
    }
}

}  // namespace hailong::staff_screens_test
