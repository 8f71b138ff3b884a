#include "kiosk/domain/answer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/base/crypto.h"

namespace hailong::domain {

Rating some_rating(int score) {
    return {VisitId{}, Score::from(score).value(), FaceOrder::worst_first, base::Millis(2310), "quick@1"};
}

TEST(Score, IsOneToFive) {
    for (int value = -3; value < 10; ++value) EXPECT_EQ(Score::from(value).has_value(), value >= 1 && value <= 5);
}
TEST(Answer, RatingHasTheFormOfTheDesign) {
    EXPECT_EQ(
        encode_plain(some_rating(4)),
        R"({"visit":"00000000000000000000000000000000","score":4,"order":"worst_first","first_ms":2310,"q":"quick@1"})");
}
TEST(Answer, AllRatingsAndAllReasonsFitOnePaddingBlock) {
    Rating longest = some_rating(5);
    longest.first_touch = std::chrono::hours(3);
    EXPECT_LT(encode_plain(longest).size(), 128U);
    EXPECT_LT(encode_plain(Reasons{VisitId{}, "quick@1", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}).size(), 128U);
}
TEST(Answer, IsWrittenIntoOneBufferThatNeverMoves) {
    Rating rating = some_rating(5);
    rating.questionnaire = std::string(32, '\x01');  // every byte escaped: the longest there can be
    EXPECT_EQ(encode_plain(rating).capacity(), 512U);
}
TEST(Answer, RefusesWhatIsNotAnAnswer) {
    const std::string visit = R"("visit":"00000000000000000000000000000000")";
    for (const auto& plain : std::vector<std::string>{
             "{}", "{" + visit + "}", R"({"score":4})",
             "{" + visit + R"(,"score":6,"order":"worst_first","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4294967297,"order":"worst_first","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"random","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":-1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":1,"q":""})",
             "{" + visit + R"(,"q":"quick@1","reasons":[]})", "{" + visit + R"(,"q":"quick@1","reasons":[2,1]})",
             "{" + visit + R"(,"q":"quick@1","reasons":[1,1]})", "{" + visit + R"(,"q":"quick@1","reasons":[0]})",
             "{" + visit + R"(,"q":"quick@1","reasons":[13]})", "{" + visit + R"(,"q":"quick@1","reasons":["1"]})"}) {
        EXPECT_FALSE(parse_plain(plain)) << plain;
    }
}
RC_GTEST_PROP(Answer, EveryRatingComesBack, ()) {
    Rating rating = some_rating(*rc::gen::inRange(1, 6));
    rating.first_touch = base::Millis(*rc::gen::inRange(0, 600'001));
    rating.order = *rc::gen::element(FaceOrder::worst_first, FaceOrder::best_first);
    rating.visit = base::random_token();
    RC_ASSERT(std::get<Rating>(parse_plain(encode_plain(rating)).value()) == rating);
}
RC_GTEST_PROP(Answer, EveryChoiceOfReasonsComesBack, ()) {
    const auto mask = *rc::gen::inRange(1, 4096);
    Reasons reasons{base::random_token(), "quick@1", {}};
    for (int i = 0; i < 12; ++i) {
        if ((mask >> i & 1) != 0) reasons.picks.push_back(i + 1);
    }
    RC_ASSERT(std::get<Reasons>(parse_plain(encode_plain(reasons)).value()) == reasons);
}

}  // namespace hailong::domain
