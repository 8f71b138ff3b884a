// hailong-kiosk --check names what is wrong, where, and what to do.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::check_test {

// Every screen is set, which under a sanitizer takes a minute on a busy machine.
constexpr test::Millis kPatience{240'000};

class Check : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::copy(std::filesystem::path(HAILONG_SOURCE_DIR) / "assets", assets(),
                              std::filesystem::copy_options::recursive);
    }
    [[nodiscard]] std::filesystem::path assets() const { return folder_ / "assets"; }
    [[nodiscard]] test::Finished check(std::vector<std::string> words = {}) const {
        words.insert(words.begin(),
                     {test::program("hailong-kiosk"), "--check", "--data", folder_.path(), "--assets", assets()});
        return test::run({words, {}, {}, false}, kPatience);
    }
    void write(const std::filesystem::path& file, const std::string& text) const { std::ofstream(file) << text; }
    [[nodiscard]] std::string read(const std::filesystem::path& file) const {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void replace(const std::filesystem::path& file, const std::string& what, const std::string& with) const {
        auto text = read(file);
        const auto at = text.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        write(file, text.replace(at, what.size(), with));
    }
    static void expect_says(const test::Finished& result, const std::string& words) {
        EXPECT_NE((result.out + result.err).find(words), std::string::npos) << result.out << result.err;
    }

    test::TempFolder folder_;
};

TEST_F(Check, PassesWhatIsShipped) {
    const auto result = check();
    EXPECT_EQ(result.status, 0) << result.out << result.err;
}

TEST_F(Check, NamesAMissingFont) {
    write(folder_ / "kiosk.toml", "[screen]\nfont = \"/nowhere/Missing.otf\"\n");
    const auto result = check({"--config", folder_ / "kiosk.toml"});
    EXPECT_NE(result.status, 0);
    expect_says(result, "/nowhere/Missing.otf");
}

TEST_F(Check, NamesTheLineOfABrokenQuestionnaire) {
    const auto file = assets() / "questionnaires/quick.json";
    replace(file, "\"reasons\"", "\"reasons\" oops");
    const auto result = check();
    EXPECT_NE(result.status, 0);
    expect_says(result, "quick.json");
}

TEST_F(Check, NamesAReasonWithoutItsPicture) {
    std::filesystem::remove(assets() / "icons/waiting.svg");
    const auto result = check();
    EXPECT_NE(result.status, 0);
    expect_says(result, "waiting");
}

TEST_F(Check, NamesATextThatALanguageLacks) {
    replace(assets() / "i18n/en/texts.json", "\"first.question\"", "\"first.question_gone\"");
    const auto result = check();
    EXPECT_NE(result.status, 0);
    expect_says(result, "first.question");
    expect_says(result, "en");
}

TEST_F(Check, NamesACharacterThatTheFontCannotDraw) {
    replace(assets() / "i18n/en/texts.json", "\"first.question\": \"",
            "\"first.question\": \"\xE1\xA6\x80");  // a New Tai Lue letter
    const auto result = check();
    EXPECT_NE(result.status, 0);
    expect_says(result, "U+1980");
}

TEST_F(Check, NamesAMistypedKeyOfTheConfiguration) {
    write(folder_ / "kiosk.toml", "[panel]\nwidht_mm = 344\n");
    const auto result = check({"--config", folder_ / "kiosk.toml"});
    EXPECT_EQ(result.status, 2);
    expect_says(result, "widht_mm");
}

TEST_F(Check, NamesWhatIsWrongInAFolderOfPacks) {
    std::filesystem::create_directories(folder_ / "packs/stieng");
    write(folder_ / "packs/stieng/pack.json", R"({"language": "stieng", "name": "Xtiêng", "status": "draft"})");
    EXPECT_EQ(check({"--packs", folder_ / "packs"}).status, 0);
    write(folder_ / "packs/stieng/texts.json", "{\"common.done\": \"a\",\n \"common.dome\": \"b\"}");
    const auto result = check({"--packs", folder_ / "packs"});
    EXPECT_EQ(result.status, 2);
    expect_says(result, "stieng/texts.json:2: ");
}

TEST_F(Check, RefusesAConfigurationThatIsNotThere) {
    const auto result = check({"--config", folder_ / "absent.toml"});
    EXPECT_EQ(result.status, 2);
    expect_says(result, "absent.toml");
}

}  // namespace hailong::check_test
