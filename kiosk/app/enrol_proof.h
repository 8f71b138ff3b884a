// The terminal's part of an enrolment (ledger-and-sync.md §4) and of a renewal: the agent asks in
// sync/enrol/request.json, the terminal signs with its device key in ledger/enrol/answer.json. Neither touches the
// other's folder.
#pragma once

#include "kiosk/base/crypto.h"
#include "kiosk/domain/places.h"

namespace hailong::app {

enum class ProofOutcome { nothing_asked, answered, answered_before };

// Signs a request for a renewal, and one for an enrolment only if its code is that of the card. Errors: conflict when
// it is another card's, environment without a card, bad_input, read_only, io.
[[nodiscard]] Result<ProofOutcome> answer_enrolment(const domain::Places& places, const base::Path& card,
                                                    const base::Signer& device);

}  // namespace hailong::app
