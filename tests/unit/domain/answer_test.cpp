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
        R"({"visit":"00000000000000000000000000000000","score":4,"order":"worst_first","first_ms":2310,"q":"quick@1","flags":0})");
}
const std::string kLongestTag(32, 'q');

TEST(Answer, EveryFormIsThatOfTheProtocol) {
    const std::string visit = R"({"visit":"00000000000000000000000000000000",)";
    EXPECT_EQ(encode_plain(Items{VisitId{}, "sipas-short@1", {5, 0, 6}}),
              visit + R"("q":"sipas-short@1","items":[5,0,6]})");
    EXPECT_EQ(encode_plain(Dossier{VisitId{}, base::PrivateText("H56.14-240823-0001"), true}),
              visit + R"("dossier":{"code":"H56.14-240823-0001","parsed":1}})");
    EXPECT_EQ(encode_plain(Comment{VisitId{}, base::PrivateText("Tốt \"lắm\"\n")}),
              visit + R"("comment":"Tốt \"lắm\"\n"})");
    EXPECT_EQ(encode_plain(TicketIssued{}), encode_ticket_plain(TicketIssued{}));
}
TEST(Answer, ARatingFromBeforeTheFlagsHasNone) {
    const auto old = parse_plain(
        R"({"visit":"00000000000000000000000000000000","score":4,"order":"worst_first","first_ms":2310,"q":"quick@1"})");
    EXPECT_EQ(std::get<Rating>(old.value()), some_rating(4));
}
TEST(Answer, AllButCommentsFitOnePaddingBlock) {
    Rating longest = some_rating(5);
    longest.first_touch = std::chrono::hours(3);
    longest.questionnaire = kLongestTag;
    longest.flags = 255;
    EXPECT_LT(encode_plain(longest).size(), 256U);
    EXPECT_LT(encode_plain(Reasons{VisitId{}, kLongestTag, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}).size(), 256U);
    EXPECT_LT(encode_plain(Items{VisitId{}, kLongestTag, std::vector<int>(kMaxItems, 511)}).size(), 256U);
    EXPECT_LT(encode_plain(Dossier{VisitId{}, base::PrivateText(std::string(50, 'A')), false}).size(), 256U);
}
TEST(Answer, IsWrittenIntoOneBufferThatNeverMoves) {
    Rating rating = some_rating(5);
    rating.questionnaire = std::string(32, '\x01');  // every byte escaped: the longest there can be
    EXPECT_EQ(encode_plain(rating).capacity(), 512U);
    const Comment comment{VisitId{}, base::PrivateText(std::string(kMaxCommentBytes, '\x01'))};
    EXPECT_EQ(encode_plain(comment).capacity(), 512U + 6 * kMaxCommentBytes);
}
TEST(Answer, RefusesWhatIsNotAnAnswer) {
    const std::string visit = R"("visit":"00000000000000000000000000000000")";
    for (const auto& plain : std::vector<std::string>{
             "{}",
             "{" + visit + "}",
             R"({"score":4})",
             "{" + visit + R"(,"score":6,"order":"worst_first","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4294967297,"order":"worst_first","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"random","first_ms":1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":-1,"q":"quick@1"})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":1,"q":""})",
             "{" + visit + R"(,"q":"quick@1","reasons":[]})",
             "{" + visit + R"(,"q":"quick@1","reasons":[2,1]})",
             "{" + visit + R"(,"q":"quick@1","reasons":[1,1]})",
             "{" + visit + R"(,"q":"quick@1","reasons":[0]})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":1,"q":"quick@1","flags":256})",
             "{" + visit + R"(,"score":4,"order":"worst_first","first_ms":1,"q":"quick@1","flags":"guard"})",
             "{" + visit + R"(,"q":"quick@1","items":[]})",
             "{" + visit + R"(,"q":"quick@1","items":[512]})",
             "{" + visit + R"(,"q":"quick@1","items":[-1]})",
             "{" + visit + R"(,"q":"quick@1","items":["5"]})",
             "{" + visit + R"(,"q":"quick@1","items":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]})",
             "{" + visit + R"(,"dossier":{"code":"H56.14-240823-0001"}})",
             "{" + visit + R"(,"dossier":{"code":"H56.14-240823-0001","parsed":2}})",
             "{" + visit + R"(,"dossier":{"code":"h56.14-240823-0001","parsed":1}})",
             "{" + visit + R"(,"dossier":{"code":"HKD-2026/17","parsed":1}})",
             "{" + visit + R"(,"dossier":{"code":"","parsed":0}})",
             "{" + visit + R"(,"comment":""})",
             "{" + visit + R"(,"comment":")" + std::string(kMaxCommentBytes + 1, 'a') + "\"}",
             "{" + visit + R"(,"ticket":"00"})",
             "{" + visit + R"(,"q":"quick@1","reasons":[13]})",
             "{" + visit + R"(,"q":"quick@1","reasons":["1"]})"}) {
        EXPECT_FALSE(parse_plain(plain)) << plain;
    }
}
RC_GTEST_PROP(Answer, EveryRatingComesBack, ()) {
    Rating rating = some_rating(*rc::gen::inRange(1, 6));
    rating.first_touch = base::Millis(*rc::gen::inRange(0, 600'001));
    rating.order = *rc::gen::element(FaceOrder::worst_first, FaceOrder::best_first);
    rating.visit = base::random_token();
    rating.flags = static_cast<MisuseFlags>(*rc::gen::inRange(0, 256));
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

RC_GTEST_PROP(Answer, EveryListOfItemsComesBack, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, kMaxItems + 1);
    const Items items{base::random_token(), "sipas-short@1",
                      *rc::gen::container<std::vector<int>>(size, rc::gen::inRange(0, 512))};
    RC_ASSERT(std::get<Items>(parse_plain(encode_plain(items)).value()) == items);
}
RC_GTEST_PROP(Answer, EveryCommentComesBack, ()) {
    const auto text = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7f')));
    const Comment comment{base::random_token(), base::PrivateText(text)};
    RC_ASSERT(std::get<Comment>(parse_plain(encode_plain(comment)).value()) == comment);
}

}  // namespace hailong::domain
