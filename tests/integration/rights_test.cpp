// The agent is another user than the terminal and can read the ledger, but neither write nor create anything beside it:
// while the terminal runs, after a clean stop, and after kill -9. Needs root, to become these users.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "tests/support/books.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::rights_test {

namespace fs = std::filesystem;

// Numbers of no account of the system: the kernel asks for no names.
constexpr uid_t kKiosk = 64101;
constexpr uid_t kAgent = 64102;
constexpr gid_t kReaders = 64110;

class Rights : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(geteuid(), 0U) << "these tests become other users: run them as root";
        make("", 0, 0, 0755);
        make("ledger", kKiosk, kReaders, 02750);
        make("kiosk", kKiosk, kKiosk, 0700);
        make("sync", kAgent, kReaders, 02750);
    }
    void make(const std::string& name, uid_t owner, gid_t group, mode_t mode) const {
        const auto path = (data() / name).string();
        mkdir(path.c_str(), 0755);
        ASSERT_EQ(chown(path.c_str(), owner, group), 0);
        ASSERT_EQ(chmod(path.c_str(), mode), 0);
    }
    [[nodiscard]] fs::path data() const { return folder_ / "data"; }
    [[nodiscard]] test::Command kiosk(const std::vector<std::string>& words) const {
        std::vector<std::string> line{test::program("hailong-kiosk"), "--data", data(), "--card",
                                      folder_ / "card.json"};
        line.insert(line.end(), words.begin(), words.end());
        return {line, {"HOME=/nonexistent"}, test::Account{kKiosk, kKiosk, {kReaders}}, false};
    }
    [[nodiscard]] test::Command as_agent(const std::vector<std::string>& words) const {
        return {words, {"HOME=/nonexistent"}, test::Account{kAgent, kAgent, {kReaders}}, false};
    }
    [[nodiscard]] test::Command verify() const {
        return as_agent({test::program("hailong-sync"), "verify", data() / "ledger"});
    }
    // Bytes and modes of everything below ledger/. The wal-index is shared memory whose lock words change.
    [[nodiscard]] std::map<std::string, std::string> snapshot() const {
        std::map<std::string, std::string> out;
        for (const auto& entry : fs::recursive_directory_iterator(data() / "ledger")) {
            auto& text = out[entry.path()] = std::to_string(static_cast<int>(entry.status().permissions())) + "\n";
            if (!entry.is_regular_file() || entry.path().extension() == ".db-shm") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            text.append(std::istreambuf_iterator<char>(in), {});
        }
        return out;
    }
    void expect_agent_cannot_write() const {
        for (const auto& entry : fs::recursive_directory_iterator(data() / "ledger")) {
            const auto path = entry.path().string();
            const auto attempt = entry.is_directory() ? "touch '" + path + "/stranger'" : ": >> '" + path + "'";
            EXPECT_NE(test::run(as_agent({"/bin/sh", "-c", attempt})).status, 0) << attempt;
            EXPECT_NE(test::run(as_agent({"/bin/sh", "-c", "rm -rf '" + path + "'"})).status, 0) << path;
        }
        EXPECT_NE(
            test::run(as_agent({"/bin/sh", "-c", "touch '" + (data() / "ledger/stranger").string() + "'"})).status, 0);
        EXPECT_NE(test::run(as_agent({"/bin/ls", data() / "kiosk"})).status, 0);
    }

    test::TempFolder folder_;
};

TEST_F(Rights, TheAgentReadsAndCannotWriteAfterACleanStop) {
    ASSERT_EQ(test::run(kiosk({"--rehearse", "5"})).status, 0);
    const auto before = snapshot();

    const auto verified = test::run(verify());
    expect_agent_cannot_write();

    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
    EXPECT_EQ(snapshot(), before);
}

TEST_F(Rights, TheAgentReadsAndCannotWriteAfterTheTerminalWasKilled) {
    test::Process terminal(kiosk({"--rehearse", "2000"}));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(terminal.line()) << terminal.errors();
    terminal.kill();
    const auto before = snapshot();

    const auto verified = test::run(verify());
    expect_agent_cannot_write();

    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
    EXPECT_EQ(snapshot(), before);
}

TEST_F(Rights, TheAgentReadsAndCannotWriteWhileTheTerminalRuns) {
    test::Process terminal(kiosk({"--rehearse", "2000", "--pace-ms", "20"}));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(terminal.line()) << terminal.errors();

    const auto verified = test::run(verify());
    expect_agent_cannot_write();

    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
    EXPECT_TRUE(terminal.line()) << "the terminal can no longer write: " << terminal.errors();
}

TEST_F(Rights, TheTerminalWritesOnAfterTheAgentHasRead) {
    ASSERT_EQ(test::run(kiosk({"--rehearse", "3"})).status, 0);
    ASSERT_EQ(test::run(verify()).status, 0);

    EXPECT_EQ(test::run(kiosk({"--rehearse", "3"})).status, 0);
}

TEST_F(Rights, LedgerFilesAreReadableByTheGroupAndNobodyElse) {
    ASSERT_EQ(test::run(kiosk({"--rehearse", "3"})).status, 0);
    for (const auto& entry : fs::recursive_directory_iterator(data() / "ledger")) {
        struct stat found{};
        ASSERT_EQ(stat(entry.path().c_str(), &found), 0);
        EXPECT_EQ(found.st_uid, kKiosk) << entry.path();
        EXPECT_EQ(found.st_gid, kReaders) << entry.path();
        EXPECT_EQ(found.st_mode & 07777U, entry.is_directory() ? 02750U : 0640U) << entry.path();
    }
}

TEST_F(Rights, TheDeviceKeyIsTheTerminalsAlone) {
    ASSERT_EQ(test::run(kiosk({"--rehearse", "1"})).status, 0);
    struct stat found{};
    ASSERT_EQ(stat((data() / "kiosk/device.key").c_str(), &found), 0);
    EXPECT_EQ(found.st_uid, kKiosk);
    EXPECT_EQ(found.st_mode & 07777U, 0400U);
}

}  // namespace hailong::rights_test
