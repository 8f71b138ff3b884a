// Whether an answer is a receipt for *our* question. Everything that fails here counts as no answer at all.
#pragma once

#include <optional>

#include "kiosk/domain/keys_document.h"
#include "kiosk/domain/receipt.h"
#include "sync/agent/ledger_view.h"

namespace hailong::agent {

// Who we are, as enrolment told us.
struct Self {
    std::string province;
    std::string device;
    domain::KeysDocument keys;
};

struct Question {
    base::Digest req;                   // of the batch's header line or the GET target
    std::optional<base::Digest> chain;  // null: the ledger could not be read, or a state question about all chains
};

// Errors: bad_input when it is no signed text at all, crypto when the signature does not hold, conflict when a signed
// answer is not about us or contradicts our own ledger. `ledger` gives our own hash at `through`.
[[nodiscard]] Result<domain::Receipt> judge(std::string_view body, const Question& question, const Self& self,
                                            LedgerView& ledger);
// The checks that hold for a stored receipt as well: ours, our chain, through ≤ own last, head = own hash(through).
[[nodiscard]] Status check_ours(const domain::Receipt& receipt, const std::optional<base::Digest>& chain,
                                const Self& self, LedgerView& ledger);

}  // namespace hailong::agent
