// X.509 for the province's own small CA: the only user of OpenSSL in the server. P-256 throughout.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/secret.h"

namespace hailong::server {

struct Issued {
    std::string certificate;  // PEM
    base::Secret key;         // PEM, PKCS#8
};

// The CA outlives every terminal it certifies: 20 years.
[[nodiscard]] Result<Issued> make_ca(const std::string& name, base::WallTime now);
// Is this the key of the (first) certificate?
[[nodiscard]] bool is_pair(const Issued& issued);
// The first certificate of a bundle, alone.
[[nodiscard]] Result<std::string> first_certificate(std::string_view bundle);
// For nginx, 5 years. `hosts`: names and IPv4 addresses.
[[nodiscard]] Result<Issued> make_server_certificate(const Issued& ca, const std::vector<std::string>& hosts,
                                                     base::WallTime now);

// A terminal's request for a certificate, its own signature checked.
struct SigningRequest {
    std::string pem;
    base::Digest digest;  // SHA-256 of the DER form
    base::Digest spki;    // SHA-256 of the public key
};
// Errors: bad_input for anything but a P-256 request with a valid signature.
[[nodiscard]] Result<SigningRequest> read_request(std::string_view pem);
// Did the request's key sign these bytes (ECDSA with SHA-256, DER)?
[[nodiscard]] bool request_key_signed(const SigningRequest& request, std::string_view bytes,
                                      std::string_view signature);
// Client certificate with CN = device, 5 years: the usual life of a terminal's hardware. Nothing rests on the date,
// because trust is a row per key that can be revoked at once; the agent renews at two thirds of it.
[[nodiscard]] Result<std::string> issue_client(const Issued& ca, const SigningRequest& request,
                                               const std::string& device, base::WallTime now);

// SHA-256 of the public key inside a PEM certificate.
[[nodiscard]] Result<base::Digest> key_of_certificate(std::string_view pem);
// nginx's $ssl_client_escaped_cert.
[[nodiscard]] Result<std::string> unescape(std::string_view percent_encoded);

}  // namespace hailong::server
