// A terminal's disk in memory: the real lines, hashes and signatures of its chains, behind the agent's own view of a
// ledger. Answers as StoreLedger does for the same chains (virtual_ledger_test.cpp).
#pragma once

#include <functional>
#include <memory>

#include "kiosk/domain/genesis.h"
#include "sync/agent/ledger_view.h"

namespace hailong::simulation {

using domain::Seq;

struct VirtualEntry {
    std::string line;
    base::Digest hash;
    base::Signature sig;
};

struct VirtualChain {
    base::Digest id;
    Seq floor = 0;  // what is below it is pruned: kept here for the checks, hidden from the agent
    // Index = seq. Owned by every disk that was copied from this one.
    std::vector<std::shared_ptr<const VirtualEntry>> entries;

    [[nodiscard]] Seq last() const { return entries.size() - 1; }
    [[nodiscard]] const base::Digest& hash(Seq seq) const { return entries.at(seq)->hash; }
};

class VirtualLedger final : public agent::LedgerView {
public:
    // Begins a chain, from now on the one being written.
    const VirtualEntry& begin(const domain::Genesis& genesis, const base::Signer& device);
    const VirtualEntry& append(const domain::Draft& draft, const base::Signer& device);
    // The newest entry never reached the disk.
    void drop_newest() { held.front().entries.pop_back(); }

    Result<agent::Holdings> chains() override;
    Result<agent::Slice> slice(const base::Digest& chain, Seq from, const agent::SliceLimits& limits) override;
    Result<base::Digest> hash_at(const base::Digest& chain, Seq seq) override;
    Status verify(const base::Digest& chain) override;

    std::vector<VirtualChain> held;                       // the one being written first
    std::function<void()> on_read = [] {};                // may throw: whoever reads dies here
    std::function<std::optional<base::Digest>()> hearsay  // a reader without a head check believes this instead
        = [] { return std::nullopt; };

private:
    VirtualChain* find(const base::Digest& chain);
};

}  // namespace hailong::simulation
