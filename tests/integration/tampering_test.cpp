// One changed byte: found by the terminal's own tools, refused by the province, and nothing is overwritten.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "tests/support/books.h"
#include "tests/support/stack.h"

namespace hailong::tampering_test {

using test::Stack;

// What somebody with the disk in hand can do: the triggers that guard against our own faults are dropped first.
void edit_entry(const std::filesystem::path& ledger, long long seq) {
    SQLite::Database database(ledger.string(), SQLite::OPEN_READWRITE);
    std::vector<std::string> triggers;
    SQLite::Statement names(database, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
    while (names.executeStep()) triggers.push_back(names.getColumn(0).getString());
    names.reset();
    for (const auto& name : triggers) database.exec("DROP TRIGGER \"" + name + "\"");
    SQLite::Statement edit(
        database,
        "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE seq = ?");
    edit.bind(1, static_cast<int64_t>(seq));
    ASSERT_EQ(edit.exec(), 1);
}

TEST(Tampering, VerifyNamesTheEditedEntry) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    const auto ledger = test::segments(stack.data()).back();
    edit_entry(ledger, 4);

    const auto verified = test::run(stack.sync("verify", {ledger.string()}));

    EXPECT_EQ(verified.status, 1);
    EXPECT_NE((verified.out + verified.err).find("4"), std::string::npos) << verified.out << verified.err;
}

TEST(Tampering, TheProvinceRefusesAnEntryThatWasEditedBeforeItWasSent) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    edit_entry(test::segments(stack.data()).back(), 4);

    const auto sent = test::run(stack.sync("once"));

    EXPECT_NE(sent.status, 0);
    for (const auto& row : test::read_archive(stack.archive()).rows) EXPECT_LT(row.seq, 4) << row;
}

TEST(Tampering, NothingIsOverwrittenByAnEntryThatWasEditedAfterItWasSent) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);
    const auto before = test::read_archive(stack.archive());
    const auto ledger = test::segments(stack.data()).back();
    edit_entry(ledger, 4);

    static_cast<void>(test::run(stack.sync("once")));

    EXPECT_EQ(test::read_archive(stack.archive()).rows, before.rows);
    EXPECT_EQ(test::run(stack.server("verify")).status, 0);
    EXPECT_EQ(test::run(stack.sync("verify", {ledger.string()})).status, 1);
}

}  // namespace hailong::tampering_test
