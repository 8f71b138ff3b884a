#include "sync/app/settings.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace hailong::settings_test {

using namespace std::chrono_literals;

class SyncSettings : public testing::Test {
protected:
    test::TempFolder temp_;
    [[nodiscard]] Result<sync_app::Settings> load(const std::string& text) {
        EXPECT_TRUE(base::write_file(temp_ / "sync.toml", text));
        return sync_app::load_settings(temp_.path(), temp_ / "sync.toml");
    }
};

TEST_F(SyncSettings, ReadsEveryKey) {
    const auto settings = load("tick_s = 5\nboot_splay_s = 0\nproxy = \"http://10.0.0.1:3128\"\n");
    ASSERT_TRUE(settings) << settings.error().what;
    EXPECT_EQ(settings->tick, 5s);
    EXPECT_EQ(settings->boot_splay, 0s);
    EXPECT_EQ(settings->proxy, "http://10.0.0.1:3128");
}

TEST_F(SyncSettings, AnEmptyFileGivesTheDefaults) {
    const auto settings = load("");
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->tick, 60s);
    EXPECT_EQ(settings->boot_splay, 300s);
    EXPECT_EQ(settings->proxy, "");
}

TEST_F(SyncSettings, ANamedFileMustExist) {
    const auto settings = sync_app::load_settings(temp_.path(), temp_ / "missing.toml");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().code, ErrorCode::bad_input);
}

TEST_F(SyncSettings, RefusesUnknownKeysAndWrongValues) {
    for (const char* text : {"tick = 5\n", "tick_s = \"5\"\n", "tick_s = 0\n", "tick_s = 4000\n", "boot_splay_s = -1\n",
                             "proxy = 3128\n", "tick_s 5\n"}) {
        const auto settings = load(text);
        ASSERT_FALSE(settings) << text;
        EXPECT_EQ(settings.error().code, ErrorCode::bad_input) << text;
        EXPECT_NE(settings.error().what.find("sync.toml"), std::string::npos) << settings.error().what;
    }
}

}  // namespace hailong::settings_test
