// The one place that speaks HTTPS: libcurl with fixed options (PROTOCOL.md "Connection"). https only, no redirect is
// followed, only the province's CA bundle is trusted, TLS 1.2 or newer, answers over 64 KiB are cut off.
// One object, one thread; a connection is kept for the next exchange.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "sync/agent/transport.h"

namespace hailong::transport {

// How the server's certificate is judged. `card` is for /v1/enrol* alone: no CA is known yet, the answer itself is
// proven by the root fingerprint on the enrolment card and the request by the card's secret.
enum class Trust { province, card };

struct Patience {
    std::chrono::milliseconds connect = std::chrono::seconds(15);
    std::chrono::seconds slow = std::chrono::seconds(30);  // below 100 B/s for this long
    std::chrono::milliseconds total = std::chrono::seconds(120);
};

struct Endpoint {
    std::string origin;  // "https://host:8443"
    Trust trust = Trust::province;
    base::Path ca_bundle;    // PEM, with Trust::province
    base::Path certificate;  // PEM; empty: no client certificate
    base::Path key;          // PEM
    std::string proxy;       // "http://host:port"; empty: none, whatever the environment says
    Patience patience;
    // The server's chain may also be valid at this time: a machine whose battery died must still reach the server.
    base::WallTime tls_floor{};
};

class HttpsTransport final : public agent::Transport {
public:
    // Errors: bad_input when the origin is not https, environment when libcurl cannot start.
    [[nodiscard]] static Result<std::unique_ptr<HttpsTransport>> open(Endpoint endpoint);
    ~HttpsTransport() override;
    [[nodiscard]] agent::Exchange exchange(const agent::Request& request) override;

private:
    struct Impl;
    explicit HttpsTransport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::transport
