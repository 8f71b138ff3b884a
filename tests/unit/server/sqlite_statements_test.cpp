// No clock: SQLite's own plan says whether a statement's cost grows with the whole archive.
#include "sync/server/sqlite_statements.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "tests/unit/server/fixtures.h"

namespace hailong::sqlite_statements_test {

std::string plan_of(const std::string& sql) {
    const server_test::ProvinceInFolder place;
    SQLite::Database database(place.places.archive().string(), SQLite::OPEN_READONLY);
    SQLite::Statement row(database, "EXPLAIN QUERY PLAN " + sql);
    std::string plan;
    while (row.executeStep()) plan += row.getColumn(3).getString() + "\n";
    return plan;
}

bool has(const std::string& plan, std::string_view text) { return plan.find(text) != std::string::npos; }

TEST(Statements, TheNextSealedEntriesAreFoundWithoutReadingAllEntries) {
    const auto plan = plan_of(server::kNextSealed);
    EXPECT_TRUE(has(plan, "SEARCH e USING INDEX")) << plan;
    EXPECT_FALSE(has(plan, "SCAN e")) << plan;
    EXPECT_TRUE(has(plan, "SEARCH w USING INDEX evidence_of_chain")) << plan;
}

TEST(Statements, ABacklogIsNotSortedAnewForEachPortion) {
    const auto plan = plan_of(server::kNextSealed);
    EXPECT_FALSE(has(plan, "USE TEMP B-TREE FOR ORDER BY")) << plan;
}

TEST(Statements, AVisitsRatingsAreFoundByTheirVisit) {
    const auto plan = plan_of(server::kSettleVisit);
    EXPECT_TRUE(has(plan, "SEARCH opened_rating USING INDEX rating_of_visit")) << plan;
    EXPECT_TRUE(has(plan, "SEARCH r USING INDEX rating_of_visit")) << plan;
}

TEST(Statements, ThePageReadsTheDaysItShows) {
    const auto plan = plan_of(server::kDayCounts);
    EXPECT_TRUE(has(plan, "SEARCH opened_rating USING COVERING INDEX rating_of_day (latest=? AND day>? AND day<?)"))
        << plan;
}

TEST(Statements, FlagsAreFoundByTheirRating) {
    const auto plan = plan_of(server::kFilteredCounts);
    EXPECT_TRUE(has(plan, "SEARCH r USING INDEX rating_of_day (latest=? AND day>? AND day<?)")) << plan;
    EXPECT_TRUE(has(plan, "SEARCH f USING INDEX")) << plan;
}

TEST(Statements, ItemsAreReadForTheDaysShown) {
    const auto plan = plan_of(server::kItemCounts);
    EXPECT_TRUE(has(plan, "SEARCH i USING INDEX item_of_day (counted=? AND day>? AND day<?)")) << plan;
    EXPECT_TRUE(has(plan, "SEARCH o USING COVERING INDEX item_of_visit")) << plan;
}

TEST(Statements, ATypedCodesTicketIsFoundByItsWardAndCode) {
    const auto plan = plan_of(server::kHomeCounts);
    EXPECT_TRUE(has(plan, "SEARCH o USING INDEX ticket_of_code")) << plan;
    EXPECT_TRUE(has(plan, "SEARCH t USING INTEGER PRIMARY KEY")) << plan;
}

}  // namespace hailong::sqlite_statements_test
