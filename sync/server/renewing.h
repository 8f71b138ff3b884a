// Gives enrolled terminals a new TLS certificate (PROTOCOL.md "Renewal"). Whoever asks proves the device key and the
// new TLS key over a nonce of ours; a certificate that has expired, or none, is as good as any.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "kiosk/domain/renewal.h"
#include "sync/protocol/wire.h"
#include "sync/server/province.h"

namespace hailong::server {

inline constexpr auto kNonceLife = std::chrono::minutes(10);  // the terminal may be asleep until its next tick

using RenewAnswer = std::variant<std::string, protocol::Refusal>;  // the renewal's two lines, or why not

// Thread-safe.
class Renewing {
public:
    Renewing(Registry& registry, const Province& province) : registry_(registry), province_(province) {}
    // {"device"} → {"nonce"}. Says nothing of whether there is such a device, and keeps nothing: strangers cannot push
    // out a terminal's nonce.
    [[nodiscard]] std::variant<base::Token16, protocol::Refusal> begin(std::string_view body, base::WallTime now) const;
    [[nodiscard]] Result<RenewAnswer> finish(std::string_view body, base::WallTime now);

private:
    // Eight bytes of our time, eight of a MAC over it and the device.
    [[nodiscard]] base::Token16 nonce_at(const std::string& device, std::uint64_t millis) const;
    [[nodiscard]] bool is_fresh(const base::Token16& nonce, const std::string& device, base::WallTime now) const;
    [[nodiscard]] Result<std::string> certify(const domain::RenewalRequest& request, const SigningRequest& csr,
                                              base::WallTime now) const;

    Registry& registry_;
    const Province& province_;
    base::Secret nonce_key_{base::random_bytes(32)};  // a restart makes terminals begin again
};

}  // namespace hailong::server
