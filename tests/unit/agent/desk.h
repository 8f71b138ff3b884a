// What the agent's tests share: a terminal with a real ledger on disk, its province's keys, and a network by script.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kiosk/domain/places.h"
#include "kiosk/store/ledger.h"
#include "sync/agent/agent.h"
#include "sync/agent/store_ledger.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace hailong::agent_desk {

[[nodiscard]] base::Signer signer(char byte);

// A data folder with ledger/, sync/ and sync/receipts/; a device; a province of fixed seeds.
class Desk {
public:
    Desk();
    // Begins a chain of `entries` entries (genesis included) and closes it.
    base::Digest add_chain(domain::Seq entries, domain::GenesisReason reason = domain::GenesisReason::enrolled);
    void append(const base::Digest& chain, int entries);
    [[nodiscard]] base::Digest hash_at(const base::Digest& chain, domain::Seq seq);
    [[nodiscard]] agent::Self self() const;
    // An answer that is right in everything: `req` and `through` as given, head = own hash.
    [[nodiscard]] domain::Receipt receipt(const base::Digest& chain, domain::Seq through, const base::Digest& req);

    test::TempFolder temp;
    domain::Places places;
    base::Signer device = signer(1);
    base::Signer root = signer(2);
    base::Signer receipt_key = signer(3);
    domain::KeysDocument keys;
    agent::StoreLedger ledger;

private:
    int chains_ = 0;
};

// Answers what the script says, in order; after its end what `otherwise` says.
class ScriptedTransport final : public agent::Transport {
public:
    using Step = std::function<agent::Exchange(const agent::Request&)>;
    std::deque<Step> script;
    Step otherwise;
    std::vector<agent::Request> seen;
    [[nodiscard]] agent::Exchange exchange(const agent::Request& request) override;
};

// A province in memory that keeps what it is sent and answers by the protocol, over the wire's exact bytes.
class TinyProvince {
public:
    explicit TinyProvince(Desk& desk) : desk_(desk) {}
    [[nodiscard]] agent::Exchange answer(const agent::Request& request);
    [[nodiscard]] ScriptedTransport::Step step() {
        return [this](const agent::Request& request) { return answer(request); };
    }
    // Lines held of each chain; restoring an older copy is shortening a vector.
    std::map<base::Digest, std::vector<std::string>> held;
    std::vector<std::string> troubles;
    std::size_t max_lines = 500;  // more are answered by 413
    std::uint64_t keys_version = 1;
    std::optional<base::Signer> next_key;  // signs instead of the desk's receipt key; listed in version 2
    std::string epoch = "0123456789abcdef";
    bool wants_all = false;  // tell in `want` what is missing of the other chains

private:
    [[nodiscard]] agent::Exchange sign(domain::Receipt receipt) const;
    [[nodiscard]] agent::Exchange take(const domain::Batch& batch);
    [[nodiscard]] domain::Receipt about(const std::optional<base::Digest>& chain, const base::Digest& req) const;
    Desk& desk_;
};

[[nodiscard]] agent::Exchange reply(int status, std::string body, std::string type = "text/html");
[[nodiscard]] agent::Exchange failure(agent::Fault fault);

}  // namespace hailong::agent_desk
