#include "kiosk/app/staff_state.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kiosk/app/device_key.h"
#include "tests/support/temp_folder.h"

namespace hailong::app {

class StaffState : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(base::init_crypto());
        ASSERT_TRUE(prepare_folders(places_));
    }
    [[nodiscard]] domain::StaffRecord load() const { return load_staff_record(places_, now_, boot_); }
    [[nodiscard]] base::Path file() const { return places_.kiosk() / "staff.json"; }

    test::TempFolder folder_;
    domain::Places places_{folder_ / "data"};
    base::MonoTime now_{std::chrono::hours(5)};
    base::Token16 boot_ = base::random_token();
};

TEST_F(StaffState, BeginsWithTheFirstSheetUnburnt) { EXPECT_EQ(load(), domain::StaffRecord{}); }
TEST_F(StaffState, ComesBack) {
    domain::StaffRecord record{5, domain::StaffRecord::Lock{boot_, now_ + std::chrono::minutes(7)}, 3, 0b1011};
    ASSERT_TRUE(save_staff_record(places_, record));
    EXPECT_EQ(load(), record);
    struct stat found{};
    ASSERT_EQ(stat(file().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}
TEST_F(StaffState, ABrokenFileIsLockedAndTakesNoPrintedSheet) {
    for (const char* text :
         {"", "{", "{\"v\":2,\"failures\":0,\"sheet\":1,\"burnt\":0}", "{\"v\":1,\"failures\":0}",
          "{\"v\":1,\"failures\":-1,\"sheet\":1,\"burnt\":0}", "{\"v\":1,\"failures\":5,\"sheet\":1,\"burnt\":0}",
          "{\"v\":1,\"failures\":0,\"sheet\":1,\"burnt\":16777216}"}) {
        ASSERT_TRUE(base::write_file(file(), text));
        const auto record = load();
        ASSERT_TRUE(record.lock) << text;
        EXPECT_EQ(*record.lock, (domain::StaffRecord::Lock{boot_, now_ + domain::kStaffLockTime})) << text;
        EXPECT_EQ(record.failures, domain::kStaffTries) << text;
        EXPECT_GE(record.sheet, 1'000'000U) << text;
    }
}
TEST_F(StaffState, AFolderInPlaceOfTheFileIsLocked) {
    ASSERT_TRUE(base::make_folder(file(), 0700));
    EXPECT_TRUE(load().lock);
}
TEST_F(StaffState, ALockNeverLastsLongerThanItsTime) {
    ASSERT_TRUE(save_staff_record(places_, {5, domain::StaffRecord::Lock{boot_, now_ + std::chrono::hours(24)}, 1, 0}));
    EXPECT_EQ(load().lock->until, now_ + domain::kStaffLockTime);
}
TEST_F(StaffState, KeepsTheLoudnessAndIgnoresWhatNobodyWrote) {
    EXPECT_EQ(load_loudness(places_), std::nullopt);
    ASSERT_TRUE(save_loudness(places_, 4));
    EXPECT_EQ(load_loudness(places_), 4);
    for (const char* text : {"", "{\"v\":1,\"loudness\":11}", "{\"v\":1,\"loudness\":-1}", "{\"v\":1}"}) {
        ASSERT_TRUE(base::write_file(places_.kiosk() / "loudness.json", text));
        EXPECT_EQ(load_loudness(places_), std::nullopt) << text;
    }
}
TEST_F(StaffState, SaysWhenItCannotBeStored) {
    std::filesystem::remove(places_.kiosk());
    EXPECT_FALSE(save_staff_record(places_, {}));
}

}  // namespace hailong::app
