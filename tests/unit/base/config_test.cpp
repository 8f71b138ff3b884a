#include "kiosk/base/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::base {

using testing::HasSubstr;

TEST(Config, ReadsTypedValuesAndDefaults) {
    auto config =
        Config::parse("name = \"Phường\"\n[panel]\nwidth_mm = 476\nfull = true\nlist = [\"vi\", \"en\"]\n", "k.toml");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->text("name", ""), "Phường");
    EXPECT_EQ(config->integer("panel.width_mm", 1, 100, 2000), 476);
    EXPECT_TRUE(config->flag("panel.full", false));
    EXPECT_EQ(config->texts("panel.list", {}), (std::vector<std::string>{"vi", "en"}));
    EXPECT_EQ(
        config->seconds("panel.absent_s", std::chrono::seconds(3), std::chrono::seconds(1), std::chrono::seconds(9))
            .count(),
        3);
    EXPECT_TRUE(config->finish());
}
TEST(Config, TellsLineAndRemedyOfAWrongType) {
    auto config = Config::parse("a = 1\nb = \"x\"\n", "k.toml");
    EXPECT_EQ(config->integer("b", 7, 0, 10), 7);
    EXPECT_EQ(config->text("a", "fallback"), "fallback");
    const auto finished = config->finish();
    ASSERT_FALSE(finished);
    EXPECT_THAT(finished.error().what, HasSubstr("k.toml:2: b: must be a whole number from 0 to 10"));
    EXPECT_THAT(finished.error().what, HasSubstr("k.toml:1: a: must be text in quotes"));
}
TEST(Config, RefusesNumbersOutOfRange) {
    auto config = Config::parse("tick_s = 0\n", "k.toml");
    EXPECT_EQ(config->integer("tick_s", 60, 1, 3600), 60);
    EXPECT_FALSE(config->finish());
}
TEST(Config, NamesAKeyNobodyKnows) {
    auto config = Config::parse("[panel]\nwidht_mm = 1\n", "k.toml");
    EXPECT_THAT(config->finish().error().what, HasSubstr("k.toml:2: panel.widht_mm: no such setting"));
}
TEST(Config, TellsTheLineOfASyntaxError) {
    const auto config = Config::parse("a = 1\nb = = 2\n", "k.toml");
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().what, HasSubstr("k.toml:2"));
}
TEST(Config, TellsThatAFileIsMissing) {
    const auto config = Config::load("/nowhere/k.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::not_found);
}

}  // namespace hailong::base
