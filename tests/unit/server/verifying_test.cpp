#include "sync/server/verifying.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "sync/server/intake.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::verifying_test {

using server_test::FakeTerminal;
using server_test::kNow;

// Edits the archive as somebody with the file in hand would.
class Verifying : public ::testing::Test {
protected:
    Verifying() {
        terminal_.append(19);
        place_.admit(terminal_);
        receive(terminal_.batch(0, 9));
        receive(terminal_.batch(10, 19));
    }
    void receive(const domain::Batch& batch) {
        ASSERT_TRUE(place_.archive->receive(server::question_of(batch, kNow),
                                            [&](const server::Held& held) -> Result<server::Change> {
                                                return judge({batch, std::nullopt, ""}, held).change;
                                            }));
    }
    void edit(const std::string& sql) {
        place_.archive.reset();
        SQLite::Database database(place_.places.archive().string(), SQLite::OPEN_READWRITE);
        database.exec("DROP TRIGGER entry_is_final; DROP TRIGGER entry_stays");
        EXPECT_GE(database.exec(sql), 1) << sql;
        place_.archive = std::move(*server::SqliteArchive::open(place_.places.archive()));
    }
    server::Verification verify() { return *server::verify_archive(*place_.archive); }
    void expect_fault_at(domain::Seq seq) {
        const auto found = verify();
        ASSERT_TRUE(found.fault);
        EXPECT_EQ(found.fault->device, terminal_.device());
        EXPECT_EQ(found.fault->chain, terminal_.chain());
        EXPECT_EQ(found.fault->seq, seq) << found.fault->why;
    }

    server_test::ProvinceInFolder place_;
    FakeTerminal terminal_;
};

TEST_F(Verifying, FindsASoundArchiveSound) {
    const auto found = verify();
    EXPECT_FALSE(found.fault);
    EXPECT_EQ(found.chains, 1U);
    EXPECT_EQ(found.entries, 20U);
    EXPECT_EQ(found.signatures, 2U);
}

TEST_F(Verifying, FindsAnEditedByte) {
    edit("UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), 'started', 'stopped') AS BLOB) WHERE seq = 7");
    expect_fault_at(7);
}

TEST_F(Verifying, FindsAnEditedHash) {
    edit("UPDATE entry SET hash = zeroblob(32) WHERE seq = 12");
    expect_fault_at(12);
}

TEST_F(Verifying, FindsADroppedEntry) {
    edit("DELETE FROM entry WHERE seq = 5");
    expect_fault_at(5);
}

TEST_F(Verifying, FindsACutTail) {
    edit("DELETE FROM entry WHERE seq = 19");
    expect_fault_at(19);
}

TEST_F(Verifying, FindsATailThatWasCutTogetherWithTheChainsRow) {
    edit(
        "DELETE FROM entry WHERE seq = 19; UPDATE chain SET last = 18, head = (SELECT hash FROM entry WHERE seq = 18)");
    expect_fault_at(10);  // nothing after entry 9 is signed any more
}

TEST_F(Verifying, FindsSwappedEntries) {
    edit(
        "UPDATE entry SET seq = 100 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 4; UPDATE entry SET seq = 4 "
        "WHERE seq = 100");
    expect_fault_at(3);
}

TEST_F(Verifying, FindsAForgedSignature) {
    edit("UPDATE evidence SET sig = zeroblob(64) WHERE last = 9");
    expect_fault_at(9);
}

TEST_F(Verifying, FindsAChainUnderAnotherName) {
    edit("UPDATE chain SET chain = zeroblob(32); UPDATE entry SET chain = zeroblob(32)");
    const auto found = verify();
    ASSERT_TRUE(found.fault);
    EXPECT_EQ(found.fault->seq, 0U);
}

TEST_F(Verifying, FollowsTheChainOverARecordedHole) {
    FakeTerminal pruned("k2");
    pruned.append(9);
    place_.admit(pruned, base::sha256("k2"));
    receive(pruned.batch(0, 3));
    domain::Receipt base;
    base.chain = pruned.chain();
    base.through = 6;
    base.head = pruned.hash(6);
    const auto batch = pruned.batch(7, 9);
    ASSERT_TRUE(place_.archive->receive(server::question_of(batch, kNow),
                                        [&](const server::Held& held) -> Result<server::Change> {
                                            return judge({batch, base, "receipt"}, held).change;
                                        }));
    const auto found = verify();
    EXPECT_FALSE(found.fault) << found.fault->why;
    EXPECT_EQ(found.holes, 1U);
    EXPECT_EQ(found.chains, 2U);
}

TEST_F(Verifying, ChecksTheArchiveAsItWasWhileTheServerGoesOn) {
    const auto snapshot = server::SqliteArchive::open_read_only(place_.places.archive());
    ASSERT_TRUE(snapshot);
    const auto before = *(*snapshot)->chains();
    terminal_.append(10);
    receive(terminal_.batch(20, 29));
    EXPECT_EQ((*snapshot)->chains()->front().held, before.front().held);
    const auto found = server::verify_archive(**snapshot);
    EXPECT_FALSE(found->fault) << found->fault->why;
    EXPECT_EQ(found->entries, 20U);
    EXPECT_EQ(verify().entries, 30U);
}

TEST_F(Verifying, TheArchiveItselfRefusesToChangeAnEntry) {
    place_.archive.reset();
    SQLite::Database database(place_.places.archive().string(), SQLite::OPEN_READWRITE);
    EXPECT_THROW(database.exec("UPDATE entry SET line = x'00' WHERE seq = 7"), SQLite::Exception);
    EXPECT_THROW(database.exec("DELETE FROM entry WHERE seq = 7"), SQLite::Exception);
}

}  // namespace hailong::verifying_test
