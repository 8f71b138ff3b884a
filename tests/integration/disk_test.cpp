// A disk that is full, for real: a small file system of its own. Needs root, to mount it.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/books.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::disk_test {

class FullDisk : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directory(data());
        ASSERT_EQ(mount("hailong-test", data().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m"), 0)
            << "cannot mount a small disk: run these tests as root";
    }
    void TearDown() override { umount2(data().c_str(), MNT_DETACH); }
    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    [[nodiscard]] test::Finished rehearse(int visits) const {
        return test::run(
            {{test::program("hailong-kiosk"), "--data", data(), "--rehearse", std::to_string(visits)}, {}, {}, false});
    }
    static long long last_thanked(const std::string& out) {
        const auto at = out.rfind("thanked ");
        return at == std::string::npos ? -1 : std::stoll(out.substr(at + 8));
    }

    test::TempFolder folder_;
};

TEST_F(FullDisk, StopsThankingAndKeepsWhatWasThankedFor) {
    const auto result = rehearse(100'000);

    EXPECT_EQ(result.status, 3) << result.err;
    EXPECT_NE(result.err.find("full"), std::string::npos) << result.err;
    long long last = -1;
    for (const auto& row : test::read_ledger(data()).rows) last = std::max(last, row.seq);
    EXPECT_GT(last_thanked(result.out), 100);
    EXPECT_GE(last, last_thanked(result.out));
}

TEST_F(FullDisk, LeavesALedgerThatVerifies) {
    static_cast<void>(rehearse(100'000));
    const auto verified = test::run({{test::program("hailong-sync"), "verify", data() / "ledger"}, {}, {}, false});
    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
}

TEST_F(FullDisk, TheTerminalGoesOnWhenSpaceReturns) {
    ASSERT_EQ(rehearse(3).status, 0);
    {
        std::ofstream ballast(data() / "ballast", std::ios::binary);
        const std::string block(4096, 'x');
        while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    ASSERT_EQ(rehearse(3).status, 3);
    std::filesystem::remove(data() / "ballast");

    EXPECT_EQ(rehearse(3).status, 0);
}

}  // namespace hailong::disk_test
