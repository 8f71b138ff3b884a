#include "kiosk/domain/staff_lock.h"

#include <gtest/gtest.h>

namespace hailong::domain {

using namespace std::chrono_literals;

// The machine with a disk and a ledger that do what they are told, or fail when the test wants it.
class StaffLockMachine : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }

    StaffEffect tell(const StaffEvent& event) {
        auto step = advance(std::move(lock_), event, {now_, boot_, base::random_token(), key_given_ ? &key_ : nullptr});
        lock_ = std::move(step.lock);
        return step.effect;
    }
    // Carries out the effects until there are none.
    void settle(StaffEffect effect) {
        for (;;) {
            if (const auto* store = std::get_if<StaffStore>(&effect)) {
                if (disk_works_) disk_ = store->record;
                effect = tell(StaffStored{disk_works_});
            } else if (std::holds_alternative<StaffNote>(effect)) {
                noted_.push_back(std::get<StaffNote>(effect));
                effect = tell(StaffNoted{ledger_works_});
            } else {
                return;
            }
        }
    }
    void type(const std::string& digits) { settle(tell(StaffTyped{digits})); }
    void ask() { settle(tell(StaffAsked{})); }
    void lock_out() {
        for (int i = 0; i < kStaffTries; ++i) type(wrong());
    }
    // The power goes: only the disk's record is left, and uptime begins anew.
    void restart() {
        lock_ = StaffLock{};
        lock_.record = disk_;
        boot_ = base::random_token();
        now_ = base::MonoTime(1min);
        settle(tell(StaffTimePassed{}));
    }
    [[nodiscard]] std::string answer() const { return staff_answer(key_, lock_.challenge); }
    [[nodiscard]] std::string code(unsigned number) const { return staff_sheet_code(key_, lock_.record.sheet, number); }
    // Neither the answer nor the next code of the sheet.
    [[nodiscard]] std::string wrong() const {
        for (const char* digits : {"00000000", "11111111", "22222222"}) {
            if (digits != answer() && digits != code(next_sheet_code(lock_.record))) return digits;
        }
        return "";
    }

    const base::Secret key_ = staff_key(base::Secret(std::string(32, 'm')), "k25195-1");
    bool key_given_ = true;
    bool disk_works_ = true;
    bool ledger_works_ = true;
    StaffRecord disk_;
    std::vector<StaffNote> noted_;
    base::MonoTime now_{1h};
    base::Token16 boot_ = base::random_token();
    StaffLock lock_;
};

TEST_F(StaffLockMachine, OpensForTheAnswerAndNotesIt) {
    ask();
    type(answer());
    EXPECT_EQ(lock_.phase, StaffPhase::open);
    EXPECT_EQ(noted_, std::vector<StaffNote>({{StaffWay::challenge, 0, 0}}));
    EXPECT_EQ(disk_.failures, 0);
}
TEST_F(StaffLockMachine, OpensForTheNextCodeOfTheSheet) {
    ask();
    type(code(1));
    EXPECT_EQ(lock_.phase, StaffPhase::open);
    EXPECT_EQ(noted_, std::vector<StaffNote>({{StaffWay::sheet, 1, 1}}));
    EXPECT_EQ(next_sheet_code(disk_), 2U);
}
TEST_F(StaffLockMachine, TakesACodeOfTheSheetOnce) {
    ask();
    const std::string first = code(1);
    type(first);
    tell(StaffLeft{});
    ask();
    type(first);
    EXPECT_EQ(lock_.phase, StaffPhase::asking);
    EXPECT_EQ(lock_.refusal, StaffRefusal::wrong);
}
TEST_F(StaffLockMachine, TakesTheCodesInOrderOnly) {
    ask();
    type(code(2));
    EXPECT_EQ(lock_.refusal, StaffRefusal::wrong);
}
TEST_F(StaffLockMachine, BeginsTheNextSheetAfterTwentyFourCodes) {
    for (unsigned number = 1; number <= kStaffSheetCodes; ++number) {
        ask();
        type(code(number));
        ASSERT_EQ(lock_.phase, StaffPhase::open) << number;
        tell(StaffLeft{});
    }
    EXPECT_EQ(disk_.sheet, 2U);
    EXPECT_EQ(next_sheet_code(disk_), 1U);
}
TEST_F(StaffLockMachine, TakesNoCodeOfALostSheetAfterTheNextWasBegun) {
    ask();
    const std::string lost = code(2);
    type(code(1));
    settle(tell(StaffNextSheet{}));
    EXPECT_EQ(disk_.sheet, 2U);
    tell(StaffLeft{});
    ask();
    type(lost);
    EXPECT_EQ(lock_.refusal, StaffRefusal::wrong);
    type(code(1));
    EXPECT_EQ(lock_.phase, StaffPhase::open);
}

TEST_F(StaffLockMachine, CountsATryOnTheDiskBeforeItJudges) {
    ask();
    const auto effect = tell(StaffTyped{answer()});
    EXPECT_EQ(lock_.phase, StaffPhase::counting);
    EXPECT_EQ(std::get<StaffStore>(effect).record.failures, 1);
}
TEST_F(StaffLockMachine, BurnsOnTheDiskBeforeTheLedgerAndTheLedgerBeforeItOpens) {
    ask();
    auto effect = tell(StaffTyped{code(1)});
    effect = tell(StaffStored{});
    EXPECT_EQ(std::get<StaffStore>(effect).record.burnt, 1U);
    EXPECT_EQ(lock_.phase, StaffPhase::burning);
    effect = tell(StaffStored{});
    EXPECT_TRUE(std::holds_alternative<StaffNote>(effect));
    EXPECT_EQ(lock_.phase, StaffPhase::noting);
    tell(StaffNoted{});
    EXPECT_EQ(lock_.phase, StaffPhase::open);
}
TEST_F(StaffLockMachine, ClosesTheLockOnTheDiskBeforeItJudgesTheFifthTry) {
    ask();
    for (int i = 0; i < kStaffTries - 1; ++i) type(wrong());
    const auto effect = tell(StaffTyped{wrong()});
    EXPECT_EQ(std::get<StaffStore>(effect).record.lock, (StaffRecord::Lock{boot_, now_ + kStaffLockTime}));
}
TEST_F(StaffLockMachine, JudgesNothingThatItCouldNotCount) {
    ask();
    disk_works_ = false;
    type(answer());
    EXPECT_EQ(lock_.phase, StaffPhase::asking);
    EXPECT_EQ(lock_.refusal, StaffRefusal::not_stored);
}
TEST_F(StaffLockMachine, DoesNotOpenWhenTheLedgerCannotNoteIt) {
    ask();
    ledger_works_ = false;
    type(answer());
    EXPECT_EQ(lock_.phase, StaffPhase::asking);
    EXPECT_EQ(lock_.refusal, StaffRefusal::not_written);
}
TEST_F(StaffLockMachine, ShowsANewChallengeAfterEachFailure) {
    ask();
    const std::string first = lock_.challenge;
    const std::string answer_to_first = answer();
    type(wrong());
    EXPECT_NE(lock_.challenge, first);
    type(answer_to_first);
    EXPECT_EQ(lock_.refusal, StaffRefusal::wrong);
    EXPECT_EQ(tries_left(lock_), 3);
}
TEST_F(StaffLockMachine, ReplacesAChallengeAfterTenMinutes) {
    ask();
    const std::string late = answer();
    now_ = lock_.challenge_ends;
    EXPECT_EQ(next_deadline(lock_), now_);
    auto before = lock_;
    type(late);
    EXPECT_EQ(lock_.refusal, StaffRefusal::wrong);
    lock_ = before;
    settle(tell(StaffTimePassed{}));
    EXPECT_NE(lock_.challenge, before.challenge);
    EXPECT_EQ(lock_.refusal, before.refusal);
}
TEST_F(StaffLockMachine, TakesTheAnswerUntilTheLastMillisecond) {
    ask();
    now_ = lock_.challenge_ends - 1ms;
    type(answer());
    EXPECT_EQ(lock_.phase, StaffPhase::open);
}
TEST_F(StaffLockMachine, IgnoresWhatIsNotEightDigits) {
    ask();
    type("1234567");
    type("1234567x");
    EXPECT_EQ(tries_left(lock_), kStaffTries);
}

TEST_F(StaffLockMachine, LocksForFifteenMinutesAfterFiveFailures) {
    ask();
    lock_out();
    EXPECT_EQ(lock_.phase, StaffPhase::locked);
    EXPECT_EQ(lock_.challenge, "");
    EXPECT_EQ(lock_left(lock_, now_), kStaffLockTime);
    now_ += kStaffLockTime - 1ms;
    settle(tell(StaffTimePassed{}));
    EXPECT_EQ(lock_.phase, StaffPhase::locked);
    now_ += 1ms;
    settle(tell(StaffTimePassed{}));
    EXPECT_EQ(lock_.phase, StaffPhase::asking);
    EXPECT_EQ(tries_left(lock_), kStaffTries);
    EXPECT_FALSE(disk_.lock);
}
TEST_F(StaffLockMachine, StaysLockedForWhoComesBack) {
    ask();
    lock_out();
    tell(StaffLeft{});
    ask();
    EXPECT_EQ(lock_.phase, StaffPhase::locked);
}
TEST_F(StaffLockMachine, APowerCutDoesNotShortenTheLock) {
    ask();
    lock_out();
    now_ += kStaffLockTime - 1s;
    restart();
    ask();
    EXPECT_EQ(lock_.phase, StaffPhase::locked);
    EXPECT_EQ(lock_left(lock_, now_), kStaffLockTime);
    EXPECT_EQ(disk_.lock->boot, boot_);
}
TEST_F(StaffLockMachine, APowerCutInTheMiddleOfATryCostsTheTry) {
    ask();
    for (int i = 0; i < kStaffTries - 1; ++i) type(wrong());
    disk_ = std::get<StaffStore>(tell(StaffTyped{wrong()})).record;
    restart();
    ask();
    EXPECT_EQ(lock_.phase, StaffPhase::locked);
}
TEST_F(StaffLockMachine, ASuccessForgivesFailures) {
    ask();
    for (int i = 0; i < kStaffTries - 1; ++i) type(wrong());
    type(answer());
    EXPECT_EQ(tries_left(lock_), kStaffTries);
}
TEST_F(StaffLockMachine, LeavingWhileATryIsCountedLeavesItCounted) {
    ask();
    const auto effect = tell(StaffTyped{answer()});
    tell(StaffLeft{});
    settle(effect);
    EXPECT_EQ(lock_.phase, StaffPhase::away);
    EXPECT_EQ(tries_left(lock_), kStaffTries - 1);
    EXPECT_TRUE(noted_.empty());
}
TEST_F(StaffLockMachine, WithoutAKeyNothingOpens) {
    key_given_ = false;
    ask();
    EXPECT_EQ(lock_.refusal, StaffRefusal::no_key);
    EXPECT_EQ(lock_.challenge, "");
    type(code(1));
    EXPECT_EQ(lock_.phase, StaffPhase::asking);
    EXPECT_EQ(tries_left(lock_), kStaffTries);
}

}  // namespace hailong::domain
