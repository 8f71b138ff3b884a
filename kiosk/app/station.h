// Who this terminal is, where it stands and to whom it seals: the province's signed identity, which the terminal
// verifies for itself from the root fingerprint on its own enrolment card. The agent only carries it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/places.h"

namespace hailong::app {

struct Station {
    std::string device;
    std::string unit;
    std::string office;
    domain::KeysDocument keys;          // whom answers are sealed to, and whose word counts
    std::string staff_box;              // see staff_key()
    std::vector<std::string> rejected;  // what the agent brought and was not believed, and why; for the log
};

// The identity that was believed first is kept as kiosk/identity.json and holds when the agent's copy goes. Another one
// takes its place only when a receipt key of the newest keys document signed it: neither can be withdrawn or put back
// by the agent. Errors: not_enrolled (no identity yet, or it was given to another device key), environment (no card to
// verify it by), crypto, bad_input, and what keeps the terminal's own copies from being read or written.
[[nodiscard]] Result<Station> enrolled_station(const domain::Places& places, const base::Path& card,
                                               const base::SignKey& device);
// The enrolled station where there is one, else one that belongs to nobody: device "unenrolled", unit "00000", answers
// sealed to keys that are thrown away.
[[nodiscard]] Result<Station> rehearsal_station(const domain::Places& places, const base::Path& card,
                                                const base::SignKey& device);

// The key that staff codes are judged by (domain/staff_code.h). Errors: not_found when the identity brought none, or
// there is no identity: the terminal must be enrolled again; crypto when the box is not for this device.
[[nodiscard]] Result<base::Secret> staff_key(const Station& station, const base::Signer& device);

struct HeldKeys {
    domain::KeysDocument document;
    std::vector<std::string> rejected;  // as in Station
};
// The newest keys document that the root signed: of the identity, of sync/keys.json, or the newest ever adopted, which
// is kept as kiosk/keys.json so that the version never goes down. Errors: of the terminal's own file, unless it is
// absent or of another root, which was on the card before.
[[nodiscard]] Result<HeldKeys> newest_keys(const domain::Places& places, const std::string& identity_keys,
                                           const base::Digest& root);

// The keys document that was adopted, to verify receipts by. Errors: not_enrolled when there is none yet; as above.
[[nodiscard]] Result<domain::KeysDocument> adopted_keys(const domain::Places& places, const base::Path& card);

}  // namespace hailong::app
