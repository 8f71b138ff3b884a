// `hailong-sync enrol`: from the province's card to an identity (PROTOCOL.md "Enrolment").
#pragma once

#include <optional>

#include "sync/app/asking.h"

namespace hailong::sync_app {

// Runs the exchange and writes keys.json, ca.crt, client.pem, identity.json and, last, the card's code; until
// the province has answered an identity that is there stays whole. Running it again with the same card after any
// interruption is safe: the same keys get the same answer. REQUIRES: the folder's lock. Errors: network, bad_input (the
// province refuses the code), crypto (the answer is not from the card's province), not_found (no signature of the
// terminal came), disk errors.
[[nodiscard]] Result<domain::Identity> enrol(const domain::EnrolmentCard& card, const domain::Places& places,
                                             const AskWorld& world);
// The identity that is already there, if it came by this card. A new card of the same province (after a revocation, a
// lost key, a move to another ward) enrols anew.
[[nodiscard]] std::optional<domain::Identity> enrolled_already(const domain::EnrolmentCard& card,
                                                               const domain::Places& places);

}  // namespace hailong::sync_app
