// kill -9 of the real programs at random moments: what was thanked for is never lost, and nothing arrives twice.
// HAILONG_KILLS gives another number of kills, HAILONG_SEED other moments; deploy/prove reads the line that each test
// ends with.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "tests/crash/counted.h"
#include "tests/support/books.h"
#include "tests/support/stack.h"

namespace hailong::crash_test {

using test::Process;
using test::Stack;

class Crash : public Counted {
protected:
    [[nodiscard]] static int kills(int usual) { return test::number_from("HAILONG_KILLS", usual); }
    // At most a hundred kills in one place: reading back what many more leave would be most of the work.
    static void in_places(int count, const std::function<void(int kills)>& one) {
        constexpr int kMost = 100;
        for (int left = count; left > 0 && !HasFatalFailure(); left -= kMost) one(std::min(left, kMost));
    }
    void kill_terminals(int count);
    void kill_agents(int count);
    void kill_servers(int count);
};

long long seq_of(const std::string& line) {
    EXPECT_TRUE(line.starts_with("thanked ")) << line;
    return std::stoll(line.substr(8));
}

// Thanked in the run that just ended, but not in the ledger: `before` is what the ledger held when the run began. A run
// either begins a chain or continues one; either way its entries are the new rows.
std::vector<long long> lost(const test::Book& before, const test::Book& after, const std::vector<long long>& thanked) {
    std::set<long long> grown;
    for (const auto& row : after.rows) {
        if (!before.rows.contains(row)) grown.insert(row.seq);
    }
    std::vector<long long> out;
    std::copy_if(thanked.begin(), thanked.end(), std::back_inserter(out),
                 [&](long long seq) { return !grown.contains(seq); });
    return out;
}

// The ledger is read whole after each kill.
void Crash::kill_terminals(int count) {
    const test::TempFolder folder;
    test::Book before;
    for (int kill = 0; kill < count; ++kill) {
        Process terminal(
            {{test::program("hailong-kiosk"), "--data", folder.path(), "--rehearse", "2000"}, {}, {}, false});
        std::vector<long long> thanked;
        const auto visits = static_cast<std::size_t>(draw(12));
        while (thanked.size() < visits) {
            const auto line = terminal.line();
            ASSERT_TRUE(line) << terminal.errors();
            thanked.push_back(seq_of(*line));
        }
        terminal.kill();
        while (const auto line = terminal.line(test::Millis(0))) thanked.push_back(seq_of(*line));
        if (thanked.empty()) continue;
        const auto after = test::read_ledger(folder.path());
        ASSERT_EQ(lost(before, after, thanked), std::vector<long long>{}) << "kill " << kill;
        ASSERT_TRUE(std::includes(after.rows.begin(), after.rows.end(), before.rows.begin(), before.rows.end()));
        before = after;
    }
    const auto verified = test::run({{test::program("hailong-sync"), "verify", folder / "ledger"}, {}, {}, false});
    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
}

TEST_F(Crash, AHundredKillsOfTheTerminalLoseNothingThanked) {
    const int count = kills(100);
    in_places(count, [this](int some) { kill_terminals(some); });
    tell("terminal-kills", count);
}

void Crash::kill_agents(int count) {
    Stack stack;
    stack.enrol();
    Process terminal(stack.kiosk({"--rehearse", "100000", "--pace-ms", "2"}));
    ASSERT_TRUE(terminal.line()) << terminal.errors();
    for (int kill = 0; kill < count; ++kill) {
        Process agent(stack.sync("once"));
        // finish() with a random patience: the kill comes anywhere between the start and the end of one exchange.
        static_cast<void>(agent.finish(test::Millis(draw(60))));
        agent.kill();
    }
    terminal.send(SIGTERM);
    ASSERT_TRUE(terminal.finish());

    ASSERT_TRUE(test::eventually([&] { return test::run(stack.sync("once")).status == 0 && stack.ends_agree(); }));
    EXPECT_EQ(test::run(stack.server("verify")).status, 0);
}

TEST_F(Crash, AHundredKillsOfTheAgentLoseAndDoubleNothing) {
    const int count = kills(100);
    in_places(count, [this](int some) { kill_agents(some); });
    tell("agent-kills", count);
}

// The server dies while it takes batches in: between the commit and the answer nothing may be lost or come twice.
void Crash::kill_servers(int count) {
    Stack stack;
    stack.enrol();
    Process terminal(stack.kiosk({"--rehearse", "1000000", "--pace-ms", "2"}));
    ASSERT_TRUE(terminal.line()) << terminal.errors();
    for (int kill = 0; kill < count; ++kill) {
        Process agent(stack.sync("once"));
        static_cast<void>(agent.finish(test::Millis(draw(80))));
        stack.stop_server();
        ASSERT_TRUE(agent.finish()) << agent.errors();
        stack.start_server();
    }
    terminal.send(SIGTERM);
    ASSERT_TRUE(terminal.finish());
    ASSERT_TRUE(test::eventually([&] { return test::run(stack.sync("once")).status == 0 && stack.ends_agree(); }));
    EXPECT_EQ(test::run(stack.server("verify")).status, 0);
}

TEST_F(Crash, TenKillsOfTheServerUnderLoadLoseAndDoubleNothing) {
    const int count = kills(10);
    in_places(count, [this](int some) { kill_servers(some); });
    tell("server-kills", count);
}

// The three in turn, with the agent's loop running.
TEST_F(Crash, KillingTerminalAgentAndServerInTurnLosesAndDoublesNothing) {
    Stack stack;
    stack.enrol();
    std::optional<Process> agent(std::in_place, stack.sync("run"));
    std::optional<Process> terminal(std::in_place, stack.kiosk({"--rehearse", "2000"}));
    std::size_t thanked = 0;
    test::Book before = test::read_ledger(stack.data());
    for (int kill = 0; kill < 9; ++kill) {
        std::vector<long long> seqs;
        const auto visits = static_cast<std::size_t>(20 + draw(100));
        while (seqs.size() < visits) {
            const auto line = terminal->line();
            ASSERT_TRUE(line) << terminal->errors();
            seqs.push_back(seq_of(*line));
        }
        thanked += seqs.size();
        if (kill % 3 == 0) {
            terminal->kill();
            const auto after = test::read_ledger(stack.data());
            EXPECT_EQ(lost(before, after, seqs), std::vector<long long>{});
            before = after;
            terminal.emplace(stack.kiosk({"--rehearse", "2000"}));
        } else if (kill % 3 == 1) {
            agent->kill();
            agent.emplace(stack.sync("run"));
        } else {
            stack.stop_server();
            stack.start_server();
        }
    }
    while (terminal->line()) ++thanked;
    ASSERT_EQ(terminal->finish(), 0) << terminal->errors();

    EXPECT_TRUE(test::eventually([&] { return stack.ends_agree(); }));
    EXPECT_GE(test::read_archive(stack.archive()).rows.size(), thanked);
    EXPECT_EQ(test::run(stack.server("verify")).status, 0);
    EXPECT_EQ(test::run(stack.sync("verify", {(stack.data() / "ledger").string()})).status, 0);
}

}  // namespace hailong::crash_test
