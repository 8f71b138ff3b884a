// The terminal's TLS identity: a P-256 key and the certificate request that proves it. OpenSSL stays inside.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"

namespace hailong::transport {

// A fresh P-256 private key as PKCS#8 PEM.
[[nodiscard]] Result<base::Secret> make_tls_key();

struct CertificateRequest {
    std::string pem;
    base::Digest digest;  // SHA-256 of the DER form
};
// Signed by `key_pem`; the province gives the certificate its names, so the request carries only `common_name`.
[[nodiscard]] Result<CertificateRequest> make_request(const base::Secret& key_pem, const std::string& common_name);
// ECDSA with SHA-256, DER.
[[nodiscard]] Result<std::string> sign_with(const base::Secret& key_pem, std::string_view message);
// Errors: crypto when the certificate is for another key.
[[nodiscard]] Status check_pair(std::string_view certificate_pem, const base::Secret& key_pem);

struct Life {
    base::WallTime from;
    base::WallTime until;
};
// When the first certificate of the text is valid. Errors: crypto.
[[nodiscard]] Result<Life> certificate_life(std::string_view pem);

}  // namespace hailong::transport
