#include "kiosk/domain/questionnaire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::domain {

using testing::HasSubstr;

const std::string kGood =
    R"({"id":"quick","version":1,"from":"2026-11-01","question":"q","hint":"h","levels":["1","2","3","4","5"],
 "followup":{"title":"t","hint":"fh","reasons":[{"n":1,"text":"r1","icon":"i1"},{"n":2,"text":"r2","icon":"i2"}]}})";

std::string complaint(std::string_view from, std::string_view to) {
    std::string text = kGood;
    text.replace(text.find(from), from.size(), to);
    const auto parsed = parse_questionnaire(text, "quick.json");
    return parsed ? "accepted" : parsed.error().what;
}

TEST(Questionnaire, Loads) {
    const auto quick = parse_questionnaire(kGood, "quick.json").value();
    EXPECT_EQ(quick.tag(), "quick@1");
    EXPECT_EQ(quick.reasons.size(), 2U);
    EXPECT_EQ(quick.text_keys().size(), 11U);
}
TEST(Questionnaire, NamesPathAndRemedy) {
    EXPECT_THAT(complaint("\"icon\":\"i2\"", "\"x\":1"),
                HasSubstr("quick.json: followup.reasons[1].icon: missing; name a file"));
    EXPECT_THAT(complaint("\"n\":2", "\"n\":7"), HasSubstr("followup.reasons[1].n: must be 2"));
    EXPECT_THAT(complaint(",\"5\"]", "]"), HasSubstr("levels: must list five"));
    EXPECT_THAT(complaint("\"title\":\"t\"", "\"title\":\"\""), HasSubstr("followup.title: missing"));
    EXPECT_THAT(complaint("\"version\":1", "\"version\":0"), HasSubstr("version: must be a whole number"));
    EXPECT_THAT(complaint("\"quick\"", "\"" + std::string(40, 'q') + "\""), HasSubstr("id: too long"));
    EXPECT_THAT(complaint("\"id\"", "id"), HasSubstr("quick.json:1:"));
}

}  // namespace hailong::domain
