// The real agent, nginx and server over the lines that wards have. HAILONG_ENTRIES gives another length of the backlog.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "kiosk/base/files.h"
#include "sync/agent/status.h"
#include "tests/network/line.h"
#include "tests/support/books.h"
#include "tests/support/stack.h"
#include "tests/support/wish.h"

namespace hailong::line_test {
namespace {

using test::Line;
using test::Stack;

constexpr std::chrono::minutes kPatience{30};  // what row 18 allows for 10,000 entries

// What row 17 allows.
constexpr test::Millis kNoLonger{30'000};
#ifdef HAILONG_SANITIZED
constexpr long kMostMemory = 1'000'000;  // KiB
#else
constexpr long kMostMemory = 32 * 1024;
#endif

void tell(const std::string& name, std::size_t cases, std::size_t failures) {
    std::cout << "prove: " << name << " cases=" << cases << " failures=" << failures << " seed=-" << std::endl;
}

void tell(const std::string& name, std::size_t cases) { tell(name, cases, testing::Test::HasFailure() ? 1 : 0); }

// To read both ends again and again would cost more than the agent and the server together.
bool is_drained(const Stack& stack) {
    const auto text = base::read_file(stack.data() / "sync" / "status.json");
    const auto status = text ? agent::parse_status(*text) : fail(ErrorCode::not_found, "no status yet");
    return status && std::ranges::all_of(status->chains, [](const auto& chain) { return chain.pending == 0; }) &&
           stack.ends_agree();
}

// Entries that are not at the province, or there twice, or there as another.
std::size_t unlike(const test::Book& ours, const test::Book& theirs) {
    std::vector<test::Row> differ;
    std::ranges::set_symmetric_difference(ours.rows, theirs.rows, std::back_inserter(differ));
    return differ.size() + (theirs.count - theirs.rows.size());
}

}  // namespace

TEST(ANarrowLossyLine, DrainsABacklogOnce) {
    Line line;
    Stack stack;
    stack.enrol();
    static_cast<void>(
        stack.rehearse(test::number_from("HAILONG_ENTRIES", 50) * 2 / 5));  // a visit leaves two and a half entries
    const auto ours = test::read_ledger(stack.data());
    line.limit_to_kbit(64);
    line.lose_percent(30);
    const auto begun = std::chrono::steady_clock::now();
    test::Process agent(stack.sync("run"));
    static_cast<void>(test::eventually([&] { return is_drained(stack); }, kPatience));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    const std::size_t failures = unlike(ours, test::read_archive(stack.archive()));
    agent.send(SIGTERM);
    static_cast<void>(agent.finish());
    std::cout << agent.errors();
    EXPECT_EQ(failures, 0U) << "entries are missing after 30 minutes, doubled or altered";
    std::cout << ours.rows.size() << " entries over 64 kbit/s with 30 % loss: " << taken.count() << " s\n";
    tell("narrow-line", ours.rows.size(), failures);
}

TEST(AnMtuHole, LosesNothingAndIsOverWhenItIsMended) {
    Line line;
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(20));
    const auto before = test::read_archive(stack.archive()).rows;
    line.swallow_packets_over(576);
    const auto failed = test::run(stack.sync("once"));
    EXPECT_NE(failed.status, 0);
    EXPECT_NE(failed.err.find("time"), std::string::npos) << failed.err;
    EXPECT_EQ(test::read_archive(stack.archive()).rows, before);
    line.mend();
    EXPECT_EQ(test::run(stack.sync("once")).status, 0);
    EXPECT_TRUE(stack.ends_agree());
    tell("mtu-hole", 1);
}

class NameServers : public testing::TestWithParam<Line::NameServer> {
protected:
    // A proxy with a name: the province of this test is localhost, which nobody has to ask for.
    void call_by(const std::string& proxy) const {
        std::ofstream(stack_.path("sync.toml")) << "tick_s = 1\nboot_splay_s = 0\n" << proxy;
    }
    Line line_;
    Stack stack_;
};

TEST_P(NameServers, ThatDoNotAnswerAreNamedAndHoldNobodyUp) {
    stack_.enrol();
    static_cast<void>(stack_.rehearse(5));
    line_.ask_names_of(GetParam());
    call_by("proxy = \"http://proxy.example:3128\"\n");
    const auto failed = test::run(stack_.sync("once"), kNoLonger);
    EXPECT_NE(failed.status, 0);
    EXPECT_NE(failed.err.find("DNS of this office"), std::string::npos) << failed.err;
    const auto status = stack_.data() / "sync" / "status.json";
    std::filesystem::remove(status);
    test::Process agent(stack_.sync("run"));
    EXPECT_TRUE(test::eventually([&] { return std::filesystem::exists(status); }));
    const long memory = test::peak_memory(agent.pid());
    EXPECT_GT(memory, 0);
    EXPECT_LT(memory, kMostMemory);
    agent.send(SIGTERM);
    EXPECT_TRUE(agent.finish(kNoLonger));
    call_by("");
    EXPECT_EQ(test::run(stack_.sync("once")).status, 0);
    EXPECT_TRUE(stack_.ends_agree());
    tell("name-server", 1);
}

INSTANTIATE_TEST_SUITE_P(Both, NameServers, testing::Values(Line::NameServer::none, Line::NameServer::silent));

}  // namespace hailong::line_test
