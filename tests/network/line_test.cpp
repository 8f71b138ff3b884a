// The real agent, nginx and server over the lines that wards have. HAILONG_ENTRIES gives another length of the backlog.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <iostream>

#include "tests/network/line.h"
#include "tests/support/books.h"
#include "tests/support/stack.h"
#include "tests/support/wish.h"

namespace hailong::line_test {
namespace {

using test::Line;
using test::Stack;

constexpr std::chrono::minutes kPatience{30};  // what row 18 allows for 10,000 entries

void tell(const std::string& name, int cases) {
    std::cout << "prove: " << name << " cases=" << cases << " failures=" << (testing::Test::HasFailure() ? 1 : 0)
              << " seed=-" << std::endl;
}

}  // namespace

TEST(ANarrowLossyLine, DrainsABacklogOnce) {
    Line line;
    Stack stack;
    stack.enrol();
    static_cast<void>(
        stack.rehearse(test::number_from("HAILONG_ENTRIES", 50) * 2 / 5));  // a visit leaves two and a half entries
    const auto entries = test::read_ledger(stack.data()).rows.size();
    line.limit_to_kbit(64);
    line.lose_percent(30);
    const auto begun = std::chrono::steady_clock::now();
    test::Process agent(stack.sync("run"));
    EXPECT_TRUE(test::eventually([&] { return stack.ends_agree(); }, kPatience));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    agent.send(SIGTERM);
    static_cast<void>(agent.finish());
    std::cout << agent.errors();
    const auto theirs = test::read_archive(stack.archive());
    EXPECT_EQ(theirs.count, theirs.rows.size());
    std::cout << entries << " entries over 64 kbit/s with 30 % loss: " << taken.count() << " s\n";
    tell("narrow-line", static_cast<int>(entries));
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

}  // namespace hailong::line_test
