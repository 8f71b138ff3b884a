// hailong-kiosk --gallery as people run it: with nothing in its environment, least of all a display.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "kiosk/app/scenes.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/panels.h"
#include "tests/ui/picture.h"

namespace hailong::gallery_test {

using testing::HasSubstr;

namespace {

// The tables may grow and not shrink.
constexpr std::size_t kFewestPictures = 78;

const std::vector<std::string> kLanguages{"vi", "en"};
constexpr test::Millis kPatience{540'000};

std::vector<std::string> expected_names() {
    std::vector<std::string> names;
    for (const auto& panel : app::panels()) {
        for (const auto& language : kLanguages) {
            for (const auto& mode : app::modes()) {
                for (const auto& scene : app::scenes()) {
                    if (!app::is_drawn(scene, mode)) continue;
                    std::string name(panel.name);
                    name.append("-").append(language).append("-").append(mode.name).append("-").append(scene.name);
                    names.push_back(name + ".png");
                }
            }
        }
    }
    return names;
}

ui::Panel panel_of(const std::string& name) {
    for (const auto& panel : app::panels()) {
        if (name.starts_with(panel.name)) return panel.panel;
    }
    throw std::runtime_error(name + " names no panel");
}

void expect_whole(const base::Path& file, const ui::Panel& panel) {
    const auto picture = test::read_png(file);
    ASSERT_TRUE(picture) << picture.error().what;
    EXPECT_EQ(picture->width, panel.width) << file;
    EXPECT_EQ(picture->height, panel.height) << file;
    EXPECT_GT(test::colour_count(*picture), 64) << file << " is blank";
}

class Gallery : public testing::Test {
protected:
    [[nodiscard]] test::Finished draw(const std::vector<std::string>& environment = {}) const {
        std::vector<std::string> words{"env", "-i", "HOME=" + temp_.path().string()};
        words.insert(words.end(), environment.begin(), environment.end());
        const auto config = temp_ / "kiosk.toml";
        EXPECT_TRUE(base::write_file(config, ""));
        words.insert(words.end(),
                     {test::program("hailong-kiosk"), "--config", config.string(), "--gallery", folder_.string()});
        return test::run({words, {}, {}, false}, kPatience);
    }
    test::TempFolder temp_;
    base::Path folder_ = temp_ / "pictures";
};

}  // namespace

TEST_F(Gallery, DrawsEveryScreenInEveryFormWithoutADisplay) {
    const auto done = draw();
    ASSERT_EQ(done.status, 0) << done.err;
    const auto names = expected_names();
    EXPECT_GE(names.size(), kFewestPictures);
    EXPECT_EQ(done.out, "pictures " + std::to_string(names.size()) + "  misfits 0\n");
    std::set<std::string> wanted(names.begin(), names.end());
    EXPECT_EQ(wanted.size(), names.size()) << "two scenes have one name";
    wanted.insert("index.html");
    std::set<std::string> written;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        written.insert(entry.path().filename().string());
    }
    EXPECT_EQ(written, wanted);
    const auto page = base::read_file(folder_ / "index.html");
    ASSERT_TRUE(page) << page.error().what;
    for (const auto& name : names) {
        EXPECT_THAT(*page, HasSubstr("src=\"" + name + "\""));
        expect_whole(folder_ / name, panel_of(name));
    }
}

TEST_F(Gallery, SaysThatThereIsNoOpenGl) {
    const auto done = draw({"__EGL_VENDOR_LIBRARY_FILENAMES=/dev/null"});
    EXPECT_EQ(done.status, 3);
    EXPECT_THAT(done.err, HasSubstr("libegl-mesa0"));
}

TEST_F(Gallery, NamesAFileThatCannotBeWritten) {
    const auto occupied = folder_ / expected_names().at(5);
    std::filesystem::create_directories(occupied);
    const auto done = draw();
    EXPECT_EQ(done.status, 3);
    EXPECT_THAT(done.err, HasSubstr(occupied.string()));
}

TEST_F(Gallery, SaysThatItsFolderCannotBeMade) {
    folder_ = "/proc/pictures";
    const auto done = draw();
    EXPECT_EQ(done.status, 3);
    EXPECT_THAT(done.err, HasSubstr("/proc/pictures"));
}

// A scene says by its name which screen it is; two of one screen are told apart behind it.
TEST(Scenes, AreCalledAfterTheScreenTheyLeadTo) {
    const auto rules = test::test_rules();
    for (const auto& mode : app::modes()) {
        for (const auto& scene : app::scenes()) {
            const auto shot = app::play(scene, mode, "en", rules);
            EXPECT_TRUE(scene.name.starts_with(flow::screen_name(shot.view))) << scene.name << " " << mode.name;
            EXPECT_EQ(shot.view.language, "en") << scene.name << " " << mode.name;
        }
    }
}

}  // namespace hailong::gallery_test
