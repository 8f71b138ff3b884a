// A terminal's certificate through the years (promise 27): real programs, real nginx and mutual TLS, other times by
// faketime. Nobody touches the terminal in any of these; its process only signs what its agent asks.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>

#include "tests/support/books.h"
#include "tests/support/stack.h"
#include "tests/support/wish.h"

namespace hailong::renewal_test {

using test::Stack;

class Renewal : public testing::Test {
protected:
    void SetUp() override {
        stack_.enrol();
        static_cast<void>(stack_.rehearse(3));
        const auto sent = test::run(stack_.sync("once"));
        ASSERT_EQ(sent.status, 0) << sent.err;
        static_cast<void>(stack_.rehearse(3));
    }
    [[nodiscard]] std::string contents(const std::filesystem::path& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] std::string pair() const { return contents(stack_.data() / "sync/client.pem"); }
    [[nodiscard]] std::string trusted() const { return contents(stack_.data() / "sync/ca.crt"); }
    void move_province_to(const std::string& time) {
        stack_.set_province_time(time);
        restart_province();
    }
    void restart_province() {
        stack_.stop_nginx();
        stack_.stop_server();
        stack_.start_server();
        stack_.start_nginx();
    }
    void order(const std::string& command) {
        const auto done = test::run(stack_.server(command));
        ASSERT_EQ(done.status, 0) << done.err;
    }
    // One round of the agent, the terminal at its side, carries everything.
    void expect_syncs() {
        const auto sent = stack_.sync_signed("once");
        EXPECT_EQ(sent.status, 0) << sent.err << sent.out;
        EXPECT_TRUE(stack_.ends_agree());
    }
    // A round without the terminal's signature; an agent that asks for it has no pair that works.
    [[nodiscard]] bool carries_alone() {
        std::filesystem::remove(stack_.data() / "sync/enrol/request.json");
        test::Process agent(stack_.sync("once"));
        const auto asks = [&] { return std::filesystem::exists(stack_.data() / "sync/enrol/request.json"); };
        if (!test::eventually([&] { return !agent.running() || asks(); }) || asks()) return false;
        return agent.finish() == 0 && stack_.ends_agree();
    }
    [[nodiscard]] std::string complaint(const std::string& command) {
        const auto tried = stack_.sync_signed(command);
        EXPECT_NE(tried.status, 0);
        return tried.err + tried.out;
    }

    Stack stack_;
};

TEST_F(Renewal, ALostTlsKeyIsReplaced) {
    std::filesystem::remove(stack_.data() / "sync/client.pem");
    expect_syncs();
}

TEST_F(Renewal, ARevokedTerminalGetsNoCertificateWhileTheServerRuns) {
    const auto first = pair();
    const auto revoked = test::run(stack_.server("kiosk revoke", {"--device", stack_.device()}));
    ASSERT_EQ(revoked.status, 0) << revoked.err;
    EXPECT_NE(complaint("once").find("revoked this terminal"), std::string::npos);
    EXPECT_NE(complaint("renew").find("revoked this terminal"), std::string::npos);
    EXPECT_EQ(pair(), first);
    const auto status = test::run(stack_.sync("status"));
    EXPECT_NE(status.out.find("revoked this terminal"), std::string::npos) << status.out;
    EXPECT_NE(test::run(stack_.server("kiosk revoke", {"--device", "k-nobody"})).status, 0);
}

TEST_F(Renewal, AnotherCaIsBelievedByItsSignedAnswer) {
    const auto before = trusted();
    order("roll-ca");
    restart_province();
    expect_syncs();
    const auto both = trusted();
    EXPECT_NE(both, before);
    EXPECT_NE(both.find(before), std::string::npos) << "the old one is trusted beside the new one";
    static_cast<void>(stack_.rehearse(1));
    expect_syncs();
}

// A terminal that has learnt of the new CA, before a server that still shows the old one's certificate. The reverse is
// the test above.
TEST_F(Renewal, AMixedFleetSyncsUnderEitherCa) {
    const auto old_tls = stack_.path("old-tls");
    std::filesystem::copy(stack_.archive() / "tls", old_tls);
    order("roll-ca");
    restart_province();
    expect_syncs();
    // Another server of the province still shows the old CA's certificate.
    for (const char* file : {"server.crt", "server.key"}) {
        std::filesystem::copy_file(old_tls / file, stack_.archive() / "tls" / file,
                                   std::filesystem::copy_options::overwrite_existing);
    }
    restart_province();
    const auto pair_of_new_ca = pair();
    static_cast<void>(stack_.rehearse(1));
    expect_syncs();
    EXPECT_EQ(pair(), pair_of_new_ca) << "nothing had to be renewed";
}

TEST_F(Renewal, TwoRollOversWhileSwitchedOffAreCaughtUpWith) {
    order("roll-ca");
    order("roll-ca");
    restart_province();
    expect_syncs();
}

TEST_F(Renewal, NobodyElseIsBelievedInItsPlace) {
    const auto before = trusted();
    const auto first = pair();
    test::openssl({"req", "-x509", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                   stack_.path("strange.key"), "-out", stack_.path("strange.crt"), "-subj", "/CN=localhost", "-addext",
                   "subjectAltName=DNS:localhost", "-days", "2"});
    stack_.start_impostor(stack_.path("strange.crt"), stack_.path("strange.key"));
    EXPECT_NE(complaint("once").find("another authority"), std::string::npos);
    EXPECT_EQ(trusted(), before);
    EXPECT_EQ(pair(), first);
    stack_.stop_nginx();
    stack_.start_nginx();
    expect_syncs();
}

// libfaketime takes memory while the allocator of a sanitizer asks it for the time: these run without one.
#ifndef HAILONG_SANITIZED
TEST_F(Renewal, ComesAtTwoThirdsOfTheCertificatesLifeByTheProvincesClock) {
    const auto first = pair();
    move_province_to("+1200d");  // of 1830
    expect_syncs();
    EXPECT_EQ(pair(), first);
    move_province_to("+1230d");
    expect_syncs();
    const auto second = pair();
    EXPECT_NE(second, first);
    static_cast<void>(stack_.rehearse(1));
    expect_syncs();
    EXPECT_EQ(pair(), second) << "once is enough";
}

TEST_F(Renewal, ACertificateThatExpiredWhileTheTerminalWasOffIsRenewed) {
    const auto first = pair();
    stack_.set_province_time("+2000d");
    order("renew-certificate");
    restart_province();
    stack_.set_agent_time("+2000d");
    expect_syncs();
    EXPECT_NE(pair(), first);
}

TEST_F(Renewal, WithoutTheTerminalsSignatureNothingIsLostAndStatusSaysWhy) {
    const auto first = pair();
    move_province_to("+1230d");
    test::Process agent(stack_.sync("once"));
    ASSERT_TRUE(test::eventually([&] { return !agent.running() || stack_.ends_agree(); })) << "entries do not wait";
    agent.kill();
    EXPECT_EQ(pair(), first);
    expect_syncs();
    EXPECT_NE(pair(), first);
}

class WrongClock : public Renewal, public testing::WithParamInterface<const char*> {};

TEST_P(WrongClock, Syncs) {
    const auto first = pair();
    stack_.set_agent_time(GetParam());
    expect_syncs();
    EXPECT_EQ(pair(), first) << "by its own clock nothing is renewed";
}

TEST_P(WrongClock, Renews) {
    const auto first = pair();
    move_province_to("+1230d");
    stack_.set_agent_time(GetParam());
    expect_syncs();
    EXPECT_NE(pair(), first);
}

INSTANTIATE_TEST_SUITE_P(Clocks, WrongClock, testing::Values("@1970-01-02 00:00:00", "@2050-01-01 00:00:00"));
#endif

// Kills the agent at any moment of a renewal: the pair that is left must carry a round, and no terminal helps it then.
// HAILONG_KILLS says how often, HAILONG_SEED when.
TEST_F(Renewal, AKillAtAnyMomentLeavesAPairThatWorks) {
    const int kills = test::number_from("HAILONG_KILLS", 5);
    const auto seed = test::number_from<unsigned>("HAILONG_SEED", std::random_device{}());
    std::mt19937 random(seed);
    const auto began = std::chrono::steady_clock::now();
    const auto old_pair = pair();
    ASSERT_EQ(stack_.sync_signed("renew").status, 0);
    const auto whole = std::chrono::duration_cast<test::Millis>(std::chrono::steady_clock::now() - began);
    std::uniform_int_distribution<int> moment(0, static_cast<int>(whole.count()));
    int failures = 0;
    std::set<std::string> pairs{pair()};
    for (int i = 0; i < kills; ++i) {
        {
            test::Process agent(stack_.sync("renew"));
            static_cast<void>(stack_.sign_for(agent, test::Millis(moment(random))));
            agent.kill();
        }
        static_cast<void>(stack_.rehearse(1));
        if (!carries_alone()) {
            ++failures;
            ADD_FAILURE() << "kill " << i << " of seed " << seed << " left no pair that works";
        }
        pairs.insert(pair());
    }
    std::cout << "prove: renewal-kills cases=" << kills << " failures=" << failures << " seed=" << seed << "\n";
    EXPECT_TRUE(kills < 20 || pairs.size() > 1) << "no kill came late enough to matter";

    // What an agent would have that stores the new pair only when it is proven, and dies between.
    std::ofstream(stack_.data() / "sync/client.pem") << old_pair;
    static_cast<void>(stack_.rehearse(1));
    const bool is_caught = !carries_alone();
    EXPECT_TRUE(is_caught);
    std::cout << "prove: renewal-kills known-bad=" << (is_caught ? "caught" : "missed") << "\n";
}

}  // namespace hailong::renewal_test
