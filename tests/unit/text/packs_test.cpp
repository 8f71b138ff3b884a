#include "kiosk/text/packs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/text/script.h"
#include "tests/support/temp_folder.h"

namespace hailong::packs_test {
namespace {

using ::testing::HasSubstr;

Result<text::PackCard> card(const std::string& members) {
    return text::parse_card({R"({"language": "xx", "name": "X")" + members + "}", "xx/pack.json"});
}
std::string refusal(const std::string& members) {
    const auto parsed = card(members);
    return parsed ? "accepted" : parsed.error().what;
}

class Packs : public testing::Test {
protected:
    Packs() : shelves_(base::Path(HAILONG_SOURCE_DIR) / "assets/i18n") { shelves_.added = folder_.path(); }
    void add(const std::string& language, const std::string& members, const std::string& texts = "") {
        std::filesystem::create_directory(folder_ / language);
        const auto pack = R"({"language": ")" + language + R"(", "name": "X")" + members + "}";
        ASSERT_TRUE(base::write_file(folder_ / language / "pack.json", pack));
        if (texts.empty()) return;
        ASSERT_TRUE(base::write_file(folder_ / language / "texts.json", texts));
    }
    [[nodiscard]] Result<std::vector<text::Catalog>> load(const std::string& language) const {
        return text::load_catalogs(shelves_, {language});
    }
    [[nodiscard]] std::string refusal_of(const std::string& language) const {
        const auto catalogs = load(language);
        return catalogs ? "accepted" : catalogs.error().what;
    }
    [[nodiscard]] std::string said(const std::string& language, std::string_view key) const {
        const auto catalogs = load(language);
        return catalogs ? catalogs->front().say(key) : catalogs.error().what;
    }

    test::TempFolder folder_;
    text::PackShelves shelves_;
};

constexpr auto kReviewed = R"(, "status": "reviewed")";

}  // namespace

TEST(PackCard, FallsBackToVietnameseInLatinLettersUnlessItSaysMore) {
    const auto parsed = card(kReviewed);
    ASSERT_TRUE(parsed) << parsed.error().what;
    EXPECT_EQ(parsed->fallback, "vi");
    EXPECT_EQ(parsed->script, "latin");
}

TEST(PackCard, RefusesWhatNobodyKnowsButANote) {
    EXPECT_THAT(refusal(R"(, "status": "draft", "nmae": "Y")"), HasSubstr("xx/pack.json: nmae: is unknown; "));
    EXPECT_EQ(refusal(R"(, "status": "draft", "note": "Y")"), "accepted");
}

TEST(PackCard, RefusesAStatusNobodyKnows) {
    EXPECT_THAT(refusal(R"(, "status": "done")"), HasSubstr("status: is \"done\"; "));
}

TEST(PackCard, RefusesAMissingStatus) { EXPECT_THAT(refusal(""), HasSubstr("status: is missing")); }

TEST(PackCard, RefusesASignatureWithoutAName) {
    EXPECT_THAT(refusal(R"(, "status": "signed", "signed_on": "2026-11-25")"), HasSubstr("signed_by"));
}

TEST(PackCard, RefusesASignatureWithoutADay) {
    EXPECT_THAT(refusal(R"(, "status": "signed", "signed_by": "A", "signed_on": "25/11/2026")"),
                HasSubstr("YYYY-MM-DD"));
}

TEST(PackCard, RefusesAScriptWithoutAFont) {
    EXPECT_THAT(refusal(R"(, "status": "draft", "script": "thai")"), HasSubstr("script: is \"thai\""));
}

TEST_F(Packs, AnAddedPackFallsBackToVietnameseTextByText) {
    add("stieng", kReviewed, R"({"common.done": "abc"})");
    EXPECT_EQ(said("stieng", "common.done"), "abc");
    EXPECT_EQ(said("stieng", "common.skip"), "Bỏ\u00A0qua");
}

TEST_F(Packs, APackWithoutTextsIsAPack) {
    add("mnong", kReviewed);
    EXPECT_EQ(said("mnong", "common.done"), "Xong");
}

TEST_F(Packs, AnAddedPackOfAShippedLanguageFallsBackToTheShippedOne) {
    add("vi", kReviewed, R"({"common.done": "Hoàn tất"})");
    EXPECT_EQ(said("vi", "common.done"), "Hoàn tất");
    EXPECT_EQ(said("vi", "common.skip"), "Bỏ\u00A0qua");
}

TEST_F(Packs, ADraftIsRefusedUntilItIsAllowed) {
    EXPECT_THAT(refusal_of("km"), HasSubstr("set screen.allow_drafts = true"));
    shelves_.allows_drafts = true;
    EXPECT_EQ(refusal_of("km"), "accepted");
}

TEST_F(Packs, PacksThatFallBackOnEachOtherAreRefused) {
    add("aa", std::string(kReviewed) + R"(, "fallback": "bb")");
    add("bb", std::string(kReviewed) + R"(, "fallback": "aa")");
    EXPECT_THAT(refusal_of("aa"), HasSubstr("goes round in a circle"));
}

TEST(Script, KhmerNeedsShapingAndLatinWithMarksDoesNot) {
    EXPECT_TRUE(text::needs_shaping("a ខ"));
    EXPECT_TRUE(text::needs_shaping("\u19E0"));
    EXPECT_FALSE(text::needs_shaping("Ông/Bà thấy phục vụ thế nào? ẾẢ \u19D0"));
}

}  // namespace hailong::packs_test
