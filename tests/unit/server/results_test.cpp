#include "sync/server/results.h"

#include <gtest/gtest.h>

#include "kiosk/base/files.h"
#include "sync/server/page.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::results_test {

using server::Counts;
using server_test::kNow;

server::PageFacts facts_of(const std::vector<server::DayCount>& counts,
                           const std::vector<server::TerminalReport>& terminals) {
    const auto results = server::tabulate(counts, terminals);
    return {"Thành phố Đồng Nai", "2026-10-25", kNow, results, {}, terminals, 0, results};
}

bool has(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

TEST(Results, NeitherSatisfiedNorNotIsNotSatisfied) {
    EXPECT_DOUBLE_EQ(server::satisfied_share({1, 1, 2, 3, 3}).value, 0.6);
}

TEST(Results, GivesTheWilsonInterval) {
    // 8 of 10: centre and width by Wilson's formula with z = 1.96, as in any table of it.
    const auto share = server::satisfied_share({1, 1, 0, 4, 4});
    EXPECT_NEAR(share.low, 0.4902, 0.0001);
    EXPECT_NEAR(share.high, 0.9433, 0.0001);
}

TEST(Results, EvenWhenAllAreSatisfiedTheLowerBoundIsNotOne) {
    const auto share = server::satisfied_share({0, 0, 0, 0, 10});
    EXPECT_DOUBLE_EQ(share.value, 1.0);
    EXPECT_NEAR(share.low, 0.7225, 0.0001);
    EXPECT_LE(share.high, 1.0);
}

TEST(Results, WithholdsSmallGroups) {
    EXPECT_EQ(server::withheld({10, 4, 3, 20}), (std::vector<bool>{false, true, true, false}));
}

TEST(Results, WithholdsASecondGroupWhenSubtractionWouldTellTheFirst) {
    EXPECT_EQ(server::withheld({10, 4, 20}), (std::vector<bool>{true, true, false}));
}

TEST(Results, WithholdsNothingWhenAllAreLargeEnough) {
    EXPECT_EQ(server::withheld({5, 5, 6}), (std::vector<bool>{false, false, false}));
}

TEST(Results, AnEmptyGroupHidesNothing) { EXPECT_EQ(server::withheld({0, 8}), (std::vector<bool>{false, false})); }

TEST(Results, SumsDaysToOfficesAndOfficesToATotal) {
    const auto results = server::tabulate({{"25195", "2026-11-22", {0, 0, 0, 6, 0}},
                                           {"25195", "2026-11-23", {0, 0, 0, 0, 6}},
                                           {"26000", "2026-11-23", {6, 0, 0, 0, 0}}},
                                          {});
    ASSERT_EQ(results.offices.size(), 2U);
    EXPECT_EQ(results.offices[0].counts, (Counts{0, 0, 0, 6, 6}));
    EXPECT_EQ(results.offices[0].days[0].day, "2026-11-23");
    EXPECT_EQ(results.total, (Counts{6, 0, 0, 6, 6}));
}

TEST(Results, ASmallTotalShowsNothingAtAll) {
    const auto results = server::tabulate({{"25195", "2026-11-23", {0, 0, 0, 4, 0}}}, {});
    EXPECT_TRUE(results.is_withheld);
    EXPECT_TRUE(results.offices[0].is_withheld);
    EXPECT_TRUE(results.offices[0].days[0].is_withheld);
}

TEST(Page, ShowsShareIntervalAndCount) {
    const auto page = server::render_page(facts_of({{"25195", "2026-11-23", {1, 1, 0, 4, 4}}}, {}));
    EXPECT_TRUE(has(page, "80,0 %"));
    EXPECT_TRUE(has(page, "49,0 % – 94,3 %"));
    EXPECT_TRUE(has(page, "23/11/2026"));
}

TEST(Page, SaysThatItIsNotTheStateIndex) {
    EXPECT_TRUE(
        has(server::render_page(facts_of({}, {})), "Khảo sát thường xuyên tại Bộ phận Một cửa (không thay thế SIPAS)"));
}

TEST(Page, DoesNotShowASmallDay) {
    const auto page = server::render_page(facts_of({{"25195", "2026-11-22", {0, 3, 0, 0, 0}},
                                                    {"25195", "2026-11-23", {0, 0, 0, 5, 4}},
                                                    {"25195", "2026-11-21", {0, 0, 0, 0, 9}}},
                                                   {}));
    EXPECT_TRUE(has(page, "không công bố"));
    EXPECT_FALSE(has(page, "Không hài lòng 3, Rất không hài lòng 0\"><rect class=\"l2\""));
}

TEST(Page, EscapesEverythingFromOutside) {
    server::TerminalReport report;
    report.terminal = {"k1", "25195", "<script>alert(\"1\")</script> & Phường 'A'", false};
    auto facts = facts_of({{"25195", "2026-11-23", {0, 0, 0, 5, 5}}}, {report});
    facts.authority = "<b>x</b>";
    const auto page = server::render_page(facts);
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "<b>x"));
    EXPECT_TRUE(has(page, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Phường &#39;A&#39;"));
}

TEST(Page, DoesNotFillPlacesInsideWhatItFilledIn) {
    auto facts = facts_of({}, {});
    facts.authority = "{{now}}";
    EXPECT_TRUE(has(server::render_page(facts), "<p class=\"authority\">{{now}}</p>"));
}

TEST(Page, LeavesNoPlaceUnfilled) { EXPECT_FALSE(has(server::render_page(facts_of({}, {})), "{{")); }

TEST(Page, UsesNoScriptAndNoInlineStyle) {
    const auto page = server::render_page(facts_of({{"25195", "2026-11-23", {1, 2, 3, 4, 5}}}, {}));
    EXPECT_FALSE(has(page, "style=\""));
    EXPECT_FALSE(has(page, "<style"));
    EXPECT_FALSE(has(page, " on"));
    EXPECT_FALSE(has(page, "http"));
}

TEST(Page, NamesTheStateOfATerminal) {
    const auto page_with = [](const server::TerminalReport& report) {
        return server::render_page(facts_of({}, {report}));
    };
    server::TerminalReport report;
    report.terminal = {"k1", "25195", "Phường", false};
    EXPECT_TRUE(has(page_with(report), "Chưa liên lạc"));
    report.contact = kNow;
    EXPECT_TRUE(has(page_with(report), "Đã nhận đủ"));
    report.pending = 1200;
    EXPECT_TRUE(has(page_with(report), "Đang gửi"));
    EXPECT_TRUE(has(page_with(report), "1.200"));
    report.contact = kNow - std::chrono::hours(25);
    EXPECT_TRUE(has(page_with(report), "Mất liên lạc"));
    report.disputed = true;
    EXPECT_TRUE(has(page_with(report), "hai phiên bản"));
    report.terminal.revoked = true;
    EXPECT_TRUE(has(page_with(report), "Đã thu hồi"));
}

TEST(Page, SaysWhenATerminalSpokeByTheClockOfVietNam) {
    server::TerminalReport report;
    report.terminal = {"k1", "25195", "Phường", false};
    report.contact = *base::parse_utc("2026-11-22T20:15:00.000Z");
    EXPECT_TRUE(has(server::render_page(facts_of({}, {report})), "03:15 ngày 23/11/2026"));
}

TEST(Page, DoesNotNameTheProduct) {
    const auto page = server::render_page(facts_of({}, {}));
    EXPECT_FALSE(has(page, "hailong"));
    EXPECT_FALSE(has(page, "Hài Lòng"));
}

TEST(Results, OnlyLevelsOfMappedItemsMakeAFactor) {
    const auto text = base::read_file(base::Path(HAILONG_SOURCE_DIR) / "assets/questionnaires/sipas-short.json");
    const auto questionnaire = domain::parse_questionnaire(text.value(), "sipas-short.json").value();
    const auto factors = server::by_factor({{"sipas-short@1", 0, 0, 9},  // not answered
                                            {"sipas-short@1", 0, 5, 3},
                                            {"sipas-short@1", 3, 2, 4},
                                            {"sipas-short@1", 3, 6, 8},   // no result yet: stands apart
                                            {"sipas-short@1", 5, 1, 7},   // trips: no factor
                                            {"sipas-short@1", 40, 1, 1},  // no such item
                                            {"sipas-short@2", 0, 1, 2}},
                                           questionnaire);
    ASSERT_EQ(factors.size(), 5U);
    EXPECT_EQ(factors[0].counts, (Counts{0, 0, 0, 0, 3}));
    EXPECT_EQ(factors[3].counts, (Counts{0, 4, 0, 0, 0}));
    for (const std::size_t i : {1U, 2U, 4U}) EXPECT_EQ(server::sum(factors[i].counts), 0U);
}

TEST(Page, ShowsFiguresWithAndWithoutFlaggedRatings) {
    auto facts = facts_of({{"25195", "2026-11-23", {0, 0, 0, 0, 20}}}, {});
    facts.results.total = {0, 10, 0, 0, 20};
    const auto page = server::render_page(facts);
    EXPECT_TRUE(has(page, "Mọi lượt</td><td class=\"n\">30</td><td class=\"n\">66,7 %"));
    EXPECT_TRUE(has(page, "dấu hiệu bất thường</td><td class=\"n\">20</td><td class=\"n\">100,0 %"));
}

TEST(Page, DoesNotTellAFewFlaggedRatingsByTheDifference) {
    auto facts = facts_of({{"25195", "2026-11-23", {0, 0, 0, 0, 20}}}, {});
    facts.results.total = {4, 0, 0, 0, 20};
    EXPECT_TRUE(has(server::render_page(facts), "dấu hiệu bất thường</td><td colspan=\"3\">"));
}

TEST(Page, ShowsFactorsCodesAndComments) {
    auto facts = facts_of({}, {});
    facts.extras = {12, 3, 7};
    facts.factors = {{1, {0, 0, 0, 0, 4}}, {2, {0, 0, 0, 0, 5}}};
    const auto page = server::render_page(facts);
    EXPECT_TRUE(has(page, "12 hồ sơ khác nhau, 3 lượt đưa lại"));
    EXPECT_TRUE(has(page, "Góp ý bằng chữ: 7"));
    EXPECT_TRUE(has(page, "Tiếp cận dịch vụ</td><td colspan=\"3\">"));
    EXPECT_TRUE(has(page, "Thủ tục hành chính</td><td class=\"n\">5</td><td class=\"n\">100,0 %"));
}

}  // namespace hailong::results_test
