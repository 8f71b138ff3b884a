#include "sync/agent/agent.h"

#include <algorithm>
#include <fstream>

#include "tests/unit/agent/agent_loop.h"

namespace hailong::agent_days_test {

using namespace std::chrono_literals;
using agent::Fault;
using agent_desk::AgentLoop;
using agent_desk::failure;
using agent_desk::reply;

TEST_F(AgentLoop, ReportsALedgerThatIsMissing) {
    auto agent = start();
    EXPECT_EQ(agent.once().problem->word, "ledger");
    EXPECT_EQ(province_.troubles, std::vector<std::string>{"missing"});
}

TEST_F(AgentLoop, ReportsALedgerThatIsDamaged) {
    const auto chain = desk_.add_chain(10);
    const auto file = desk_.places.ledger() / (chain.hex().substr(0, 8) + "-0") / "ledger.db";
    std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out).write("not a database at all", 21);
    auto agent = start();
    EXPECT_EQ(agent.once().problem->word, "ledger");
    EXPECT_EQ(province_.troubles.size(), 1U);
}

TEST_F(AgentLoop, DamageToOneChainDoesNotStopTheOthers) {
    const auto damaged = desk_.add_chain(10);
    const auto good = desk_.add_chain(10);
    const auto file = desk_.places.ledger() / (damaged.hex().substr(0, 8) + "-0") / "ledger.db";
    std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out).write("not a database at all", 21);
    const auto round = start().once();
    EXPECT_EQ(province_.held[good].size(), 10U);
    ASSERT_TRUE(round.problem);
    EXPECT_EQ(round.problem->word, "ledger");
    EXPECT_NE(round.problem->text.find(damaged.hex().substr(0, 8)), std::string::npos) << round.problem->text;
}

TEST_F(AgentLoop, AChainThatCanBeReadAgainIsNotSentAnew) {
    const auto chain = desk_.add_chain(10);
    desk_.add_chain(3);
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    const auto folder = desk_.places.ledger() / (chain.hex().substr(0, 8) + "-0");
    std::filesystem::rename(folder, desk_.temp / "away");
    (void)agent.once();
    std::filesystem::rename(desk_.temp / "away", folder);
    network_.seen.clear();
    EXPECT_EQ(agent.once().delivered, 0U);
    EXPECT_EQ(network_.seen.size(), 1U) << "a heartbeat";
}

TEST_F(AgentLoop, AnOwnReadErrorWhileJudgingIsNotCalledALie) {
    const auto chain = desk_.add_chain(10);
    const auto file = desk_.places.ledger() / (chain.hex().substr(0, 8) + "-0") / "ledger.db";
    network_.script = {
        province_.step(), [&](const agent::Request& request) {
            auto answer = province_.answer(request);
            std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out).write("not a database at all", 21);
            return answer;
        }};
    const auto round = start().once();
    ASSERT_TRUE(round.problem);
    EXPECT_NE(round.problem->word, "untrusted");
    EXPECT_NE(status().alarm, "untrusted");
}

// The terminal has begun another chain; of the one it left the province takes some entries now and the rest later.
class LeftChain : public AgentLoop {
protected:
    void SetUp() override {
        AgentLoop::SetUp();
        left_ = desk_.add_chain(10);
        serving_ = desk_.add_chain(2);
    }
    // The province holds the left chain's version up to here.
    void answer_fork(domain::Seq through) {
        network_.otherwise = [this, through](const agent::Request& request) {
            if (request.method == agent::Method::get) return province_.answer(request);
            const auto sent = domain::split_batch(protocol::unpack_body(request.body).value()).value();
            if (sent.header.chain != left_) return province_.answer(request);
            auto receipt = desk_.receipt(left_, through, domain::request_digest(sent.header_line));
            receipt.verdict = domain::Verdict::fork;
            receipt.at_seq = 1;
            receipt.at_hash = base::sha256("the other");
            return reply(409, encode_receipt(receipt, desk_.receipt_key));
        };
    }
    [[nodiscard]] agent::ChainStatus told_of(const base::Digest& chain) {
        const auto chains = status().chains;
        return *std::ranges::find(chains, chain, &agent::ChainStatus::chain);
    }
    base::Digest left_;
    base::Digest serving_;
};

TEST_F(LeftChain, IsNamedWithTheOneThatGoesOnWhileEntriesOfItWait) {
    answer_fork(0);
    auto agent = start();
    run(agent, 6);
    const auto problem = status().problem;
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->word, "fork");
    EXPECT_NE(problem->text.find("chain " + left_.hex().substr(0, 8) + " rests"), std::string::npos) << problem->text;
    EXPECT_NE(problem->text.find("chain " + serving_.hex().substr(0, 8) + " goes on"), std::string::npos);
    EXPECT_EQ(told_of(left_).rests, "fork");
    EXPECT_EQ(told_of(serving_).rests, std::nullopt);
    EXPECT_EQ(told_of(serving_).pending, 0U);
}

TEST_F(LeftChain, IsNoProblemOnceItIsThereToItsEnd) {
    answer_fork(9);
    auto agent = start();
    run(agent, 6);
    EXPECT_FALSE(status().problem) << status().problem->text;
    EXPECT_EQ(status().alarm, std::nullopt);
    EXPECT_EQ(told_of(left_).rests, "fork");
    EXPECT_EQ(told_of(left_).pending, 0U);
    EXPECT_EQ(told_of(serving_).pending, 0U);
}

TEST_F(AgentLoop, WaitsTheBootSplayFirst) {
    desk_.add_chain(3);
    auto agent = start();
    const auto before = clock_.now().mono;
    run(agent, 1);
    EXPECT_EQ(clock_.now().mono - before, 150s) << "half of 300 s: the jitter is 0.5";
    EXPECT_TRUE(network_.seen.empty());
}

TEST_F(AgentLoop, SendsOneHeartbeatATick) {
    desk_.add_chain(3);
    auto agent = start();
    run(agent, 8);
    EXPECT_EQ(network_.seen.size(), 7U) << "a question, a batch, then heartbeats";
    EXPECT_TRUE(batch(6).lines.empty());
    EXPECT_EQ(status().next_try - status().at, 60s);
}

TEST_F(AgentLoop, NewEntriesGoWithTheNextTick) {
    const auto chain = desk_.add_chain(3);
    auto agent = start();
    int waits = 0;
    waiter_.after = [&] {
        if (++waits == 4) desk_.append(chain, 2);
        return waits == 6 ? base::Woken::stopping : base::Woken::timed_out;
    };
    agent.run();
    EXPECT_EQ(province_.held[chain].size(), 5U);
}

TEST_F(AgentLoop, ADayOfOutageIsAnAlarmAndThenAllIsDelivered) {
    const auto chain = desk_.add_chain(30);
    network_.otherwise = [](const agent::Request&) { return failure(Fault::refused); };
    auto agent = start();
    const auto begin = clock_.now().mono;
    bool was_alarmed = false;
    waiter_.after = [&] {
        if (!std::filesystem::exists(desk_.places.status())) return base::Woken::timed_out;
        const auto now = status();
        if (clock_.now().mono - begin < 24h) {
            EXPECT_EQ(now.alarm, std::nullopt);
        }
        was_alarmed |= now.alarm == "silent";
        if (was_alarmed) network_.otherwise = province_.step();
        return was_alarmed && !now.problem && now.chains[0].pending == 0 ? base::Woken::stopping
                                                                         : base::Woken::timed_out;
    };
    agent.run();
    EXPECT_TRUE(was_alarmed);
    EXPECT_EQ(province_.held[chain].size(), 30U);
    EXPECT_LT(network_.seen.size(), 300U) << "a day of backing off";
}

TEST_F(AgentLoop, InANewEpochEachChainIsAskedAboutAgain) {
    std::vector<base::Digest> chains;
    for (int i = 0; i < 20; ++i) chains.push_back(desk_.add_chain(3));
    auto agent = start();
    EXPECT_EQ(agent.once().delivered, 60U);
    province_.epoch = "fedcba9876543210";
    for (auto& [chain, lines] : province_.held) lines.resize(1);
    EXPECT_FALSE(agent.once().problem);
    for (const auto& chain : chains) EXPECT_EQ(province_.held[chain].size(), 3U) << "a header tells of 16 chains only";
}

TEST_F(AgentLoop, AReceiptFileOfAnOlderEpochIsAskedAboutToo) {
    const auto older = desk_.add_chain(5);
    desk_.add_chain(3);
    EXPECT_EQ(start().once().delivered, 8U);
    province_.epoch = "fedcba9876543210";
    province_.held[older].resize(2);
    EXPECT_EQ(start().once().pending, 0U);
    EXPECT_EQ(province_.held[older].size(), 5U);
}

TEST_F(AgentLoop, ServersThatDisagreeAboutTheEpochAreNotAskedWithoutEnd) {
    for (int i = 0; i < 3; ++i) desk_.add_chain(3);
    network_.otherwise = [this, flip = false](const agent::Request& request) mutable {
        flip = !flip;
        province_.epoch = flip ? "0000000000000000" : "1111111111111111";
        return province_.answer(request);
    };
    auto agent = start();
    EXPECT_EQ(agent.once().pending, 0U);
    EXPECT_LE(network_.seen.size(), 12U);
}

TEST_F(AgentLoop, ReceiptsThatCannotBeWrittenLoseNothing) {
    desk_.add_chain(5);
    std::filesystem::remove_all(desk_.places.receipts());
    EXPECT_EQ(start().once().problem->word, "disk");
    ASSERT_TRUE(base::make_folder(desk_.places.receipts(), 02750));
    const auto round = start().once();
    EXPECT_FALSE(round.problem);
    EXPECT_EQ(round.pending, 0U);
}

TEST_F(AgentLoop, StatusTellsWhatIsPending) {
    const auto chain = desk_.add_chain(20);
    network_.otherwise = [](const agent::Request&) { return failure(Fault::dns); };
    EXPECT_TRUE(start().once().problem);
    const auto found = status();
    ASSERT_EQ(found.chains.size(), 1U);
    EXPECT_EQ(found.chains[0], (agent::ChainStatus{chain, 19, std::nullopt, 20}));
    EXPECT_EQ(found.last_contact, std::nullopt);
    EXPECT_TRUE(found.problem_since);
}

// The terminal's staff see both: a clock that is wrong and a certificate that ends are why nothing arrives some day.
TEST_F(AgentLoop, StatusTellsTheClocksOffsetAndTheCertificatesEnd) {
    desk_.add_chain(3);
    credentials_.until = clock_.now().wall + 24h * 90;
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    const auto told = status();
    EXPECT_EQ(told.certificate_until, credentials_.until);
    const auto provinces = base::parse_utc("2026-11-23T02:15:07.123Z").value();  // in every receipt of the desk
    EXPECT_EQ(told.clock_offset_s,
              std::chrono::duration_cast<std::chrono::seconds>(clock_.now().wall - provinces).count());
}

TEST_F(AgentLoop, TellsItsCredentialsTheProvincesTimeAndNotItsOwn) {
    desk_.add_chain(3);
    EXPECT_FALSE(start().once().problem);
    ASSERT_FALSE(credentials_.seen.empty());
    EXPECT_EQ(credentials_.seen.back().province_now, base::parse_utc("2026-11-23T02:15:07.123Z").value());
    EXPECT_FALSE(credentials_.seen.back().is_refused);
}

TEST_F(AgentLoop, ANewCertificateIsTriedAtOnceWhereTheOldOneWasRefused) {
    desk_.add_chain(3);
    bool is_known = false;
    network_.otherwise = [&](const agent::Request& request) {
        return is_known ? province_.answer(request) : reply(403, "");
    };
    credentials_.renew = [&] { return is_known = true; };
    const auto round = start().once();
    EXPECT_FALSE(round.problem);
    EXPECT_EQ(round.pending, 0U);
}

TEST_F(AgentLoop, SaysWhyACertificateCouldNotBeRenewed) {
    desk_.add_chain(3);
    credentials_.why = "the terminal did not sign";
    const auto due = start().once();
    ASSERT_TRUE(due.problem);
    EXPECT_EQ(due.problem->word, "renewal");
    EXPECT_NE(due.problem->text.find("did not sign"), std::string::npos) << due.problem->text;
    EXPECT_EQ(due.pending, 0U) << "the old certificate goes on";
    network_.otherwise = [](const agent::Request&) { return reply(403, ""); };
    clock_.advance(60s);
    const auto refused = start().once();
    ASSERT_TRUE(refused.problem);
    EXPECT_EQ(refused.problem->word, "refused_terminal");
    EXPECT_NE(refused.problem->text.find("did not sign"), std::string::npos) << refused.problem->text;
}

TEST_F(AgentLoop, AnAlarmStandsUntilTheProvinceSaysOkAgain) {
    const auto chain = desk_.add_chain(5);
    bool is_refusing = true;
    network_.otherwise = [&](const agent::Request& request) {
        const auto sent =
            domain::split_batch(protocol::unpack_body(request.body).value_or("")).value_or(domain::Batch{});
        return is_refusing && !sent.lines.empty() ? reply(413, "") : province_.answer(request);
    };
    auto agent = start();
    for (int tick = 0; tick < 5; ++tick) {
        (void)agent.once();
        clock_.advance(60s);
    }
    EXPECT_EQ(status().alarm, "entry_too_large");
    ASSERT_TRUE(status().problem);
    EXPECT_EQ(status().problem->word, "entry_too_large");
    is_refusing = false;
    clock_.advance(2h);
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(status().alarm, std::nullopt);
    EXPECT_EQ(status().problem, std::nullopt);
    EXPECT_EQ(province_.held[chain].size(), 5U);
}

TEST(SyncStatusFile, GoesThereAndBack) {
    agent::SyncStatus status;
    status.at = base::parse_utc("2026-11-23T02:15:07.123Z").value();
    status.next_try = status.at + 60s;
    EXPECT_EQ(agent::parse_status(agent::encode_status(status)).value(), status);
    status.last_contact = status.at;
    status.problem = agent::Problem{"dns", "a \"sentence\""};
    status.problem_since = status.at;
    status.alarm = "silent";
    status.clock_offset_s = -340;
    status.certificate_until = status.at + 24h;
    status.chains = {{base::sha256("a"), 9, 4, 5}, {base::sha256("b"), 0, std::nullopt, 1}};
    EXPECT_EQ(agent::parse_status(agent::encode_status(status)).value(), status);
    EXPECT_FALSE(agent::parse_status("{}"));
}

}  // namespace hailong::agent_days_test
