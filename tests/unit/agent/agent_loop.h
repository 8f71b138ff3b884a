// The agent's loop on a real ledger, a virtual clock and a scripted network; by default an honest province answers.
#pragma once

#include <gtest/gtest.h>

#include "sync/protocol/wire.h"
#include "tests/unit/agent/desk.h"

namespace hailong::agent_desk {

// Notes what it is told; renews when a test says so.
class ScriptedCredentials final : public agent::Credentials {
public:
    [[nodiscard]] bool tend(const agent::Contact& contact, base::MonoTime /*now*/) override {
        seen.push_back(contact);
        return contact.is_refused && renew && renew();
    }
    [[nodiscard]] std::optional<std::string> failure() const override { return why; }
    [[nodiscard]] std::optional<base::WallTime> certificate_until() const override { return until; }
    std::vector<agent::Contact> seen;
    std::function<bool()> renew;
    std::optional<std::string> why;
    std::optional<base::WallTime> until;
};

class AgentLoop : public testing::Test {
protected:
    agent_desk::Desk desk_;
    test::FakeClock clock_;
    test::VirtualWaiter waiter_{clock_};
    agent_desk::ScriptedTransport network_;
    agent_desk::TinyProvince province_{desk_};
    ScriptedCredentials credentials_;

    void SetUp() override { network_.otherwise = province_.step(); }
    [[nodiscard]] agent::Agent start(agent::Plan plan = {}) {
        const agent::World world{desk_.ledger, network_, clock_, waiter_, [] { return 0.5; }, {}, &credentials_};
        return agent::Agent(world, desk_.self(), desk_.places, plan);
    }
    [[nodiscard]] agent::SyncStatus status() {
        return agent::parse_status(base::read_file(desk_.places.status()).value()).value();
    }
    void write_receipt(const base::Digest& chain, const std::string& text) {
        ASSERT_TRUE(base::write_file(desk_.places.receipts() / chain.hex(), text));
    }
    [[nodiscard]] domain::Batch batch(std::size_t request) const {
        return domain::split_batch(protocol::unpack_body(network_.seen.at(request).body).value()).value();
    }
    // Runs until `turns` waits were made.
    void run(agent::Agent& agent, int turns) {
        waiter_.after = [left = turns]() mutable {
            return --left <= 0 ? base::Woken::stopping : base::Woken::timed_out;
        };
        agent.run();
    }
};

}  // namespace hailong::agent_desk
