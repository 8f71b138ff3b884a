// What stands where on every screen, as text under tests/golden: a change of a layout shows as a readable difference.
// HAILONG_UPDATE_GOLDEN=1 writes the records anew; read the difference before committing it.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

#include "kiosk/app/scenes.h"
#include "kiosk/base/files.h"
#include "tests/ui/panels.h"

namespace hailong::golden_screens_test {
namespace {

void write_rect(std::ostream& out, const ui::Rect& rect) {
    out << std::lround(rect.x) << ' ' << std::lround(rect.y) << ' ' << std::lround(rect.w) << ' '
        << std::lround(rect.h);
}

void write_screen(std::ostream& out, const std::string& name, const ui::Frame& frame) {
    out << "== " << name << "\n";
    for (const auto& target : frame.targets) {
        out << "target " << target.id << " [";
        write_rect(out, target.rect);
        out << "] " << target.label << (target.fits ? "\n" : "  DOES NOT FIT\n");
    }
    for (const auto& line : frame.lines) {
        out << "text [";
        write_rect(out, line.box);
        out << "] " << line.text << (line.fits ? "\n" : "  DOES NOT FIT\n");
    }
}

std::string record(ui::Stage& stage, const std::string& language, const std::string& mode) {
    std::ostringstream out;
    for (const auto& [name, view] : test::all_views(language, mode)) {
        write_screen(out, name, test::TapDriver(stage).settle(view));
    }
    return out.str();
}

// The staff's screens know no modes: one file for each language of a layout.
std::string record_staff(ui::Stage& stage, const std::string& language) {
    std::ostringstream out;
    for (const auto& [name, view] : test::staff_views(language)) {
        write_screen(out, name, test::TapDriver(stage).settle(view));
    }
    return out.str();
}

void expect_kept(const std::string& name, const std::string& now) {
    const auto file = base::Path(HAILONG_SOURCE_DIR) / "tests/golden" / name;
    if (std::getenv("HAILONG_UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(base::write_file(file, now, 0644));
    }
    const auto kept = base::read_file(file);
    ASSERT_TRUE(kept) << kept.error().what;
    EXPECT_EQ(now, *kept) << file;
}

// One file for each language and mode of a layout.
void compare(std::size_t panel_index) {
    const auto panel = test::reference_panels().at(panel_index);
    test::CountingTextures textures;
    const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
    for (const std::string language : {"vi", "en", "km"}) {
        // The shaped script once.
        if (language == "km" && panel_index > 0) continue;
        for (const auto& mode : app::modes()) {
            expect_kept(panel.name + "-" + language + "-" + std::string(mode.name) + ".txt",
                        record(*stage, language, std::string(mode.name)));
        }
        if (language != "km") expect_kept(panel.name + "-" + language + "-staff.txt", record_staff(*stage, language));
    }
}

}  // namespace

TEST(Golden, Landscape) { compare(0); }
TEST(Golden, Portrait) { compare(1); }
TEST(Golden, Compact) { compare(2); }

}  // namespace hailong::golden_screens_test
