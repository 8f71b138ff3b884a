// Finds the first entry of a chain that is not what the terminal wrote: edited, dropped, inserted, swapped. What is
// newer than the last receipt is bounded by the device key only: whoever holds that key can write another end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/domain/chain.h"

namespace hailong::store {

// Walks one chain line by line, from a ledger or from an export.
class ChainWalk {
public:
    // Starts before entry 0 and takes the device key from the genesis line.
    ChainWalk() = default;
    // Starts behind entry `before.seq`, of which the hash is believed. Without a key no signature is checked.
    ChainWalk(const domain::Head& before, std::optional<base::SignKey> device) : head_(before), device_(device) {}

    // `hash` and `sig` are checked when given. Errors: corrupt, beginning with "entry <seq>: "; the walk then stays.
    [[nodiscard]] Status next(std::string_view line, const base::Digest* hash = nullptr,
                              const base::Signature* sig = nullptr);
    [[nodiscard]] const std::optional<domain::Head>& head() const { return head_; }
    [[nodiscard]] domain::Seq next_seq() const { return head_ ? head_->seq + 1 : 0; }
    [[nodiscard]] const std::optional<base::SignKey>& device() const { return device_; }

private:
    std::optional<domain::Head> head_;
    std::optional<base::SignKey> device_;
};

struct Fault {
    domain::Seq seq = 0;  // the first bad entry
    std::string what;
};

struct ChainVerdict {
    std::string chain8;
    std::optional<base::Digest> chain;  // absent when not even that can be read
    domain::Seq floor = 0;
    std::optional<domain::Head> head;  // of the last entry that was good
    std::optional<Fault> fault;
};

// Every chain of a ledger folder, every line, hash and signature; read-only like LedgerReader; also of a copy.
// Errors: not_found, busy, io. Damage is no error but a verdict.
[[nodiscard]] Result<std::vector<ChainVerdict>> verify_ledger(const base::Path& ledger_folder);

}  // namespace hailong::store
