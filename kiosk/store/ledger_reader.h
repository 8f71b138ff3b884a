// Reads a ledger that another process may be writing, under another user id, without ever writing, creating or locking
// anything beside it: the wal-index is opened read-only, and a folder that lacks it is "not ready" instead of repaired.
// Every question opens the segment, reads inside one transaction and closes it before it returns, so nothing is held
// while the caller uses the network. Not for the process that holds the Ledger, where both would share SQLite's locks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/domain/batch.h"
#include "kiosk/domain/genesis.h"

namespace hailong::store {

struct HeldChain {
    domain::ChainSummary summary;            // floor, last, head
    std::optional<domain::Genesis> genesis;  // absent when entry 0 was removed and nothing kept of it
};

struct UnreadableChain {
    std::string chain8;
    Error why;
};

struct Survey {
    std::vector<HeldChain> readable;  // in the order of chains()
    std::vector<UnreadableChain> unreadable;
};

struct SignedHash {
    base::Digest hash;
    base::Signature sig;
    bool operator==(const SignedHash&) const = default;
};

struct ReadLimit {
    std::size_t lines = domain::kMaxBatchLines;
    std::size_t bytes = std::size_t{240} * 1024;  // of lines with their newlines; the first line is always given
};

// Errors of all: not_found (no such chain or seq), busy ("ledger not ready": being created, or its -shm is missing; try
// again later), corrupt, io.
class LedgerReader {
public:
    explicit LedgerReader(base::Path ledger_folder) : folder_(std::move(ledger_folder)) {}

    // Every chain held. Chains that another one names as its previous come after it, then newest genesis first;
    // rehearsals last. An empty list when there is no ledger yet. Fails when any of them cannot be read.
    [[nodiscard]] Result<std::vector<HeldChain>> chains() const;
    // The same, but what cannot be read is named beside what can: damage to one chain says nothing of another.
    [[nodiscard]] Result<Survey> survey() const;
    // Exact lines from `from` on, over segment borders; empty when from = last + 1.
    [[nodiscard]] Result<std::vector<std::string>> lines(const base::Digest& chain, domain::Seq from,
                                                         const ReadLimit& limit) const;
    // Of the entry before the first that is held only the hash is known; the signature is then all zero.
    [[nodiscard]] Result<SignedHash> at(const base::Digest& chain, domain::Seq seq) const;

private:
    base::Path folder_;
};

// The same for the process that holds the folder's lock and has no segment open: it opens them as their writer does,
// who needs no -wal and -shm and gets over broken ones.
[[nodiscard]] Result<Survey> survey_as_owner(const base::Path& ledger_folder);

// The chain that takes ratings: the newest whose genesis reason is not `rehearsal`. nullopt: none yet.
[[nodiscard]] std::optional<HeldChain> enrolled_chain(const std::vector<HeldChain>& chains);

}  // namespace hailong::store
