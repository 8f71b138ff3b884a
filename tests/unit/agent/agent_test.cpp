#include "sync/agent/agent.h"

#include <algorithm>
#include <set>

#include "tests/unit/agent/agent_loop.h"

namespace hailong::agent_test {

using namespace std::chrono_literals;
using agent::Fault;
using agent_desk::AgentLoop;
using agent_desk::failure;
using agent_desk::reply;

TEST_F(AgentLoop, DeliversAWholeLedgerAndKeepsTheReceipt) {
    const auto chain = desk_.add_chain(1201);
    auto agent = start();
    const auto round = agent.once();
    EXPECT_FALSE(round.problem);
    EXPECT_EQ(round.delivered, 1201U);
    EXPECT_EQ(round.pending, 0U);
    EXPECT_EQ(province_.held[chain].size(), 1201U);
    const auto text = base::read_file(desk_.places.receipts() / chain.hex()).value();
    EXPECT_EQ(domain::parse_receipt(text, desk_.keys)->through, domain::Seq(1200));
}

TEST_F(AgentLoop, SendsAtMost500LinesABatch) {
    desk_.add_chain(1201);
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    ASSERT_EQ(network_.seen.size(), 4U) << "one question and three batches";
    EXPECT_EQ(batch(1).lines.size(), 500U);
    EXPECT_EQ(batch(2).header.first, 500U);
    EXPECT_EQ(batch(3).header.last, 1200U);
}

TEST_F(AgentLoop, SendsOnlyWhatIsNewAfterARestart) {
    const auto chain = desk_.add_chain(20);
    EXPECT_FALSE(start().once().problem);
    desk_.append(chain, 5);
    network_.seen.clear();
    EXPECT_EQ(start().once().delivered, 5U);
    ASSERT_EQ(network_.seen.size(), 1U) << "the receipt file answers what the server would have";
    EXPECT_EQ(batch(0).header.first, 20U);
}

TEST_F(AgentLoop, SendsAHeartbeatWhenNothingIsNew) {
    desk_.add_chain(20);
    EXPECT_FALSE(start().once().problem);
    network_.seen.clear();
    EXPECT_FALSE(start().once().problem);
    ASSERT_EQ(network_.seen.size(), 1U);
    EXPECT_TRUE(batch(0).lines.empty());
    EXPECT_EQ(batch(0).header.first, 20U);
}

TEST_F(AgentLoop, AHeaderTellsEveryChainAndTheClock) {
    const auto older = desk_.add_chain(3);
    const auto current = desk_.add_chain(4);
    EXPECT_FALSE(start().once().problem);
    const auto header = batch(1).header;
    ASSERT_EQ(header.chains.size(), 2U);
    EXPECT_EQ(header.chains[0].chain, current);
    EXPECT_EQ(header.chains[1].chain, older);
    EXPECT_EQ(header.chains[1].last, 2U);
    EXPECT_NE(header.clock.find("\"mono_ms\":"), std::string::npos);
}

TEST_F(AgentLoop, HeadersTellManyChainsInTurnAndAlwaysTheOneThatIsSent) {
    std::set<base::Digest> all;
    for (int i = 0; i < 40; ++i) all.insert(desk_.add_chain(2));
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    std::set<base::Digest> told;
    for (std::size_t i = 0; i < network_.seen.size(); ++i) {
        if (network_.seen[i].method == agent::Method::get) continue;
        const auto header = batch(i).header;
        EXPECT_EQ(header.chains.size(), 16U);
        EXPECT_EQ(std::ranges::count(header.chains, *header.chain, &domain::ChainSummary::chain), 1);
        EXPECT_EQ(std::ranges::count(header.chains, batch(1).header.chain, &domain::ChainSummary::chain), 1);
    }
    network_.seen.clear();
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_FALSE(agent.once().problem);
        for (const auto& summary : batch(i).header.chains) told.insert(summary.chain);
    }
    EXPECT_EQ(told, all) << "within a few heartbeats";
}

TEST_F(AgentLoop, SendsTheCurrentChainBeforeOlderOnes) {
    const auto older = desk_.add_chain(600);
    const auto current = desk_.add_chain(600);
    EXPECT_FALSE(start().once().problem);
    EXPECT_EQ(batch(1).header.chain, current);
    EXPECT_EQ(batch(2).header.chain, current);
    EXPECT_EQ(batch(4).header.chain, older);
    EXPECT_EQ(province_.held[older].size(), 600U);
}

TEST_F(AgentLoop, AsksTheServerWhenTheReceiptIsMissing) {
    const auto chain = desk_.add_chain(20);
    EXPECT_FALSE(start().once().problem);
    std::filesystem::remove(desk_.places.receipts() / chain.hex());
    network_.seen.clear();
    EXPECT_EQ(start().once().delivered, 0U);
    ASSERT_EQ(network_.seen.size(), 1U);
    EXPECT_TRUE(network_.seen[0].target.starts_with("/v1/state?nonce="));
    EXPECT_TRUE(std::filesystem::exists(desk_.places.receipts() / chain.hex())) << "rebuilt";
}

TEST_F(AgentLoop, GarbledForgedAndOldReceiptFilesCostNothing) {
    const auto chain = desk_.add_chain(20);
    EXPECT_FALSE(start().once().problem);
    const auto good = base::read_file(desk_.places.receipts() / chain.hex()).value();
    auto older = desk_.receipt(chain, 4, base::sha256("old"));
    auto wrong = older;
    wrong.head = base::sha256("wrong");
    auto beyond = older;
    beyond.through = 500;
    for (const std::string& text :
         {std::string(), std::string("garbage\n"), good.substr(0, good.size() / 2), good + "x",
          encode_receipt(older, desk_.receipt_key), encode_receipt(older, desk_.device),
          encode_receipt(wrong, desk_.receipt_key), encode_receipt(beyond, desk_.receipt_key)}) {
        write_receipt(chain, text);
        const auto round = start().once();
        EXPECT_FALSE(round.problem) << text;
        EXPECT_EQ(round.pending, 0U) << text;
        EXPECT_EQ(province_.held[chain].size(), 20U) << text;
    }
}

TEST_F(AgentLoop, ALostAnswerIsRepeatedAndDoublesNothing) {
    const auto chain = desk_.add_chain(20);
    network_.script = {province_.step(), [this](const agent::Request& request) {
                           (void)province_.answer(request);  // taken, but the answer is lost
                           return failure(Fault::broken);
                       }};
    EXPECT_EQ(start().once().problem->word, "broken");
    EXPECT_EQ(start().once().problem, std::nullopt);
    EXPECT_EQ(province_.held[chain].size(), 20U);
}

TEST_F(AgentLoop, ADelayedOldAnswerIsNotBelieved) {
    desk_.add_chain(20);
    agent::Exchange first = failure(Fault::broken);
    network_.script = {province_.step(), [&](const agent::Request& request) {
                           first = province_.answer(request);
                           return failure(Fault::timeout);
                       }};
    EXPECT_TRUE(start().once().problem);
    network_.script = {province_.step(), [&](const agent::Request&) { return first; }};
    std::filesystem::remove_all(desk_.places.receipts());
    ASSERT_TRUE(base::make_folder(desk_.places.receipts(), 02750));
    province_.held.clear();
    const auto round = start().once();
    EXPECT_EQ(round.problem->word, "untrusted") << "its req is of the earlier batch";
    EXPECT_EQ(round.pending, 20U);
}

TEST_F(AgentLoop, APortalsPageIsNoReceipt) {
    const auto chain = desk_.add_chain(20);
    for (const auto& portal : {reply(200, "<html>log in</html>"), reply(200, "OK", "text/plain"), reply(302, ""),
                               reply(307, "<html>moved</html>"), reply(511, "<html>network login</html>")}) {
        network_.script = {[&](const agent::Request&) { return portal; }};
        const auto round = start().once();
        EXPECT_EQ(round.problem->word, "portal");
        EXPECT_EQ(round.pending, 20U);
        EXPECT_FALSE(std::filesystem::exists(desk_.places.receipts() / chain.hex()));
    }
}

TEST_F(AgentLoop, EveryFaultIsToldInItsOwnWord) {
    desk_.add_chain(3);
    for (const auto fault : {Fault::dns, Fault::refused, Fault::timeout, Fault::broken, Fault::tls_ca, Fault::tls_host,
                             Fault::tls_expired, Fault::tls_rejected, Fault::tls_other, Fault::too_large}) {
        network_.script = {[&](const agent::Request&) { return failure(fault); }};
        const auto round = start().once();
        EXPECT_EQ(round.problem->word, agent::name_of(fault));
        EXPECT_GT(round.problem->text.size(), 40U) << "a sentence a person can act upon";
        EXPECT_EQ(round.pending, 3U);
        EXPECT_EQ(status().problem, round.problem);
    }
}

TEST_F(AgentLoop, ALyingServerRaisesAnAlarmAndGetsNoReceiptFile) {
    const auto chain = desk_.add_chain(20);
    network_.script = {province_.step()};
    network_.otherwise = [this](const agent::Request& request) {
        auto taken = province_.answer(request);
        auto receipt = domain::parse_receipt(taken->body, desk_.keys).value();
        receipt.head = base::sha256("invented");
        return reply(200, encode_receipt(receipt, desk_.receipt_key));
    };
    const auto round = start().once();
    EXPECT_EQ(network_.seen.size(), 3U) << "a state question, the entries, and once more from behind the claim";
    EXPECT_EQ(round.problem->word, "untrusted");
    EXPECT_EQ(round.pending, 20U);
    EXPECT_EQ(status().alarm, "untrusted");
    const auto text = base::read_file(desk_.places.receipts() / chain.hex()).value();
    EXPECT_EQ(domain::parse_receipt(text, desk_.keys)->through, std::nullopt) << "only the true state answer was kept";
}

TEST_F(AgentLoop, AGapWithAForeignHeadIsAskedFromBehindThatHead) {
    const auto chain = desk_.add_chain(20);
    network_.script = {province_.step(), [&](const agent::Request& request) {
                           const auto sent = domain::split_batch(protocol::unpack_body(request.body).value()).value();
                           auto receipt = desk_.receipt(chain, 7, domain::request_digest(sent.header_line));
                           receipt.verdict = domain::Verdict::gap;
                           receipt.head = base::sha256("another entry 7");
                           return reply(409, encode_receipt(receipt, desk_.receipt_key));
                       }};
    (void)start().once();
    ASSERT_GT(network_.seen.size(), 2U);
    EXPECT_EQ(batch(2).header.first, 8U);
    EXPECT_EQ(batch(2).header.prev, desk_.hash_at(chain, 7));
}

TEST_F(AgentLoop, HalvesABatchThatIsTooLong) {
    const auto chain = desk_.add_chain(300);
    province_.max_lines = 60;
    EXPECT_FALSE(start().once().problem);
    EXPECT_EQ(province_.held[chain].size(), 300U);
}

TEST_F(AgentLoop, AnEntryTheServerNeverTakesStopsOnlyItsChain) {
    const auto older = desk_.add_chain(5);
    const auto current = desk_.add_chain(5);
    network_.otherwise = [&](const agent::Request& request) {
        if (request.method == agent::Method::get) return province_.answer(request);
        const auto sent = domain::split_batch(protocol::unpack_body(request.body).value()).value();
        if (sent.header.chain == current && !sent.lines.empty()) return reply(413, "");
        return province_.answer(request);
    };
    auto agent = start();
    EXPECT_EQ(agent.once().problem->word, "batch_too_large");
    EXPECT_EQ(agent.once().problem->word, "entry_too_large");
    EXPECT_EQ(province_.held[older].size(), 5U);
}

TEST_F(AgentLoop, ARestoredArchiveIsFilledAgain) {
    const auto older = desk_.add_chain(30);
    const auto current = desk_.add_chain(40);
    EXPECT_FALSE(start().once().problem);
    province_.held[older].resize(11);
    province_.held[current].resize(7);
    province_.wants_all = true;
    EXPECT_FALSE(start().once().problem);
    EXPECT_EQ(province_.held[older].size(), 30U);
    EXPECT_EQ(province_.held[current].size(), 40U);
}

TEST_F(AgentLoop, AServerThatForgetsEverythingAllTheTimeEndsInAnAlarm) {
    desk_.add_chain(30);
    network_.otherwise = [this](const agent::Request& request) {
        auto answer = province_.answer(request);
        province_.held.clear();
        return answer;
    };
    EXPECT_FALSE(start().once().problem);
    auto agent = start();
    agent::Round round;
    for (int i = 0; i < 10 && !round.problem; ++i) {
        round = agent.once();
        clock_.advance(60s);
    }
    ASSERT_TRUE(round.problem);
    EXPECT_EQ(round.problem->word, "rewinds");
    EXPECT_LT(network_.seen.size(), 30U);
}

TEST_F(AgentLoop, AHashVerdictIsCheckedAgainstTheOwnLedger) {
    const auto chain = desk_.add_chain(10);
    network_.otherwise = [&](const agent::Request& request) {
        if (request.method == agent::Method::get) return province_.answer(request);
        const auto sent = domain::split_batch(protocol::unpack_body(request.body).value()).value();
        auto receipt = desk_.receipt(chain, 9, domain::request_digest(sent.header_line));
        receipt.verdict = domain::Verdict::hash;
        receipt.through.reset();
        receipt.head.reset();
        return reply(422, encode_receipt(receipt, desk_.receipt_key));
    };
    const auto round = start().once();
    EXPECT_EQ(round.problem->word, "hash");
    EXPECT_EQ(network_.seen.size(), 5U) << "one question, one batch, three repetitions";
    EXPECT_EQ(status().alarm, "hash");
}

TEST_F(AgentLoop, SignedForksReachTheTerminalAsAFile) {
    const auto chain = desk_.add_chain(10);
    network_.script = {province_.step(), [&](const agent::Request& request) {
                           const auto sent = domain::split_batch(protocol::unpack_body(request.body).value()).value();
                           auto receipt = desk_.receipt(chain, 3, domain::request_digest(sent.header_line));
                           receipt.verdict = domain::Verdict::fork;
                           receipt.at_seq = 4;
                           receipt.at_hash = base::sha256("the other");
                           return reply(409, encode_receipt(receipt, desk_.receipt_key));
                       }};
    EXPECT_EQ(start().once().problem->word, "fork");
    const auto text = base::read_file(desk_.places.receipts() / (chain.hex() + ".verdict")).value();
    EXPECT_EQ(domain::parse_receipt(text, desk_.keys)->at_seq, domain::Seq(4));
}

}  // namespace hailong::agent_test
