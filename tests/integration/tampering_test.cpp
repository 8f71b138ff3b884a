// One changed byte: found by the terminal's own tools, refused by the province, and nothing is overwritten.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "kiosk/domain/chain.h"
#include "tests/support/books.h"
#include "tests/support/stack.h"

namespace hailong::tampering_test {

using test::Stack;

// What somebody with the disk in hand can do: the triggers that guard against our own faults are dropped first.
void edit_entry(const std::filesystem::path& ledger, long long seq) {
    SQLite::Database database(ledger.string(), SQLite::OPEN_READWRITE);
    int keep = 1;  // leave -wal and -shm where they were, as a careful hand would
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    std::vector<std::string> triggers;
    SQLite::Statement names(database, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
    while (names.executeStep()) triggers.push_back(names.getColumn(0).getString());
    names.reset();
    for (const auto& name : triggers) database.exec("DROP TRIGGER \"" + name + "\"");
    SQLite::Statement edit(database,
                           "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"at\":\"20', '\"at\":\"21') AS "
                           "BLOB) WHERE seq = ?");
    edit.bind(1, static_cast<int64_t>(seq));
    ASSERT_EQ(edit.exec(), 1);
}

// A cleverer hand: after the edit every later hash is computed anew. The signatures cannot be.
void rechain(const std::filesystem::path& ledger, long long from) {
    SQLite::Database database(ledger.string(), SQLite::OPEN_READWRITE);
    int keep = 1;
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    std::vector<std::pair<std::string, std::string>> rows;
    SQLite::Statement read(database, "SELECT line, hash FROM entry ORDER BY seq");
    while (read.executeStep()) rows.emplace_back(read.getColumn(0).getString(), read.getColumn(1).getString());
    read.reset();
    for (auto seq = static_cast<std::size_t>(from); seq < rows.size(); ++seq) {
        const auto before = base::Digest::from_raw(rows[seq - 1].second).value();
        rows[seq].second = std::string(domain::hash_entry(before, seq, rows[seq].first).view());
        SQLite::Statement write(database, "UPDATE entry SET hash = ? WHERE seq = ?");
        write.bind(1, rows[seq].second.data(), static_cast<int>(rows[seq].second.size()));
        write.bind(2, static_cast<int64_t>(seq));
        ASSERT_EQ(write.exec(), 1);
    }
}

TEST(Tampering, VerifyNamesTheEditedEntry) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    const auto ledger = test::segments(stack.data()).back();
    edit_entry(ledger, 4);

    const auto verified = test::run(stack.sync("verify", {ledger.string()}));

    EXPECT_EQ(verified.status, 1);
    EXPECT_NE((verified.out + verified.err).find("seq 4:"), std::string::npos) << verified.out << verified.err;
}

TEST(Tampering, AnEntryThatWasEditedBeforeItWasSentStaysHome) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    edit_entry(test::segments(stack.data()).back(), 4);

    const auto sent = test::run(stack.sync("once"));

    EXPECT_NE(sent.status, 0);
    EXPECT_NE(sent.err.find("entry 4"), std::string::npos) << sent.err << sent.out;
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

TEST(Tampering, AChainThatWasComputedAnewIsCaughtByItsSignature) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    const auto ledger = test::segments(stack.data()).back();
    edit_entry(ledger, 4);
    rechain(ledger, 4);

    const auto sent = test::run(stack.sync("once"));

    EXPECT_NE(sent.status, 0);
    EXPECT_NE(sent.err.find("entry 4: the signature"), std::string::npos) << sent.err << sent.out;
    EXPECT_TRUE(test::read_archive(stack.archive()).rows.empty());
}

TEST(Tampering, AChainThatWasComputedAnewAfterItWasSentNoLongerFitsItsReceipt) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(9));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);
    const auto before = test::read_archive(stack.archive());
    const auto ledger = test::segments(stack.data()).back();
    edit_entry(ledger, 4);
    rechain(ledger, 4);

    const auto sent = test::run(stack.sync("once"));

    EXPECT_NE(sent.status, 0);
    EXPECT_NE(sent.err.find("another hash"), std::string::npos) << sent.err << sent.out;
    EXPECT_EQ(test::read_archive(stack.archive()).rows, before.rows);
}

}  // namespace hailong::tampering_test
