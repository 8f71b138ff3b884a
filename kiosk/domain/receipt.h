// The server's signed answer (ledger-and-sync.md §3). A receipt says: of this chain I hold everything up to `through`,
// and its hash there is `head`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/chain.h"
#include "kiosk/domain/keys_document.h"

namespace hailong::domain {

enum class Verdict { ok, gap, fork, behind, hash };
[[nodiscard]] std::string_view name_of(Verdict verdict);

struct Want {
    base::Digest chain;
    Seq from = 0;
    bool operator==(const Want&) const = default;
};

struct Receipt {
    std::string province;
    std::string epoch;  // 16 hex digits; changes when the archive was restored
    std::string device;
    std::optional<base::Digest> chain;
    Verdict verdict = Verdict::ok;
    std::optional<Seq> through;        // null: nothing of this chain is held
    std::optional<base::Digest> head;  // null with it
    std::optional<Seq> at_seq;         // fork, hash: the first place of disagreement
    std::optional<base::Digest> at_hash;
    base::Digest req;  // H(T("req/1", header line of the batch, or the request target of a GET))
    base::WallTime now;
    std::vector<Want> want;
    std::string config;
    std::uint64_t keys = 0;  // version of the newest keys document
    bool operator==(const Receipt&) const = default;
};

[[nodiscard]] std::string encode_receipt(const Receipt& receipt, const base::Signer& receipt_key);  // two lines
// Signature by a listed receipt key and strict form; whether it answers *our* question is the agent's to judge.
// Errors: bad_input, crypto.
[[nodiscard]] Result<Receipt> parse_receipt(std::string_view text, const KeysDocument& keys);
[[nodiscard]] base::Digest request_digest(std::string_view line);

}  // namespace hailong::domain
