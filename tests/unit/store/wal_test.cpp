#include "kiosk/store/wal.h"

#include <gtest/gtest.h>

#include "kiosk/base/files.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::event_of_size;
using store_rig::Rig;

namespace wal_test {

struct Log {
    Log() : ledger(rig.create()), path(rig.segment(ledger.head().chain) / "ledger.db-wal") {}
    [[nodiscard]] std::string bytes() const { return base::read_file(path, 1 << 24).value(); }
    // Breaks every copy of the line with this seq.
    void garble(domain::Seq seq) const {
        std::string wal = bytes();
        const std::string text = "\"seq\":" + std::to_string(seq) + ",";
        for (std::size_t at = wal.find(text); at != std::string::npos; at = wal.find(text, at + 1)) wal[at + 1] = 'X';
        EXPECT_TRUE(base::write_file(path, wal));
    }
    // As after a cut: of an open ledger, whose files are as the last flush left them.
    [[nodiscard]] Result<Ledger> open_garbled_copy(domain::Seq seq) {
        const base::Path segment = path.parent_path();
        const base::Path copy = rig.temp / "copy";
        std::filesystem::create_directories(copy / segment.filename());
        std::filesystem::copy(segment, copy / segment.filename());
        path = copy / segment.filename() / "ledger.db-wal";
        garble(seq);
        return Ledger::open(copy, ledger.head().chain, rig.device);
    }
    Rig rig;
    Ledger ledger;
    base::Path path;
};

std::vector<domain::Draft> visit(std::size_t entries) { return std::vector(entries, event_of_size(2500)); }

}  // namespace wal_test

using wal_test::Log;
using wal_test::visit;

TEST(Wal, HoldsNothingBehindItsEndWhileItIsWhole) {
    Log log;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(log.ledger.append(visit(1)));
    EXPECT_EQ(commits_behind_the_end(log.bytes()), 0U);
    EXPECT_EQ(commits_behind_the_end(""), 0U);
}

TEST(Wal, HoldsOneTransactionBehindItsEndWhenTheLastWasTorn) {
    Log log;
    ASSERT_TRUE(log.ledger.append(visit(1)));
    ASSERT_TRUE(log.ledger.append(visit(3)));
    log.garble(3);
    EXPECT_EQ(commits_behind_the_end(log.bytes()), 1U);
}

TEST(Wal, HoldsMoreBehindItsEndWhenAFlushedOneIsDamaged) {
    Log log;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(log.ledger.append(visit(1)));
    log.garble(1);
    EXPECT_EQ(commits_behind_the_end(log.bytes()), 3U);
}

TEST(LedgerAfterAPowerCut, TakesATornVisitForNoDamage) {
    Log log;
    ASSERT_TRUE(log.ledger.append(visit(1)));
    ASSERT_TRUE(log.ledger.append(visit(3)));
    const auto opened = log.open_garbled_copy(3);
    ASSERT_TRUE(opened) << opened.error().what;
    EXPECT_EQ(opened->head().seq, 2U);
}

TEST(LedgerAfterAPowerCut, TakesAGapBeforeLaterVisitsForDamage) {
    Log log;
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(log.ledger.append(visit(2)));
    const auto opened = log.open_garbled_copy(3);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

}  // namespace hailong::store
