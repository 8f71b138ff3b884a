#include "kiosk/store/remains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/store/ledger.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/soundness.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Rig;
using testing::ElementsAre;
using testing::IsEmpty;

namespace remains_test {

// What a kill leaves of a genesis and six ratings: all but the genesis still in the WAL.
class Remains : public testing::Test {
protected:
    Remains() : left_(rig_.temp / "left") {
        auto ledger = rig_.create();
        for (int i = 0; i < 6; ++i) {
            if (!ledger.append(rig_.rating(1 + i % 5))) throw std::runtime_error("append");
        }
        head_ = ledger.head();
        name_ = {chain8_of(head_.chain), 0};
        std::filesystem::copy(rig_.folder, left_, std::filesystem::copy_options::recursive);
        std::filesystem::remove(left_ / name_.folder() / "ledger.db-shm");
        lines_ = proven_entries(find_in_segment(left_ / name_.folder(), 0).value(), by(), std::nullopt);
    }
    [[nodiscard]] Signed by() const { return {head_.chain, rig_.device.public_key()}; }
    [[nodiscard]] std::vector<domain::Seq> proven() const {
        std::vector<domain::Seq> seqs;
        const auto entries = proven_entries(find_in_segment(left_ / name_.folder(), 0).value(), by(), std::nullopt);
        for (const auto& entry : entries) seqs.push_back(entry.seq);
        return seqs;
    }
    // Wherever it stands in the WAL.
    void replace_in_wal(std::string_view what, std::string_view with) const {
        const auto wal = left_ / name_.folder() / "ledger.db-wal";
        auto bytes = base::read_file(wal, 1 << 26).value();
        for (auto at = bytes.find(what); at != std::string::npos; at = bytes.find(what, at + 1)) {
            bytes.replace(at, what.size(), with);
        }
        ASSERT_TRUE(base::write_file(wal, bytes, 0640));
    }
    void lose(domain::Seq seq) const {
        replace_in_wal(lines_.at(seq).line, std::string(lines_.at(seq).line.size(), 'x'));
    }
    // A checksum that no longer fits hides this frame and all that follow; entry n is the (n + 1)th frame or so.
    void break_wal_after(std::size_t bytes) const {
        const auto wal = left_ / name_.folder() / "ledger.db-wal";
        auto all = base::read_file(wal, 1 << 26).value();
        all.at(bytes) ^= 1;
        ASSERT_TRUE(base::write_file(wal, all, 0640));
    }
    [[nodiscard]] Result<Ledger> open() const { return Ledger::open(left_, head_.chain, rig_.device); }

    Rig rig_;
    base::Path left_;
    domain::Head head_;
    SegmentName name_;
    std::vector<StoredEntry> lines_;
};

constexpr std::size_t kFirstFrameChecksum = 32 + 16;

}  // namespace remains_test

using remains_test::kFirstFrameChecksum;
using remains_test::Remains;

TEST_F(Remains, AreEveryEntryOfASoundSegment) { EXPECT_THAT(proven(), ElementsAre(0, 1, 2, 3, 4, 5, 6)); }

TEST_F(Remains, LeaveOutALostEntryAndTheOneThatItProved) {
    lose(3);
    EXPECT_THAT(proven(), ElementsAre(0, 1, 2, 5, 6));
}

TEST_F(Remains, LeaveOutALineThatContradictsItsHash) {
    auto line = lines_.at(3).line;
    line.replace(line.find("\"mono_ms\":1"), 11, "\"mono_ms\":2");
    replace_in_wal(lines_.at(3).line, line);
    EXPECT_THAT(proven(), ElementsAre(0, 1, 2, 4, 5, 6));
}

TEST_F(Remains, LeaveOutWhatAnotherDeviceSigned) {
    const auto found = find_in_segment(left_ / name_.folder(), 0).value();
    EXPECT_THAT(proven_entries(found, {head_.chain, base::Signer::generate().public_key()}, std::nullopt), IsEmpty());
    EXPECT_EQ(last_signed(found, by()), head_);
}

TEST_F(Remains, ThatABrokenWalHidesArePutBack) {
    break_wal_after(kFirstFrameChecksum);
    const auto ledger = open().value();
    EXPECT_EQ(ledger.head(), head_);
    EXPECT_EQ(find_damage(left_, name_.chain8, rig_.device.public_key(), Extent::ends).value(), std::nullopt);
}

TEST_F(Remains, ThatABrokenWalHidesBehindALostEntryAreDamage) {
    break_wal_after(kFirstFrameChecksum);
    lose(2);
    EXPECT_EQ(open().error().code, ErrorCode::corrupt);
    EXPECT_EQ(find_damage(left_, name_.chain8, rig_.device.public_key(), Extent::ends).value(), name_);
}

TEST_F(Remains, ArePutAsideWithTheirWal) {
    const auto wal = base::read_file(left_ / name_.folder() / "ledger.db-wal", 1 << 26).value();
    ASSERT_TRUE(put_aside(left_, name_));
    EXPECT_EQ(put_aside_segments(left_).value(), std::vector{name_});
    EXPECT_EQ(base::read_file(quarantine_of(left_) / name_.folder() / "ledger.db-wal", 1 << 26).value(), wal);
    EXPECT_THAT(list_segments(left_).value(), IsEmpty());
}

}  // namespace hailong::store
