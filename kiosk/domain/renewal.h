// How an enrolled terminal gets a new TLS certificate (PROTOCOL.md "Renewal"). The device key, which never leaves the
// terminal, asks for it: so a certificate that has expired, or a TLS key that was lost, stops nobody who is enrolled.
#pragma once

#include <string>

#include "kiosk/domain/enrolment.h"

namespace hailong::domain {

// What the device key and the new TLS key sign: T("renew/1", device ‖ H(CSR as DER) ‖ nonce). All but the first part
// have fixed lengths.
struct RenewalChallenge {
    std::string device;
    base::Digest csr;
    base::Token16 nonce;
};
// {"device","csr","nonce"}: sync/enrol/request.json, written by the agent for the terminal, which answers as in an
// enrolment.
[[nodiscard]] std::string encode_challenge(const RenewalChallenge& challenge);
[[nodiscard]] Result<RenewalChallenge> parse_renewal_challenge(std::string_view text);
[[nodiscard]] std::string signed_bytes(const RenewalChallenge& challenge);
[[nodiscard]] DeviceProof prove(const RenewalChallenge& challenge, const base::Signer& device);
[[nodiscard]] bool proves(const DeviceProof& proof, const RenewalChallenge& challenge);

// Body of POST /v1/renew: {"device","csr","nonce","dev_key","sig","tls_sig"} and 0x0A.
struct RenewalRequest {
    std::string device;
    std::string csr_pem;
    base::Token16 nonce;
    DeviceProof proof;
    std::string tls_signature;  // raw ECDSA DER over signed_bytes()
};
[[nodiscard]] std::string encode_renewal_request(const RenewalRequest& request);
[[nodiscard]] Result<RenewalRequest> parse_renewal_request(std::string_view text);

// The answer: two lines signed by a receipt key under the context renew/1. It brings the keys document that names that
// key, as an identity does, so a terminal that was switched off through a change of receipt keys can still check it.
struct Renewal {
    std::string province;
    std::string device;
    std::string certificate;  // PEM
    std::string ca_bundle;    // PEM
    std::string keys;         // the two-line keys document
    base::Token16 nonce;      // of the request: an old answer is none
    bool operator==(const Renewal&) const = default;
};
[[nodiscard]] std::string encode_renewal(const Renewal& renewal, const base::Signer& receipt_key);
// Errors: bad_input for form, crypto when the root, or a key it lists, did not sign.
[[nodiscard]] Result<Renewal> parse_renewal(std::string_view text, const base::Digest& root_fingerprint);

}  // namespace hailong::domain
