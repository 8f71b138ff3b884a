// Server certificates and a clock that may be wrong: the chain must hold at the
// system's time or, as a whole, at a floor below which the true time cannot be. Internal to the transport; the OpenSSL
// types stay in its two .cpp files.
#pragma once

#include "kiosk/base/clock.h"

namespace hailong::transport {

struct VerifyTime {
    base::WallTime floor{};
    int error = 0;  // X509_V_ERR_… of the last handshake, 0 when the chain was accepted
};

// Hooks into an SSL_CTX; `judge` must outlive it.
void install_verify_time(void* ssl_ctx, VerifyTime& judge);
[[nodiscard]] bool is_time_error(int x509_error);

}  // namespace hailong::transport
