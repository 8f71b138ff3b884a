#include "kiosk/app/device_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <barrier>
#include <thread>

#include "tests/support/temp_folder.h"

namespace hailong::app {

namespace device_key_test {

class DeviceKey : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(base::init_crypto());
        ASSERT_TRUE(prepare_folders(places_));
    }
    [[nodiscard]] static mode_t mode_of(const base::Path& path) {
        struct stat found{};
        return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
    }
    test::TempFolder temp_;
    domain::Places places_{temp_ / "data"};
};

}  // namespace device_key_test

using device_key_test::DeviceKey;

TEST_F(DeviceKey, IsMadeOnceAndStaysTheSame) {
    const auto first = device_key(places_).value();
    EXPECT_EQ(device_key(places_).value().public_key(), first.public_key());
}

TEST_F(DeviceKey, IsReadableByItsUserOnly) {
    ASSERT_TRUE(device_key(places_));
    EXPECT_EQ(mode_of(places_.device_key()), 0400U);
    EXPECT_EQ(mode_of(places_.kiosk()), 0700U);
}

TEST_F(DeviceKey, FoldersHaveTheModesOfTheDesign) {
    EXPECT_EQ(mode_of(places_.ledger()), 02750U);
    EXPECT_EQ(mode_of(places_.enrol_answer().parent_path()), 02750U);
}

TEST_F(DeviceKey, IsTheSameForAllWhoMakeItAtOnce) {
    constexpr std::size_t kPrograms = 8;
    std::vector<base::SignKey> keys(kPrograms);
    std::barrier together(kPrograms);
    {
        std::vector<std::jthread> programs;
        for (auto& key : keys) {
            programs.emplace_back([&] {
                together.arrive_and_wait();
                key = device_key(places_).value().public_key();
            });
        }
    }
    EXPECT_EQ(keys, std::vector<base::SignKey>(kPrograms, keys[0]));
    const auto names = std::filesystem::directory_iterator(places_.kiosk());
    EXPECT_EQ(std::distance(begin(names), end(names)), 1);
}

TEST_F(DeviceKey, TakesAwayRightsBeyondTheDesign) {
    ASSERT_TRUE(device_key(places_));
    ASSERT_EQ(chmod(places_.device_key().c_str(), 0644), 0);
    ASSERT_EQ(chmod(places_.kiosk().c_str(), 0755), 0);
    ASSERT_EQ(chmod(places_.ledger().c_str(), 02777), 0);
    ASSERT_TRUE(prepare_folders(places_));
    ASSERT_TRUE(device_key(places_));
    EXPECT_EQ(mode_of(places_.device_key()), 0400U);
    EXPECT_EQ(mode_of(places_.kiosk()), 0700U);
    EXPECT_EQ(mode_of(places_.ledger()), 02750U);
}

TEST_F(DeviceKey, ADamagedFileIsNeverReplaced) {
    ASSERT_TRUE(base::write_file(places_.device_key(), "not a key\n", 0400));
    EXPECT_EQ(device_key(places_).error().code, ErrorCode::crypto);
    EXPECT_EQ(base::read_file(places_.device_key()).value(), "not a key\n");
}

}  // namespace hailong::app
