#include "kiosk/store/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/store/ledger_reader.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Rig;
using testing::HasSubstr;
using testing::SizeIs;

namespace verify_test {

// A ledger of a genesis and eleven ratings in three segments of four.
class Verify : public testing::Test {
protected:
    Verify() {
        auto ledger = rig_.create({.segment_entries = 4});
        for (int i = 0; i < 11; ++i) static_cast<void>(ledger.append(rig_.rating(1 + i % 5)));
        head_ = ledger.head();
    }
    void tamper(domain::Seq segment_first, const std::string& sql) {
        store_rig::tamper(rig_.segment(head_.chain, segment_first) / "ledger.db", sql);
    }
    [[nodiscard]] ChainVerdict verdict() const { return verify_ledger(rig_.folder).value().at(0); }
    [[nodiscard]] std::optional<domain::Seq> bad_seq() const {
        const auto found = verdict();
        return found.fault ? std::optional(found.fault->seq) : std::nullopt;
    }
    Rig rig_;
    domain::Head head_;
};

constexpr const char* kEditByte =
    "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE seq = ";

}  // namespace verify_test

using verify_test::kEditByte;
using verify_test::Verify;

TEST_F(Verify, FindsNothingInAWholeLedger) {
    const auto found = verdict();
    EXPECT_FALSE(found.fault);
    EXPECT_EQ(found.head, head_);
    EXPECT_EQ(found.floor, 0U);
}

TEST_F(Verify, NamesTheEntryWithOneEditedByte) {
    tamper(4, std::string(kEditByte) + "6");
    EXPECT_EQ(bad_seq(), 6U);
    EXPECT_THAT(verdict().fault->what, HasSubstr("entry 6"));
    EXPECT_EQ(verdict().head->seq, 5U);
}

TEST_F(Verify, NamesAnEditedGenesis) {
    tamper(0, std::string(kEditByte) + "0");
    EXPECT_EQ(bad_seq(), 0U);
}

TEST_F(Verify, NamesADroppedEntry) {
    tamper(4, "DELETE FROM entry WHERE seq = 5");
    EXPECT_EQ(bad_seq(), 5U);
}

TEST_F(Verify, NamesADroppedEndOfASegmentThatOthersFollow) {
    tamper(4, "DELETE FROM entry WHERE seq = 7");
    EXPECT_EQ(bad_seq(), 7U);
}

TEST_F(Verify, NamesTwoSwappedEntries) {
    tamper(4,
           "CREATE TEMP TABLE other AS SELECT line, hash, sig FROM entry WHERE seq = 5;"
           "UPDATE entry SET (line, hash, sig) = (SELECT line, hash, sig FROM entry WHERE seq = 6) WHERE seq = 5;"
           "UPDATE entry SET (line, hash, sig) = (SELECT line, hash, sig FROM other) WHERE seq = 6");
    EXPECT_EQ(bad_seq(), 5U);
}

TEST_F(Verify, NamesAnEditedSignature) {
    tamper(8, "UPDATE entry SET sig = zeroblob(64) WHERE seq = 9");
    EXPECT_EQ(bad_seq(), 9U);
}

TEST_F(Verify, NamesALineThatWasRewrittenTogetherWithItsHash) {
    const auto lines = LedgerReader(rig_.folder).lines(head_.chain, 0, {}).value();
    const auto before = LedgerReader(rig_.folder).at(head_.chain, 10).value();
    std::string forged = lines[11];
    forged.replace(forged.find("123456"), 6, "123457");
    const auto hash = domain::hash_entry(before.hash, 11, forged);
    tamper(8, "UPDATE entry SET line = x'" + base::to_hex(forged) + "', hash = x'" + hash.hex() + "' WHERE seq = 11");
    EXPECT_EQ(bad_seq(), 11U);
    EXPECT_THAT(verdict().fault->what, HasSubstr("signature"));
}

TEST_F(Verify, NamesAMissingSegment) {
    std::filesystem::remove_all(rig_.segment(head_.chain, 4));
    EXPECT_EQ(bad_seq(), 4U);
}

TEST_F(Verify, NamesASegmentThatFollowsAnotherLine) {
    tamper(8, "UPDATE segment SET prev_hash = zeroblob(32)");
    EXPECT_EQ(bad_seq(), 8U);
}

TEST_F(Verify, TakesAPrunedChainFromItsFloorOn) {
    std::filesystem::remove_all(rig_.segment(head_.chain, 0));
    const auto found = verdict();
    EXPECT_FALSE(found.fault);
    EXPECT_EQ(found.floor, 4U);
    EXPECT_EQ(found.head, head_);
}

TEST_F(Verify, LooksAtEveryChain) {
    auto other = rig_.create();
    const auto chain = other.append(rig_.rating(2)).value().chain;
    ASSERT_TRUE(other.close());
    store_rig::tamper(rig_.segment(chain) / "ledger.db", std::string(kEditByte) + "1");
    const auto verdicts = verify_ledger(rig_.folder).value();
    ASSERT_THAT(verdicts, SizeIs(2));
    for (const auto& found : verdicts) EXPECT_EQ(found.fault.has_value(), found.chain == chain) << found.chain8;
}

TEST(ChainWalk, RefusesALineThatClaimsAnotherPlace) {
    const Rig rig;
    ChainWalk walk;
    ASSERT_TRUE(walk.next(domain::encode_genesis(rig.genesis())));
    EXPECT_THAT(walk.next(domain::encode_entry(rig.rating(4), 2)).error().what, HasSubstr("claims to be entry 2"));
    EXPECT_EQ(walk.next_seq(), 1U);
    EXPECT_TRUE(walk.next(domain::encode_entry(rig.rating(4), 1)));
    EXPECT_THAT(ChainWalk().next("no genesis").error().what, HasSubstr("entry 0"));
}

TEST_F(Verify, NamesASegmentThatBeginsElsewhereOrOfAnotherChain) {
    tamper(4, "UPDATE segment SET first = 5");
    EXPECT_EQ(bad_seq(), 4U);
    tamper(8, "UPDATE segment SET chain = zeroblob(32)");
    EXPECT_EQ(store_rig::run_sql(rig_.segment(head_.chain, 4) / "ledger.db", "UPDATE segment SET first = 4"), "");
    EXPECT_EQ(bad_seq(), 8U);
}

TEST_F(Verify, NamesAGenesisOfAnotherChain) {
    for (const domain::Seq first : {0U, 4U, 8U}) tamper(first, "UPDATE segment SET chain = zeroblob(32)");
    EXPECT_THAT(verdict().fault->what, HasSubstr("genesis line"));
}

TEST_F(Verify, NamesASegmentWithoutItsTables) {
    tamper(8, "DROP TABLE entry");
    EXPECT_EQ(bad_seq(), 8U);
    tamper(4, "DROP TRIGGER segment_never_goes; DELETE FROM segment");
    EXPECT_EQ(bad_seq(), 4U);
}

TEST_F(Verify, WalksOnlyTheGenesisOfAChainWithoutEntries) {
    for (const domain::Seq first : {4U, 8U}) std::filesystem::remove_all(rig_.segment(head_.chain, first));
    tamper(0, "DELETE FROM entry");
    const auto found = verdict();
    EXPECT_FALSE(found.fault);
    EXPECT_FALSE(found.head);
}

TEST_F(Verify, WhatCannotBeReadNowIsNoDamage) {
    const auto file = rig_.segment(head_.chain, 8) / "ledger.db";
    std::filesystem::remove(file.string() + "-shm");
    EXPECT_EQ(verify_ledger(rig_.folder).error().code, ErrorCode::busy);
    EXPECT_EQ(verify_ledger(rig_.folder / "nowhere").error().code, ErrorCode::not_found);
}

TEST(VerifyLong, WalksASegmentOfMoreThanOneReading) {
    const Rig rig;
    auto ledger = rig.create();
    const std::vector<domain::Draft> drafts(700, store_rig::event("started"));
    const auto head = ledger.append(drafts).value();
    ASSERT_TRUE(ledger.close());
    EXPECT_EQ(verify_ledger(rig.folder).value().at(0).head, head);
}

}  // namespace hailong::store
