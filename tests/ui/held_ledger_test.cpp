// Somebody else holds the ledger's write lock for longer than a citizen would wait.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <iostream>

#include "kiosk/store/segments.h"
#include "tests/support/must.h"
#include "tests/ui/terminal_run.h"

namespace hailong::held_ledger_test {

base::Path only_segment(const test::EnrolledFolder& folder) {
    const auto names = test::must(store::list_segments(folder.places().ledger()));
    EXPECT_EQ(names.size(), 1U);
    return folder.places().ledger() / names.front().folder() / "ledger.db";
}

TEST(HeldLedger, PausesTheTerminalWhichReturnsByItselfWhenItIsLetGo) {
    const auto server = test::must(test::XServer::start(1280, 720));
    const test::EnrolledFolder folder;
    test::TerminalRun run(folder, *server);
    EXPECT_EQ(run.next().screen, "first");
    {
        SQLite::Database holder(only_segment(folder), SQLite::OPEN_READWRITE);
        const SQLite::Transaction held(holder, SQLite::TransactionBehavior::IMMEDIATE);
        run.tap("face.4");
        while (run.next().screen != "paused") EXPECT_NE(run.shown().screen, "followup");
        EXPECT_NE(run.process().running(), false);
    }
    while (run.next().screen != "first") {
    }
    run.tap("face.5");
    EXPECT_EQ(run.next().screen, "followup");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder.answers();
    ASSERT_EQ(answers.size(), 1U);  // nobody was thanked for the other
    EXPECT_EQ(std::get<domain::Rating>(answers[0]).score.value(), 5);
    std::cout << "prove: held-ledger cases=1 failures=" << (testing::Test::HasFailure() ? 1 : 0) << " seed=-"
              << std::endl;
}

}  // namespace hailong::held_ledger_test
