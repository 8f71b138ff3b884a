// Who this terminal is, where it stands and to whom it seals: the province's signed identity, which the terminal
// verifies for itself from the root fingerprint on its own enrolment card. The agent only carries it.
#pragma once

#include <string>

#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/places.h"
#include "kiosk/store/ledger.h"

namespace hailong::app {

struct Station {
    std::string device;
    std::string unit;
    std::string office;
    base::BoxKey intake;
};

// Errors: not_enrolled (no identity yet, or it was given to another device key), environment (no card to verify it by),
// crypto, bad_input.
[[nodiscard]] Result<Station> enrolled_station(const domain::Places& places, const base::Path& card,
                                               const base::SignKey& device);
// The enrolled station where there is one, else one that belongs to nobody: device "unenrolled", unit "00000", answers
// sealed to a key that is thrown away.
[[nodiscard]] Result<Station> rehearsal_station(const domain::Places& places, const base::Path& card,
                                                const base::SignKey& device);

// The newest keys document that the root signed: of the identity, of sync/keys.json, or the newest ever adopted, which
// is kept as kiosk/keys.json so that the version never goes down.
[[nodiscard]] Result<domain::KeysDocument> newest_keys(const domain::Places& places, const std::string& identity_keys,
                                                       const base::Digest& root);

// Opens the newest chain that is no rehearsal, or begins one: with reason `enrolled` the first time and after a move to
// another unit, `rekeyed` after a new device key; the new chain names the old one.
[[nodiscard]] Result<store::Ledger> open_enrolled_ledger(const domain::Places& places, const Station& station,
                                                         const base::Signer& device, const domain::Stamp& stamp,
                                                         const store::LedgerOptions& options);
// Always a new chain.
[[nodiscard]] Result<store::Ledger> begin_rehearsal_ledger(const domain::Places& places, const Station& station,
                                                           const base::Signer& device, const domain::Stamp& stamp,
                                                           const store::LedgerOptions& options);

}  // namespace hailong::app
