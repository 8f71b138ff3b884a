// The hash chain:  hash(n) = H(T("entry/1", hash(n−1) ‖ u64(n) ‖ line n)), 32 zero bytes before n = 0; chain id =
// hash(0). Heads are signed:  sig(n) = Ed25519(device key, T("head/1", chain ‖ u64(n) ‖ hash(n))).
#pragma once

#include <string_view>

#include "kiosk/base/crypto.h"
#include "kiosk/domain/entry.h"

namespace hailong::domain {

struct Head {
    base::Digest chain;
    Seq seq = 0;
    base::Digest hash;
    bool operator==(const Head&) const = default;
};

[[nodiscard]] base::Digest hash_entry(const base::Digest& previous, Seq seq, std::string_view line);
// The head of a chain that holds only its genesis line.
[[nodiscard]] Head begin_chain(std::string_view genesis_line);
[[nodiscard]] Head extend(const Head& head, std::string_view line);

[[nodiscard]] base::Signature sign_head(const base::Signer& device, const Head& head);
[[nodiscard]] bool verify_head(const base::SignKey& device, const Head& head, const base::Signature& signature);

// The code a citizen may copy (ledger-and-sync.md §2): eight symbols of 23456789ABCDEFGHJKLMNPQRSTVWXYZ, "XXXX-XXXX";
// the last makes Σ i·v_i ≡ 0 mod 31, so one wrong or two swapped symbols are noticed.
[[nodiscard]] std::string rating_code(const base::Digest& first_rating_hash);
[[nodiscard]] bool is_rating_code(std::string_view text);

}  // namespace hailong::domain
