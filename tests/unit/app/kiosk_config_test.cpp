#include "kiosk/app/kiosk_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace hailong::app {

using testing::HasSubstr;

TEST(KioskConfig, ReadsEveryKey) {
    const auto config = parse_config(R"(
[office]
name = "Phường thử nghiệm"
line = "Bộ phận một cửa"
authority = "Ủy ban nhân dân tỉnh"
url = "https://danhgia.example.vn"
other_way = "phiếu giấy tại quầy"
[panel]
width_mm = 476
height_mm = 268
[screen]
language = "en"
languages = ["en"]
questionnaire = "full"
font = "/usr/share/fonts"
[usb]
folder = "/media/stick"
[timing]
save_deadline_s = 5
)",
                                     "kiosk.toml")
                            .value();
    EXPECT_EQ(config.office, "Phường thử nghiệm");
    EXPECT_EQ(config.office_line, "Bộ phận một cửa");
    EXPECT_EQ(config.authority, "Ủy ban nhân dân tỉnh");
    EXPECT_EQ(config.url, "https://danhgia.example.vn");
    EXPECT_EQ(config.other_way, "phiếu giấy tại quầy");
    EXPECT_EQ(config.panel_width, base::Millimetres{476});
    EXPECT_EQ(config.panel_height, base::Millimetres{268});
    EXPECT_EQ(config.language, "en");
    EXPECT_EQ(config.languages, std::vector<std::string>{"en"});
    EXPECT_EQ(config.questionnaire, "full");
    EXPECT_EQ(config.font, "/usr/share/fonts");
    EXPECT_EQ(config.usb_folder, "/media/stick");
    EXPECT_EQ(config.save_deadline, std::chrono::seconds(5));
}

TEST(KioskConfig, NamesAMistypedKey) {
    const auto refused = parse_config("[office]\nnmae = \"x\"\n", "kiosk.toml");
    EXPECT_EQ(refused.error().code, ErrorCode::bad_input);
    EXPECT_THAT(refused.error().what, HasSubstr("nmae"));
}

TEST(KioskConfig, RefusesAPanelMeasuredInPixels) {
    EXPECT_THAT(parse_config("[panel]\nwidth_mm = 1920\n", "kiosk.toml").error().what, HasSubstr("width_mm"));
}

TEST(KioskConfig, RefusesAFirstLanguageThatIsNotOffered) {
    EXPECT_THAT(parse_config("[screen]\nlanguage = \"km\"\n", "kiosk.toml").error().what, HasSubstr("km"));
}

TEST(KioskConfig, AbsentDefaultFileGivesTheDefaults) {
    KioskRequest request;
    request.config = "/nonexistent/kiosk.toml";
    EXPECT_EQ(load_config(request).value().language, "vi");
}

TEST(KioskConfig, AbsentNamedFileIsAnError) {
    KioskRequest request;
    request.config = "/nonexistent/kiosk.toml";
    request.config_named = true;
    EXPECT_EQ(load_config(request).error().code, ErrorCode::bad_input);
    EXPECT_THAT(load_config(request).error().what, HasSubstr("/nonexistent/kiosk.toml"));
}

TEST(KioskRules, FollowConfigurationAndCommandLine) {
    KioskRequest request;
    request.assets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    request.language = "en";
    KioskConfig config;
    config.save_deadline = std::chrono::seconds(7);
    const auto rules = load_rules(config, request).value();
    EXPECT_EQ(rules.default_language, "en");
    EXPECT_EQ(rules.save_deadline, base::Millis(7000));
    EXPECT_EQ(rules.questionnaire.tag(), "quick@2");
}

TEST(KioskRules, NameAMissingQuestionnaire) {
    KioskRequest request;
    request.assets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    KioskConfig config;
    config.questionnaire = "absent";
    EXPECT_THAT(load_rules(config, request).error().what, HasSubstr("absent.json"));
}

}  // namespace hailong::app
