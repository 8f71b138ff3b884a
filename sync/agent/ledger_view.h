// The ledger as the agent sees it: read only, one short read transaction a call, none held across the network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/batch.h"

namespace hailong::agent {

using domain::ChainSummary;
using domain::Seq;

struct SliceLimits {
    std::size_t lines = domain::kMaxBatchLines;
    std::size_t bytes =
        std::size_t{256} * 1024;  // of all lines with their newlines: protocol::kMaxContent less the header line
};

// Consecutive lines with what proves them. Empty `lines`: a heartbeat, first = last + 1, prev = head = hash(last).
struct Slice {
    Seq first = 0;
    Seq last = 0;
    base::Digest prev;
    base::Digest head;
    base::Signature sig;
    std::vector<std::string> lines;
};

struct Holdings {
    std::vector<ChainSummary> chains;  // that can be read; the one being written first
    std::optional<Error> damage;       // of a chain that cannot, naming it
};

class LedgerView {
public:
    virtual ~LedgerView() = default;
    // Every chain that is held. Each call looks at the files anew. Errors: not_found when no ledger is there, io.
    [[nodiscard]] virtual Result<Holdings> chains() = 0;
    // At least one line when `from` ≤ last, however long that line is.
    [[nodiscard]] virtual Result<Slice> slice(const base::Digest& chain, Seq from, const SliceLimits& limits) = 0;
    // hash(seq); also for floor − 1, which the first segment remembers.
    [[nodiscard]] virtual Result<base::Digest> hash_at(const base::Digest& chain, Seq seq) = 0;
    // Recomputes the whole chain from its lines. Errors: corrupt, naming the first bad seq.
    [[nodiscard]] virtual Status verify(const base::Digest& chain) = 0;
};

}  // namespace hailong::agent
