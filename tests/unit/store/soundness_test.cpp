#include "kiosk/store/soundness.h"

#include <gtest/gtest.h>

#include "kiosk/store/ledger_reader.h"
#include "tests/unit/store/rig.h"

namespace hailong::soundness_test {

using store::Extent;

class Soundness : public testing::Test {
protected:
    void tamper(domain::Seq first, const std::string& sql) {
        store_rig::tamper(rig_.segment(chain_, first) / "ledger.db", sql);
    }
    [[nodiscard]] store::SegmentName name(domain::Seq first) const { return {store::chain8_of(chain_), first}; }
    [[nodiscard]] Status check(domain::Seq first) const {
        return store::check_segment(rig_.folder, name(first), rig_.device.public_key());
    }
    [[nodiscard]] Result<std::optional<store::SegmentName>> damage(Extent extent) const {
        return store::find_damage(rig_.folder, store::chain8_of(chain_), rig_.device.public_key(), extent);
    }
    void expect_damaged(domain::Seq first, std::string_view what) const {
        const auto checked = check(first);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, ErrorCode::corrupt);
        EXPECT_NE(checked.error().what.find(what), std::string::npos) << checked.error().what;
    }

    store_rig::Rig rig_;
    base::Digest chain_ = rig_.write_chain(9, {.segment_entries = 3});  // segments 0, 3, 6, 9
};

TEST_F(Soundness, ASoundChainHasNoDamage) {
    EXPECT_EQ(damage(Extent::ends).value(), std::nullopt);
    EXPECT_EQ(damage(Extent::closed).value(), std::nullopt);
    EXPECT_EQ(store::find_damage(rig_.folder, "12345678", rig_.device.public_key(), Extent::ends).error().code,
              ErrorCode::not_found);
}

// A power cut between the making of a segment and its first entry.
TEST_F(Soundness, AnEmptyLastSegmentIsSoundWhenTheOneBeforeSaysWhereTheChainEnded) {
    tamper(9, "DELETE FROM entry");
    EXPECT_TRUE(check(9));
    EXPECT_EQ(damage(Extent::ends).value(), std::nullopt);
    tamper(6, "UPDATE entry SET sig = zeroblob(64) WHERE seq = 8");
    expect_damaged(9, "entry 8: the signature is not this terminal's");
}
TEST_F(Soundness, AnEmptySegmentThatDoesNotFollowIsDamaged) {
    tamper(9, "DELETE FROM entry; UPDATE segment SET prev_hash = zeroblob(32)");
    expect_damaged(9, "entry 8: the next segment does not follow it");
}
TEST_F(Soundness, AnEmptySegmentAfterOneThatEndsEarlierIsDamaged) {
    tamper(9, "DELETE FROM entry");
    tamper(6, "DELETE FROM entry WHERE seq = 8");
    expect_damaged(9, "entry 8: the next segment does not follow it");
    tamper(6, "DELETE FROM entry");
    expect_damaged(9, "entry 8: the next segment does not follow it");
}
TEST_F(Soundness, AnEmptySegmentWithNothingBeforeItIsDamaged) {
    tamper(9, "DELETE FROM entry");
    for (const domain::Seq first : {0U, 3U, 6U}) std::filesystem::remove_all(rig_.segment(chain_, first));
    expect_damaged(9, "entry 8: missing");
}
TEST_F(Soundness, ASegmentThatLacksItsFirstEntryIsDamaged) {
    tamper(0, "DELETE FROM entry");
    expect_damaged(0, "entry 0: ");
    tamper(3, "DELETE FROM entry WHERE seq = 4");
    expect_damaged(3, "entry 4: missing");
    EXPECT_EQ(damage(Extent::closed).value(), name(0));
}
TEST_F(Soundness, ASegmentUnderAnotherNameIsDamaged) {
    tamper(3, "UPDATE segment SET first = 4");
    expect_damaged(3, "");
}
TEST_F(Soundness, ALedgerIsReadInAFolderOfAnyName) {
    const base::Path folder = rig_.temp / "sổ ghi 100%_~?#A-b.9";
    std::filesystem::rename(rig_.folder, folder);
    const store::LedgerReader reader(folder);
    auto ledger = store::Ledger::open(folder, chain_, rig_.device, {.segment_entries = 3});
    ASSERT_TRUE(ledger) << ledger.error().what;
    EXPECT_TRUE(ledger->append(store_rig::event("started")));
    EXPECT_EQ(reader.lines(chain_, 0, {})->size(), 11U);
}

}  // namespace hailong::soundness_test
