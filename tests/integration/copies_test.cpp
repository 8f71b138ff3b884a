// Two copies of one terminal, and a terminal whose disk was put back from an older copy: real programs, a real display,
// a finger. The province says `fork` or `behind`, signed; the terminal begins a chain that names the old one; every
// rating of every copy is at the province.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/domain/genesis.h"
#include "kiosk/store/ledger_reader.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"
#include "tests/ui/terminal_run.h"

namespace hailong::copies_test {

namespace fs = std::filesystem;
using domain::GenesisReason;

class Copies : public testing::Test {
protected:
    void SetUp() override { stack_.enrol(); }

    // A whole start of the terminal in this folder, with one rating.
    void rate(const fs::path& data) {
        const fs::path targets = stack_.path("targets-" + std::to_string(++runs_));
        test::TerminalRun run(test::TerminalFiles{data, stack_.card(), targets}, *server_);
        ASSERT_EQ(run.next().screen, "first");
        run.tap("face.4");
        ASSERT_EQ(run.next().screen, "followup");
        ASSERT_EQ(run.stop(), 0) << run.process().errors();
    }
    void sync(const fs::path& data) const {
        static_cast<void>(
            test::run({{test::program("hailong-sync"), "once", "--data", data, "--config", stack_.path("sync.toml")},
                       {},
                       {},
                       false}));
    }
    // The folder as a backup would hold it.
    [[nodiscard]] fs::path copy(const std::string& name) const {
        fs::copy(stack_.data(), stack_.path(name), fs::copy_options::recursive);
        return stack_.path(name);
    }
    [[nodiscard]] static std::vector<store::HeldChain> chains(const fs::path& data) {
        return test::must(store::LedgerReader(data / "ledger").chains());
    }
    [[nodiscard]] static domain::Head head(const fs::path& data) {
        const auto own = chains(data).front().summary;
        return {own.chain, own.last, own.head};
    }
    // Of every copy, as the archive's main book or as another version kept beside it.
    [[nodiscard]] std::set<test::Row> at_the_province() const {
        auto rows = test::read_archive(stack_.archive()).rows;
        SQLite::Database archive(stack_.archive() / "archive.db", SQLite::OPEN_READONLY);
        SQLite::Statement beside(archive, "SELECT lower(hex(chain)), seq, lower(hex(hash)) FROM fork_entry");
        while (beside.executeStep()) {
            rows.insert(
                {beside.getColumn(0).getString(), beside.getColumn(1).getInt64(), beside.getColumn(2).getString()});
        }
        return rows;
    }
    void expect_all_there(const fs::path& data) const {
        const auto ours = test::read_ledger(data).rows;
        const auto theirs = at_the_province();
        EXPECT_TRUE(std::includes(theirs.begin(), theirs.end(), ours.begin(), ours.end())) << data;
    }
    // A copy of the terminal's data, made after a rating of it has reached the province.
    [[nodiscard]] fs::path rated_and_copied(const std::string& name) {
        rate(stack_.data());
        sync(stack_.data());
        return copy(name);
    }
    static void expect_link(const fs::path& data, const domain::Head& old, GenesisReason reason) {
        const auto genesis = chains(data).front().genesis.value();
        EXPECT_EQ(genesis.reason, reason);
        EXPECT_EQ(genesis.prev, (domain::PreviousChain{old.chain, old.seq, old.hash, true}));
    }

    test::Stack stack_;
    std::unique_ptr<test::XServer> server_ = test::must(test::XServer::start(1280, 720));
    int runs_ = 0;
};

TEST_F(Copies, TheOneThatComesSecondBeginsALinkedChainAndNothingIsLost) {
    const auto twin = rated_and_copied("twin");
    rate(stack_.data());
    rate(twin);
    sync(stack_.data());
    EXPECT_EQ(chains(twin).size(), 1U) << "nobody signed anything yet";
    sync(twin);
    const auto forked = head(twin);

    rate(twin);
    expect_link(twin, forked, GenesisReason::fork);
    sync(twin);
    expect_all_there(twin);
    expect_all_there(stack_.data());

    rate(twin);
    rate(stack_.data());
    sync(twin);
    sync(stack_.data());
    EXPECT_EQ(chains(twin).size(), 2U) << "one verdict, one chain";
    EXPECT_EQ(chains(stack_.data()).size(), 1U) << "the province goes on with this one";
    expect_all_there(twin);
    expect_all_there(stack_.data());
    EXPECT_EQ(test::run(stack_.server("verify")).status, 0);
}

TEST_F(Copies, ADiskThatWasPutBackIsBehindAndBeginsALinkedChain) {
    const auto backup = rated_and_copied("backup");
    rate(stack_.data());
    sync(stack_.data());
    const auto old = head(backup);
    sync(backup);

    rate(backup);
    expect_link(backup, old, GenesisReason::behind);
    sync(backup);
    expect_all_there(backup);
    expect_all_there(stack_.data());
    rate(backup);
    EXPECT_EQ(chains(backup).size(), 2U);
}

TEST_F(Copies, ADiskThatWasPutBackAndRatedBeforeItAskedIsAFork) {
    const auto backup = rated_and_copied("backup");
    rate(stack_.data());
    sync(stack_.data());
    rate(backup);
    const auto forked = head(backup);
    sync(backup);

    rate(backup);
    expect_link(backup, forked, GenesisReason::fork);
    sync(backup);
    expect_all_there(backup);
}

// What the province signed for the copy is carried to the original by an agent that lies.
TEST_F(Copies, TheCopysVerdictClosesNothingOfTheOriginal) {
    const auto twin = rated_and_copied("twin");
    rate(stack_.data());
    rate(twin);
    sync(stack_.data());
    sync(twin);
    const std::string verdict = head(twin).chain.hex() + ".verdict";
    ASSERT_TRUE(fs::exists(twin / "sync/receipts" / verdict));
    fs::copy(twin / "sync/receipts" / verdict, stack_.data() / "sync/receipts" / verdict);

    rate(stack_.data());
    EXPECT_EQ(chains(stack_.data()).size(), 1U);
    sync(stack_.data());
    expect_all_there(stack_.data());
}

// The device key is changed: the terminal makes another one and is enrolled anew, by a card for its own id.
class DeviceKey : public Copies {};

TEST_F(DeviceKey, ANewOneBeginsALinkedChainAndTheOldChainIsSentToItsEnd) {
    rate(stack_.data());
    sync(stack_.data());
    rate(stack_.data());  // not sent when the key changes
    const auto old = head(stack_.data());
    fs::remove(stack_.data() / "kiosk/device.key");
    stack_.enrol();

    rate(stack_.data());
    expect_link(stack_.data(), old, GenesisReason::rekeyed);
    sync(stack_.data());
    EXPECT_TRUE(stack_.ends_agree());
    EXPECT_EQ(chains(stack_.data()).size(), 2U);
    EXPECT_EQ(test::run(stack_.server("verify")).status, 0);
}

}  // namespace hailong::copies_test
