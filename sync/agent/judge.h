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

// Is it the province's signed answer to this question? Errors: bad_input when it is no signed text at all, crypto when
// the signature does not hold, conflict when it is about somebody or something else.
[[nodiscard]] Result<domain::Receipt> recognise(std::string_view body, const Question& question, const Self& self);
// Does a recognised answer agree with our own hash at `through`? Errors: conflict when it contradicts our ledger; any
// other code says that our ledger could not be read, which is not the server's doing.
[[nodiscard]] Status check_head(const domain::Receipt& receipt, LedgerView& ledger);
// Both.
[[nodiscard]] Result<domain::Receipt> judge(std::string_view body, const Question& question, const Self& self,
                                            LedgerView& ledger);
// The checks that hold for a stored receipt as well: ours, our chain, through ≤ own last, head = own hash(through).
[[nodiscard]] Status check_ours(const domain::Receipt& receipt, const std::optional<base::Digest>& chain,
                                const Self& self, LedgerView& ledger);

}  // namespace hailong::agent
