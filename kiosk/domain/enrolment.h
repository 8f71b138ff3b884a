// How a terminal gets its identity (ledger-and-sync.md §4). The card is what the province prints as a QR code.
#pragma once

#include <string>

#include "kiosk/base/secret.h"
#include "kiosk/domain/genesis.h"
#include "kiosk/domain/keys_document.h"

namespace hailong::base::json {
class Object;
}

namespace hailong::domain {

// {"v":1,"url":"https://host:8444","code":"<16 hex>","secret":"<b64, ≥ 10 bytes>","root":"<64 hex>"}
struct EnrolmentCard {
    std::string url;      // https only
    std::string code;     // 16 hex digits, public
    base::Secret secret;  // never sent: it keys an HMAC
    base::Digest root;    // fingerprint of the province's root key
};
[[nodiscard]] Result<EnrolmentCard> parse_card(std::string_view text);
[[nodiscard]] std::string encode_card(const EnrolmentCard& card);

// What both keys sign: T("enrol/1", code ‖ H(CSR as DER) ‖ nonce). Parts have fixed lengths: 16 + 32 + 16 bytes.
struct EnrolChallenge {
    std::string code;
    base::Digest csr;
    base::Token16 nonce;
};
// {"code","csr","nonce"}: sync/enrol/request.json, written by the agent for the terminal.
[[nodiscard]] std::string encode_challenge(const EnrolChallenge& challenge);
[[nodiscard]] Result<EnrolChallenge> parse_challenge(std::string_view text);
[[nodiscard]] std::string signed_bytes(const EnrolChallenge& challenge);  // T(…), for keys outside base (TLS)

// {"dev_key","sig"}: ledger/enrol/answer.json, written by the terminal.
struct DeviceProof {
    base::SignKey dev_key;
    base::Signature signature;
};
[[nodiscard]] DeviceProof prove(const EnrolChallenge& challenge, const base::Signer& device);
[[nodiscard]] bool proves(const DeviceProof& proof, const EnrolChallenge& challenge);
[[nodiscard]] std::string encode_proof(const DeviceProof& proof);
[[nodiscard]] Result<DeviceProof> parse_proof(std::string_view text);
// The two members of an object that has others, too.
[[nodiscard]] Result<DeviceProof> proof_from(const base::json::Object& object);

// Body of POST /v1/enrol: line 1 the request, line 2 {"mac":"<64 hex HMAC-SHA-256(card secret, T("enrol/1", line
// 1))>"}.
struct EnrolRequest {
    std::string code;
    std::string csr_pem;
    base::Token16 nonce;
    DeviceProof device;
    std::string tls_signature;  // raw ECDSA DER over signed_bytes()
};
[[nodiscard]] std::string encode_request(const EnrolRequest& request, const base::Secret& secret);
struct ReceivedRequest {
    EnrolRequest request;
    std::string line;
    base::Digest mac;
};
[[nodiscard]] Result<ReceivedRequest> parse_request(std::string_view text);
[[nodiscard]] bool mac_holds(const ReceivedRequest& request, const base::Secret& secret);

// The identity: two lines signed by a receipt key under the context enrol/1; the agent stores it as sync/identity.json
// and the terminal verifies it for itself through the keys document and its own card.
struct Identity {
    std::string province;
    std::string device;
    std::string unit;
    std::string office;       // name of the ward's desk, for logs and staff
    std::string sync_url;     // https://host:8443
    std::string certificate;  // PEM
    std::string ca_bundle;    // PEM, one or two CAs
    std::string keys;         // the two-line keys document
    base::SignKey dev_key;
    // Raw box of the terminal's staff key (staff_code.h), sealed to the X25519 form of dev_key. Empty: made by a
    // province that knew no staff keys; such a terminal must be enrolled again before its staff screen opens.
    std::string staff_box;
    bool operator==(const Identity&) const = default;
};
[[nodiscard]] std::string encode_identity(const Identity& identity, const base::Signer& receipt_key);
[[nodiscard]] Result<Identity> parse_identity(std::string_view text, const base::Digest& root_fingerprint);

}  // namespace hailong::domain
