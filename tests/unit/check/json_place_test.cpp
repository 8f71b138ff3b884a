#include "kiosk/app/json_place.h"

#include <gtest/gtest.h>

namespace hailong::json_place_test {

using app::line_of;

constexpr auto kJson = R"({
  "hint": "a \" { [ ,",
  "list": [
    {"n": 1, "text": "hint"},
    {"n": 2,
     "text": "x"}
  ],
  "inner": {
    "hint": 3
  },
  "level.1": "y"
})";

TEST(JsonPlace, FindsAMemberAtTheTop) { EXPECT_EQ(line_of(kJson, "hint"), 2); }

TEST(JsonPlace, FindsAMemberOfTheSameNameInside) { EXPECT_EQ(line_of(kJson, "inner.hint"), 9); }

TEST(JsonPlace, FindsAMemberOfAnElement) { EXPECT_EQ(line_of(kJson, "list[1].text"), 6); }

TEST(JsonPlace, PointsAtTheElementThatLacksAMember) { EXPECT_EQ(line_of(kJson, "list[0].icon"), 4); }

TEST(JsonPlace, PointsAtTheListThatLacksAnElement) { EXPECT_EQ(line_of(kJson, "list[7].icon"), 3); }

TEST(JsonPlace, TakesANameWithDotsAsOneName) { EXPECT_EQ(line_of(kJson, "level.1"), 11); }

TEST(JsonPlace, PointsAtTheTopForWhatIsNowhere) { EXPECT_EQ(line_of(kJson, "nowhere.at[3].all"), 1); }

TEST(JsonPlace, SurvivesTextThatIsNoJson) {
    for (const auto* broken : {"", "{", "{\"a", "{\"a\":", "[[[", "{\"a\":[1,", "\\", "]"}) {
        EXPECT_EQ(line_of(broken, "a[1].b"), 1) << broken;
    }
}

}  // namespace hailong::json_place_test
