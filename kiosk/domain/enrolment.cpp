#include "kiosk/domain/enrolment.h"

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::size_t kMinSecret = 10;  // bytes: 80 bits, ledger-and-sync.md §4

bool is_code(std::string_view text) { return text.size() == 16 && base::from_hex(text).has_value(); }

Result<std::string> code_from(const json::Object& object) {
    HL_TRY(auto code, object.text("code"));
    if (!is_code(code)) return fail(ErrorCode::bad_input, "\"code\" must be 16 hex digits");
    return code;
}

Result<EnrolRequest> request_from(const json::Object& object) {
    EnrolRequest request;
    HL_TRY(request.code, code_from(object));
    HL_TRY(request.csr_pem, object.text("csr"));
    HL_TRY(request.nonce, object.hex<base::Token16>("nonce"));
    HL_TRY(request.device, proof_from(object));
    HL_TRY(const auto signature, object.text("tls_sig"));
    HL_TRY(request.tls_signature, base::from_b64(signature));
    return request;
}

Result<Identity> identity_from(const json::Object& object) {
    Identity identity;
    HL_TRY(identity.province, object.text("province"));
    HL_TRY(identity.device, object.text("device"));
    HL_TRY(identity.unit, object.text("unit"));
    HL_TRY(identity.office, object.text("office"));
    HL_TRY(identity.sync_url, object.text("sync_url"));
    HL_TRY(identity.certificate, object.text("certificate"));
    HL_TRY(identity.ca_bundle, object.text("ca_bundle"));
    HL_TRY(identity.keys, object.text("keys"));
    HL_TRY(identity.dev_key, object.b64<base::SignKey>("dev_key"));
    HL_TRY(const auto staff_box, object.optional_text("staff_box"));
    if (staff_box) {
        HL_TRY(identity.staff_box, base::from_b64(*staff_box));
    }
    if (!is_device_id(identity.device)) return fail(ErrorCode::bad_input, "\"device\" is not a device id");
    if (!is_unit_code(identity.unit)) return fail(ErrorCode::bad_input, "\"unit\" is not a five-digit code");
    if (!identity.sync_url.starts_with("https://")) return fail(ErrorCode::bad_input, "\"sync_url\" is not https");
    return identity;
}

}  // namespace

Result<DeviceProof> proof_from(const json::Object& object) {
    DeviceProof proof;
    HL_TRY(proof.dev_key, object.b64<base::SignKey>("dev_key"));
    HL_TRY(proof.signature, object.b64<base::Signature>("sig"));
    return proof;
}

Result<EnrolmentCard> parse_card(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "enrolment card"));
    HL_TRY(const auto version, object.integer("v"));
    if (version != 1) return fail(ErrorCode::bad_input, "enrolment card of version " + std::to_string(version));
    EnrolmentCard card;
    HL_TRY(card.url, object.text("url"));
    if (!card.url.starts_with("https://")) return fail(ErrorCode::bad_input, "enrolment card: \"url\" must be https");
    HL_TRY(card.code, code_from(object));
    HL_TRY(const auto secret_text, object.text("secret"));
    HL_TRY(auto secret, base::from_b64(secret_text));
    if (secret.size() < kMinSecret) return fail(ErrorCode::bad_input, "enrolment card: \"secret\" is too short");
    card.secret = base::Secret(secret);
    base::wipe(secret);
    HL_TRY(card.root, object.hex<base::Digest>("root"));
    return card;
}

std::string encode_card(const EnrolmentCard& card) {
    json::Writer out;
    out.field("v", 1).field("url", card.url).field("code", card.code);
    out.field("secret", base::to_b64(card.secret.view())).field("root", card.root.hex());
    return out.done() + "\n";
}

std::string encode_challenge(const EnrolChallenge& challenge) {
    json::Writer out;
    out.field("code", challenge.code).field("csr", challenge.csr.hex()).field("nonce", challenge.nonce.hex());
    return out.done() + "\n";
}

Result<EnrolChallenge> parse_challenge(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "enrolment request"));
    EnrolChallenge challenge;
    HL_TRY(challenge.code, code_from(object));
    HL_TRY(challenge.csr, object.hex<base::Digest>("csr"));
    HL_TRY(challenge.nonce, object.hex<base::Token16>("nonce"));
    return challenge;
}

std::string signed_bytes(const EnrolChallenge& challenge) {
    return base::contextual(base::Context::enrol, {challenge.code, challenge.csr.view(), challenge.nonce.view()});
}

DeviceProof prove(const EnrolChallenge& challenge, const base::Signer& device) {
    return {device.public_key(),
            device.sign(base::Context::enrol, {challenge.code, challenge.csr.view(), challenge.nonce.view()})};
}

bool proves(const DeviceProof& proof, const EnrolChallenge& challenge) {
    return base::verify(proof.dev_key, proof.signature, base::Context::enrol,
                        {challenge.code, challenge.csr.view(), challenge.nonce.view()});
}

std::string encode_proof(const DeviceProof& proof) {
    return json::Writer().field("dev_key", proof.dev_key.b64()).field("sig", proof.signature.b64()).done() + "\n";
}

Result<DeviceProof> parse_proof(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "device proof"));
    return proof_from(object);
}

std::string encode_request(const EnrolRequest& request, const base::Secret& secret) {
    json::Writer out;
    out.field("code", request.code).field("csr", request.csr_pem).field("nonce", request.nonce.hex());
    out.field("dev_key", request.device.dev_key.b64()).field("sig", request.device.signature.b64());
    out.field("tls_sig", base::to_b64(request.tls_signature));
    const std::string line = out.done();
    const base::Digest mac = base::mac(secret, base::contextual(base::Context::enrol, {line}));
    return line + "\n" + json::Writer().field("mac", mac.hex()).done() + "\n";
}

Result<ReceivedRequest> parse_request(std::string_view text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.ends_with('\n')) return fail(ErrorCode::bad_input, "not two lines");
    std::string_view second = text.substr(end + 1);
    if (second.empty() || second.find('\n') + 1 != second.size()) return fail(ErrorCode::bad_input, "not two lines");
    second.remove_suffix(1);
    ReceivedRequest received;
    received.line = text.substr(0, end);
    HL_TRY(const auto first_object, json::parse(received.line, "enrolment request"));
    HL_TRY(received.request, request_from(first_object));
    HL_TRY(const auto second_object, json::parse(second, "enrolment request, line 2"));
    HL_TRY(received.mac, second_object.hex<base::Digest>("mac"));
    return received;
}

bool mac_holds(const ReceivedRequest& request, const base::Secret& secret) {
    const base::Digest own = base::mac(secret, base::contextual(base::Context::enrol, {request.line}));
    return base::equal(own.view(), request.mac.view());
}

std::string encode_identity(const Identity& identity, const base::Signer& receipt_key) {
    json::Writer out;
    out.field("province", identity.province).field("device", identity.device).field("unit", identity.unit);
    out.field("office", identity.office).field("sync_url", identity.sync_url);
    out.field("certificate", identity.certificate).field("ca_bundle", identity.ca_bundle);
    out.field("keys", identity.keys).field("dev_key", identity.dev_key.b64());
    if (!identity.staff_box.empty()) out.field("staff_box", base::to_b64(identity.staff_box));
    return sign_text(out.done(), receipt_key, base::Context::enrol);
}

Result<Identity> parse_identity(std::string_view text, const base::Digest& root_fingerprint) {
    HL_TRY(const auto parts, split_signed(text));
    HL_TRY(const auto object, json::parse(parts.line, "identity"));
    HL_TRY(auto identity, identity_from(object));
    HL_TRY(const auto keys, parse_keys(identity.keys, root_fingerprint));
    HL_CHECK(check_signed(parts, keys.receipt, base::Context::enrol));
    if (keys.province != identity.province) return fail(ErrorCode::crypto, "identity and keys name two provinces");
    return identity;
}

}  // namespace hailong::domain
