// What the health QR of the staff screen says, signed by the device key: a photographed one tells the province of a
// terminal without network how far its ledger is, and holds it to that head. No answer of a citizen is in it.
//   text = H1:DEVICE:CHAIN:LAST:HEAD:THROUGH:PENDING:DISK:CLOCK:VERSION:CERT:SIG          upper case: alphanumeric QR
//   mode
// chain, head in base32; through - when nothing is receipted, chain, last, head - when the ledger cannot be read; disk
// in MiB; clock in seconds since 1970; cert in days, - when unknown;
// sig = base32 Ed25519(device key, T("health/1", everything before the last colon)).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/domain/chain.h"

namespace hailong::domain {

inline constexpr std::size_t kMaxHealthText = 400;

struct Health {
    std::string device;
    std::optional<Head> head;    // of the chain being written
    std::optional<Seq> through;  // receipted of it
    std::uint64_t pending = 0;   // entries of all chains without a receipt
    std::uint64_t disk_free_mb = 0;
    base::WallTime clock;                   // whole seconds
    std::string version;                    // [0-9A-Za-z.+-]{1,16}; travels in upper case
    std::optional<std::int64_t> cert_days;  // until the certificate ends; negative: expired
    bool operator==(const Health&) const = default;
};
[[nodiscard]] std::string encode_health(const Health& health, const base::Signer& device);

struct SignedHealth {
    Health health;
    std::string signed_text;
    base::Signature signature;
};
// Blanks around it and small letters are forgiven (somebody may have typed it). Errors: bad_input.
[[nodiscard]] Result<SignedHealth> parse_health(std::string_view text);
[[nodiscard]] bool verify_health(const SignedHealth& health, const base::SignKey& device);

}  // namespace hailong::domain
