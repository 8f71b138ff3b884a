// How the agent follows the province's keys documents: each is proven by the root alone, so none in between is needed.
#include "sync/agent/agent.h"
#include "tests/unit/agent/agent_loop.h"

namespace hailong::agent_keys_test {

using namespace std::chrono_literals;
using agent::Fault;
using agent_desk::AgentLoop;
using agent_desk::failure;
using agent_desk::reply;

TEST_F(AgentLoop, ReadsNewKeysWhenAReceiptNamesThem) {
    desk_.add_chain(3);
    province_.keys_version = 2;
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 2U);
    const auto kept = base::read_file(desk_.places.keys()).value();
    EXPECT_EQ(domain::parse_keys(kept, domain::fingerprint(desk_.keys.root))->version, 2U);
}

TEST_F(AgentLoop, AsksAgainForKeysThatCouldNotBeHad) {
    desk_.add_chain(3);
    province_.keys_version = 2;
    bool is_broken = true;
    network_.otherwise = [&](const agent::Request& request) {
        const bool asks_keys = request.target.starts_with("/v1/keys/");
        return asks_keys && is_broken ? failure(Fault::broken) : province_.answer(request);
    };
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 1U);
    is_broken = false;
    clock_.advance(5min);
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 2U);
}

TEST_F(AgentLoop, DoesNotAskForLackingKeysWithEachAnswer) {
    desk_.add_chain(1201);
    province_.keys_version = 2;
    int asked = 0;
    network_.otherwise = [&](const agent::Request& request) {
        if (!request.target.starts_with("/v1/keys/")) return province_.answer(request);
        ++asked;
        return failure(Fault::broken);
    };
    EXPECT_EQ(start().once().delivered, 1201U);
    EXPECT_EQ(asked, 1);
}

TEST_F(AgentLoop, AnUnknownReceiptKeyMakesItReadTheNewerKeys) {
    const auto chain = desk_.add_chain(20);
    province_.keys_version = 2;
    province_.next_key = agent_desk::signer(7);
    auto agent = start();
    const auto round = agent.once();
    EXPECT_FALSE(round.problem) << round.problem->text;
    EXPECT_EQ(agent.self().keys.version, 2U);
    EXPECT_EQ(province_.held[chain].size(), 20U);
}

TEST_F(AgentLoop, AnUnknownKeyWithoutNewerKeysIsNotBelieved) {
    desk_.add_chain(20);
    province_.next_key = agent_desk::signer(7);
    EXPECT_EQ(start().once().problem->word, "untrusted");
    EXPECT_EQ(network_.seen.size(), 1U) << "nothing newer is named, nothing is asked for";
}

// What a server that was put back from a copy names.
TEST_F(AgentLoop, KeysNeverGoDown) {
    desk_.add_chain(3);
    desk_.keys.version = 5;
    province_.keys_version = 4;
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 5U);
    EXPECT_FALSE(std::filesystem::exists(desk_.places.keys()));
    for (const auto& request : network_.seen) EXPECT_FALSE(request.target.starts_with("/v1/keys/"));
}

TEST_F(AgentLoop, AnOlderDocumentThanTheOneAskedForIsNotTaken) {
    desk_.add_chain(3);
    province_.keys_version = 3;
    network_.otherwise = [this](const agent::Request& request) {
        auto older = desk_.keys;
        older.version = 2;
        return request.target.starts_with("/v1/keys/") ? reply(200, domain::encode_keys(older, desk_.root))
                                                       : province_.answer(request);
    };
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 1U);
    EXPECT_FALSE(std::filesystem::exists(desk_.places.keys()));
}

// As after a renewal of the certificate that brought them, before a server that was not restarted yet.
TEST_F(AgentLoop, NewerKeysInTheFileAreNotReplacedByOlderOnes) {
    desk_.add_chain(3);
    province_.keys_version = 2;
    auto newest = desk_.keys;
    newest.version = 3;
    const auto text = domain::encode_keys(newest, desk_.root);
    ASSERT_TRUE(base::write_file(desk_.places.keys(), text));
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 3U);
    EXPECT_EQ(base::read_file(desk_.places.keys()).value(), text);
}

TEST_F(AgentLoop, AReceiptOfAWithdrawnKeyIsAskedForAnew) {
    const auto chain = desk_.add_chain(3);
    EXPECT_FALSE(start().once().problem);
    province_.keys_version = 2;
    province_.next_key = agent_desk::signer(7);  // the new document lists it alone
    EXPECT_FALSE(start().once().problem);
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    const auto kept = base::read_file(desk_.places.receipts() / chain.hex()).value();
    EXPECT_FALSE(domain::parse_receipt(kept, desk_.keys));
}

TEST_F(AgentLoop, KeysOfAnotherRootAreNotTaken) {
    desk_.add_chain(3);
    province_.keys_version = 2;
    network_.otherwise = [this](const agent::Request& request) {
        if (!request.target.starts_with("/v1/keys/")) return province_.answer(request);
        auto keys = desk_.keys;
        keys.version = 2;
        keys.root = desk_.device.public_key();
        return reply(200, domain::encode_keys(keys, desk_.device));
    };
    auto agent = start();
    EXPECT_FALSE(agent.once().problem);
    EXPECT_EQ(agent.self().keys.version, 1U);
    EXPECT_FALSE(std::filesystem::exists(desk_.places.keys()));
}

}  // namespace hailong::agent_keys_test
