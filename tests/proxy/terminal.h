// A terminal as the harness needs it: a real ledger on disk, and the real agent that carries it through libcurl and
// TLS. Time is virtual, so that a day of retries takes as long as its exchanges.
#pragma once

#include <optional>

#include "kiosk/store/ledger.h"
#include "sync/agent/agent.h"
#include "sync/agent/store_ledger.h"
#include "sync/transport/https_transport.h"
#include "tests/support/books.h"
#include "tests/support/fake_clock.h"

namespace hailong::proxy_rig {

// Writes chains as the kiosk does and keeps a list of what it would have thanked for.
class Kiosk {
public:
    Kiosk(domain::Places places, std::string device, const base::Signer& key, const base::BoxKey& intake);
    void begin_chain(domain::GenesisReason reason);
    void append(int ratings);
    [[nodiscard]] const std::vector<test::Row>& thanked() const { return thanked_; }
    [[nodiscard]] long long ratings() const { return ratings_; }
    [[nodiscard]] const base::Digest& chain() const { return chains_.back(); }
    [[nodiscard]] const std::vector<base::Digest>& chains() const { return chains_; }

private:
    void thank(const domain::Head& head);
    domain::Places places_;
    std::string device_;
    const base::Signer& key_;
    base::BoxKey intake_;
    std::optional<store::Ledger> ledger_;
    std::vector<base::Digest> chains_;  // in the order in which they were begun
    std::vector<test::Row> thanked_;
    int visits_ = 0;
    long long ratings_ = 0;
};

class Carrier {
public:
    Carrier(domain::Places places, agent::Self self, const transport::Endpoint& endpoint);
    // What the agent is given in place of its network, when a test wants it worse than it is.
    std::function<agent::Exchange(agent::Transport&, const agent::Request&)> spoil;

    void connect_to(const transport::Endpoint& endpoint);
    void reconnect();          // the last connection is gone
    void restart();            // a new process: only the files are left
    void restart_forgetful();  // and no receipts
    agent::Round once();
    // The agent's own loop, at its own pace, until `done` holds at one of its waits; false when `limit` has passed
    // first.
    bool run_until(const std::function<bool()>& done, base::Millis limit);
    // Faults are over: within a day and a half nothing is left to send.
    [[nodiscard]] bool arrives();
    void pass(base::Millis time) { clock_.advance(time); }
    [[nodiscard]] const agent::State& state() const { return agent_->state(); }
    [[nodiscard]] const domain::Places& places() const { return places_; }
    [[nodiscard]] agent::SyncStatus status() const;
    [[nodiscard]] agent::LedgerView& ledger() { return ledger_; }
    [[nodiscard]] std::string hash_at(const base::Digest& chain, domain::Seq seq);

private:
    class Network final : public agent::Transport {
    public:
        explicit Network(Carrier& carrier) : carrier_(carrier) {}
        [[nodiscard]] agent::Exchange exchange(const agent::Request& request) override;

    private:
        Carrier& carrier_;
    };
    domain::Places places_;
    agent::Self self_;
    test::FakeClock clock_;
    test::VirtualWaiter waiter_{clock_};
    agent::StoreLedger ledger_;
    transport::Endpoint endpoint_;
    std::unique_ptr<transport::HttpsTransport> https_;
    Network network_{*this};
    std::optional<agent::Agent> agent_;
    std::uint32_t dice_ = 1;
};

}  // namespace hailong::proxy_rig
