#include "kiosk/text/catalog.h"

#include "kiosk/text/packs.h"

#include <gtest/gtest.h>

#include "kiosk/base/json.h"
#include "tests/support/temp_folder.h"

namespace hailong::catalog_test {

using text::Catalog;

constexpr auto kPack = R"({"language": "vi", "name": "Tiếng Việt", "status": "reviewed",
  "no_break": ["hài lòng", "{seconds} giây"]})";
constexpr auto kTexts = R"({
  "level.1": "Rất không hài lòng", "level.5": "Hài lòng", "other": "khóa hài lòngs",
  "idle": "Sau {seconds} giây, {seconds}.", "saved": "gửi về {authority}", "odd": "{ {A} {} {x",
  "default.authority": "cơ quan quản lý"})";

Result<Catalog> parse(const std::string& pack, const std::string& texts) {
    return Catalog::parse({pack, "x/pack.json"}, {texts, "x/texts.json"});
}
Catalog catalog() { return parse(kPack, kTexts).value(); }

TEST(Catalog, KnowsWhoseItIs) {
    EXPECT_EQ(catalog().language(), "vi");
    EXPECT_EQ(catalog().name(), "Tiếng Việt");
    EXPECT_EQ(catalog().card().status, "reviewed");
}

TEST(Catalog, JoinsTheWordsThatMustNotPart) {
    EXPECT_EQ(catalog().say("level.1"), "Rất không hài\u00A0lòng");
    EXPECT_EQ(catalog().say("level.5"), "Hài\u00A0lòng");
}

TEST(Catalog, JoinsWholeWordsOnly) { EXPECT_EQ(catalog().say("other"), "khóa hài lòngs"); }

TEST(Catalog, FillsAnArgumentWhereverItStands) {
    EXPECT_EQ(catalog().say("idle", {{"seconds", "9"}}), "Sau 9\u00A0giây, 9.");
}

TEST(Catalog, LeavesBracesThatNameNothing) { EXPECT_EQ(catalog().say("odd"), "{ {A} {} {x"); }

TEST(Catalog, TakesCommonArgumentsFromTheConfiguration) {
    auto vi = catalog();
    vi.set_common({{"authority", "UBND phường"}});
    EXPECT_EQ(vi.say("saved"), "gửi về UBND phường");
}

TEST(Catalog, AnArgumentOfTheMomentGoesBeforeTheCommonOne) {
    auto vi = catalog();
    vi.set_common({{"authority", "A"}});
    EXPECT_EQ(vi.say("saved", {{"authority", "B"}}), "gửi về B");
}

TEST(Catalog, SpeaksOfItsOwnDefaultWhereTheConfigurationIsSilent) {
    auto vi = catalog();
    vi.set_common({{"authority", ""}});
    EXPECT_EQ(vi.say("saved"), "gửi về cơ quan quản lý");
}

TEST(Catalog, AnUnknownKeyIsSaidAsItself) { EXPECT_EQ(catalog().say("no.such"), "no.such"); }

TEST(Catalog, NamesAllMissingTextsAtOnce) {
    const auto status = catalog().require({"level.1", "a.b", "c.d"});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().what, "vi/texts.json: texts are missing, add them: a.b, c.d");
}

TEST(Catalog, RefusesAFileWithoutItsLanguage) {
    const auto parsed = parse(R"({"name":"x","status":"reviewed"})", kTexts);
    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().what.find("x/pack.json: language: is missing"), std::string::npos) << parsed.error().what;
}

TEST(Catalog, RefusesATextThatIsNoText) {
    const auto parsed = parse(kPack, R"({"level.1":4})");
    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().what.find("x/texts.json: level.1: is no text"), std::string::npos);
}

TEST(Catalog, RefusesAFolderUnderAnotherLanguagesName) {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder / "en");
    ASSERT_TRUE(base::write_file(folder / "en/pack.json", kPack));
    ASSERT_TRUE(base::write_file(folder / "en/texts.json", kTexts));
    const auto catalogs = text::load_catalogs(folder.path(), {"en"});
    ASSERT_FALSE(catalogs);
    EXPECT_NE(catalogs.error().what.find("rename the folder"), std::string::npos);
}

TEST(Catalog, LoadsTheFilesOfTheProductInTheAskedOrder) {
    const auto catalogs = text::load_catalogs(base::Path(HAILONG_SOURCE_DIR) / "assets/i18n", {"en", "vi"});
    ASSERT_TRUE(catalogs) << catalogs.error().what;
    ASSERT_EQ(catalogs->size(), 2U);
    EXPECT_EQ((*catalogs)[0].name(), "English");
    EXPECT_EQ((*catalogs)[1].say("level.2"), "Không hài\u00A0lòng");
}

TEST(Catalog, TheProductsNameStandsInNoCitizensText) {
    const auto catalogs = text::load_catalogs(base::Path(HAILONG_SOURCE_DIR) / "assets/i18n", {"vi", "en"});
    ASSERT_TRUE(catalogs);
    for (const auto& catalog : *catalogs) {
        for (const auto& [key, written] : catalog.texts()) {
            EXPECT_EQ(written.find("Hài Lòng"), std::string::npos) << key;
            // These name the scale itself.
            if (key.starts_with("level.") || key.starts_with("first.order_")) continue;
            EXPECT_EQ(written.find("hài\u00A0lòng"), std::string::npos) << key;
            EXPECT_EQ(written.find("atisfied"), std::string::npos) << key;
        }
    }
}

TEST(Catalog, WhatTheProductSpeaksItAlsoWrites) {
    const auto folder = base::Path(HAILONG_SOURCE_DIR) / "assets/i18n";
    const auto catalogs = text::load_catalogs(folder, {"vi", "en"}).value();
    for (const auto& catalog : catalogs) {
        const auto file = folder / catalog.language() / "speech.json";
        const auto spoken = base::json::parse(base::read_file(file).value(), file.string());
        ASSERT_TRUE(spoken) << spoken.error().what;
        for (const auto& [key, words] : spoken->members) {
            EXPECT_NE(catalog.find(key), nullptr) << file << ": " << key;
            ASSERT_NE(words.text(), nullptr) << file << ": " << key;
            EXPECT_EQ(words.text()->find('/'), std::string::npos) << file << ": " << key;
        }
    }
}

TEST(Catalog, CollectsTheCodePointsAFontNeeds) {
    std::set<char32_t> all;
    auto vi = catalog();
    vi.set_common({{"authority", "Ở"}});
    vi.collect_code_points(all);
    for (const char32_t point : {U'ệ', U'ấ', U'\u00A0', U'Ở'}) EXPECT_TRUE(all.contains(point));
}

TEST(Catalog, FindsTheArgumentsOfAText) {
    EXPECT_EQ(text::argument_names("{a} {b_c} {a} {B}"), (std::set<std::string>{"a", "b_c"}));
}

}  // namespace hailong::catalog_test
