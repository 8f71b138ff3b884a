// A reader that hangs in the middle of reading: what it holds of the WAL stays bounded, and the terminal goes on. The
// reader is the real agent, stopped (SIGSTOP) at a moment at which the kernel says that it holds a lock on the segment
// that the terminal writes. HAILONG_PINS gives another number of stops, HAILONG_SEED other moments.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

#include "kiosk/store/ledger.h"
#include "tests/crash/counted.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"

namespace hailong::crash_test {

namespace pinned_wal_test {

using test::Process;
using test::Stack;

constexpr std::uintmax_t kPromised = 16U << 20U;  // bytes of WAL

// A read lock on a byte of a file, as /proc/locks tells it.
struct Lock {
    pid_t pid = 0;
    std::string file;  // device and inode
    long long byte = 0;
};

std::vector<Lock> read_locks() {
    std::ifstream in("/proc/locks");
    std::vector<Lock> out;
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string mode;
        Lock lock;
        if (words >> number >> kind >> mode >> mode >> lock.pid >> lock.file >> lock.byte && mode == "READ") {
            out.push_back(lock);
        }
    }
    return out;
}

// Bytes of a wal-index (sqlite.org/walformat.html, section 2.3): one that every connection holds, and the readers'
// five.
constexpr long long kConnected = 128;
bool is_of_a_reader(long long byte) { return byte >= 123 && byte < kConnected; }

bool holds_what_is_written(pid_t reader, pid_t writer) {
    const auto locks = read_locks();
    std::set<std::string> written;
    for (const Lock& lock : locks) {
        if (lock.pid == writer && lock.byte == kConnected) written.insert(lock.file);
    }
    return std::any_of(locks.begin(), locks.end(), [&](const Lock& lock) {
        return lock.pid == reader && is_of_a_reader(lock.byte) && written.contains(lock.file);
    });
}

// 'T' when it is stopped; 0 when it is gone.
char state_of(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(in, text);
    const auto behind_the_name = text.rfind(')');
    return behind_the_name == std::string::npos ? 0 : text.at(behind_the_name + 2);
}

// Stops it again and again until it stands still with the lock in its hand; false when it ended.
bool stop_in_the_middle(Process& reader, pid_t writer) {
    bool has_ended = false;
    return test::eventually([&] {
               reader.send(SIGSTOP);
               while (state_of(reader.pid()) != 'T' && !has_ended) has_ended = !reader.running();
               if (has_ended || holds_what_is_written(reader.pid(), writer)) return true;
               reader.send(SIGCONT);
               return false;
           }) &&
           !has_ended;
}

std::set<std::filesystem::path> wals(const std::filesystem::path& ledger) {
    std::set<std::filesystem::path> out;
    for (const auto& folder : std::filesystem::directory_iterator(ledger)) {
        if (std::filesystem::exists(folder.path() / "ledger.db-wal")) out.insert(folder.path() / "ledger.db-wal");
    }
    return out;
}

// Of all WALs together but those of earlier chains.
std::uintmax_t wal_bytes(const std::filesystem::path& ledger, const std::set<std::filesystem::path>& earlier) {
    std::uintmax_t sum = 0;
    for (const auto& wal : wals(ledger)) sum += earlier.contains(wal) ? 0 : std::filesystem::file_size(wal);
    return sum;
}

class PinnedWal : public Counted {
protected:
    // A store that writes as the terminal's does while `hailong-sync verify` hangs; the longest WAL meanwhile.
    static std::uintmax_t longest_with(const store::LedgerOptions& options) {
        const test::TempFolder folder;
        test::must(base::init_crypto());
        test::must(base::make_folder(folder / "ledger", 02750));
        const auto device = base::Signer::generate();
        domain::Genesis genesis;
        genesis.device = "desk-1";
        genesis.unit = "25195";
        genesis.dev_key = device.public_key();
        auto ledger = test::must(store::Ledger::create(folder / "ledger", genesis, device, options));
        const auto write = [&](int entries) {
            for (int i = 0; i < entries; ++i)
                test::must(ledger.append(domain::device_event("resumed", {}, {{"filler", std::string(1'000, 'x')}})));
        };
        write(1'000);
        std::optional<Process> reader;
        do {
            reader.emplace(test::Command{{test::program("hailong-sync"), "verify", folder / "ledger"}, {}, {}, false});
        } while (!stop_in_the_middle(*reader, getpid()));
        std::uintmax_t longest = 0;
        for (int i = 0; i < 30 && longest <= kPromised; ++i) {
            write(100);
            longest = std::max(longest, wal_bytes(folder / "ledger", {}));
        }
        return longest;
    }
};

}  // namespace pinned_wal_test

using pinned_wal_test::kPromised;
using pinned_wal_test::PinnedWal;
using pinned_wal_test::stop_in_the_middle;
using pinned_wal_test::wal_bytes;
using pinned_wal_test::wals;

TEST_F(PinnedWal, StaysBoundedWhileTheAgentHangsAndTheTerminalGoesOn) {
    constexpr std::size_t kVisits = 1'200;
    test::Stack stack;
    stack.enrol();
    const int count = test::number_from("HAILONG_PINS", 2);
    std::size_t thanked = 0;
    for (int pin = 0; pin < count; ++pin) {
        const auto earlier = std::filesystem::exists(stack.data() / "ledger") ? wals(stack.data() / "ledger")
                                                                              : std::set<std::filesystem::path>();
        test::Process terminal(stack.kiosk({"--rehearse", "1000000", "--seed", std::to_string(draw(1'000'000))}));
        ASSERT_TRUE(terminal.line()) << terminal.errors();
        test::Process agent(stack.sync("run"));
        ASSERT_TRUE(stop_in_the_middle(agent, terminal.pid())) << agent.errors();
        std::uintmax_t longest = 0;
        const auto has_gone_on = [&] { return wals(stack.data() / "ledger").size() > earlier.size() + 1; };
        for (std::size_t visit = 0; visit < kVisits; ++visit) {
            ASSERT_TRUE(terminal.line()) << terminal.errors();
            if (visit % 10 == 0) longest = std::max(longest, wal_bytes(stack.data() / "ledger", earlier));
        }
        // The lines may have lain in the pipe since before the agent stood still: as many visits follow by themselves.
        EXPECT_TRUE(test::eventually(has_gone_on)) << "nobody held it";
        EXPECT_LE(std::max(longest, wal_bytes(stack.data() / "ledger", earlier)), kPromised) << "pin " << pin;
        agent.send(SIGCONT);
        terminal.send(SIGTERM);
        while (terminal.line()) ++thanked;
        ASSERT_TRUE(terminal.finish());
        thanked += kVisits + 1;
        EXPECT_TRUE(test::eventually([&] { return stack.ends_agree(); })) << agent.errors();
    }
    EXPECT_GE(test::read_archive(stack.archive()).rows.size(), thanked);
    EXPECT_EQ(test::run(stack.server("verify")).status, 0);
    tell("pinned-wal", count);
}

TEST_F(PinnedWal, IsSeenToGrowWhereNothingBoundsIt) {
    store::LedgerOptions unbounded;
    unbounded.wal_bound = std::numeric_limits<std::int64_t>::max();
    EXPECT_LE(longest_with({}), kPromised);
    const bool is_caught = longest_with(unbounded) > kPromised;
    EXPECT_TRUE(is_caught);
    tell("pinned-wal", 1);
    tell_known_bad("pinned-wal", is_caught);
}

}  // namespace hailong::crash_test
