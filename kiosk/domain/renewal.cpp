#include "kiosk/domain/renewal.h"

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

Result<std::string> device_from(const json::Object& object) {
    HL_TRY(auto device, object.text("device"));
    if (!is_device_id(device)) return fail(ErrorCode::bad_input, "\"device\" is not a device id");
    return device;
}

}  // namespace

std::string encode_challenge(const RenewalChallenge& challenge) {
    json::Writer out;
    out.field("device", challenge.device).field("csr", challenge.csr.hex()).field("nonce", challenge.nonce.hex());
    return out.done() + "\n";
}

Result<RenewalChallenge> parse_renewal_challenge(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "renewal request"));
    RenewalChallenge challenge;
    HL_TRY(challenge.device, device_from(object));
    HL_TRY(challenge.csr, object.hex<base::Digest>("csr"));
    HL_TRY(challenge.nonce, object.hex<base::Token16>("nonce"));
    return challenge;
}

std::string signed_bytes(const RenewalChallenge& challenge) {
    return base::contextual(base::Context::renew, {challenge.device, challenge.csr.view(), challenge.nonce.view()});
}

DeviceProof prove(const RenewalChallenge& challenge, const base::Signer& device) {
    return {device.public_key(),
            device.sign(base::Context::renew, {challenge.device, challenge.csr.view(), challenge.nonce.view()})};
}

bool proves(const DeviceProof& proof, const RenewalChallenge& challenge) {
    return base::verify(proof.dev_key, proof.signature, base::Context::renew,
                        {challenge.device, challenge.csr.view(), challenge.nonce.view()});
}

std::string encode_renewal_request(const RenewalRequest& request) {
    json::Writer out;
    out.field("device", request.device).field("csr", request.csr_pem).field("nonce", request.nonce.hex());
    out.field("dev_key", request.proof.dev_key.b64()).field("sig", request.proof.signature.b64());
    return out.field("tls_sig", base::to_b64(request.tls_signature)).done() + "\n";
}

Result<RenewalRequest> parse_renewal_request(std::string_view text) {
    if (text.empty() || text.find('\n') != text.size() - 1) return fail(ErrorCode::bad_input, "not one line");
    HL_TRY(const auto object, json::parse(text.substr(0, text.size() - 1), "renewal request"));
    RenewalRequest request;
    HL_TRY(request.device, device_from(object));
    HL_TRY(request.csr_pem, object.text("csr"));
    HL_TRY(request.nonce, object.hex<base::Token16>("nonce"));
    HL_TRY(request.proof, proof_from(object));
    HL_TRY(const auto signature, object.text("tls_sig"));
    HL_TRY(request.tls_signature, base::from_b64(signature));
    return request;
}

std::string encode_renewal(const Renewal& renewal, const base::Signer& receipt_key) {
    json::Writer out;
    out.field("province", renewal.province).field("device", renewal.device).field("certificate", renewal.certificate);
    out.field("ca_bundle", renewal.ca_bundle).field("keys", renewal.keys).field("nonce", renewal.nonce.hex());
    return sign_text(out.done(), receipt_key, base::Context::renew);
}

Result<Renewal> parse_renewal(std::string_view text, const base::Digest& root_fingerprint) {
    HL_TRY(const auto parts, split_signed(text));
    HL_TRY(const auto object, json::parse(parts.line, "renewal"));
    Renewal renewal;
    HL_TRY(renewal.province, object.text("province"));
    HL_TRY(renewal.device, device_from(object));
    HL_TRY(renewal.certificate, object.text("certificate"));
    HL_TRY(renewal.ca_bundle, object.text("ca_bundle"));
    HL_TRY(renewal.keys, object.text("keys"));
    HL_TRY(renewal.nonce, object.hex<base::Token16>("nonce"));
    HL_TRY(const auto keys, parse_keys(renewal.keys, root_fingerprint));
    HL_CHECK(check_signed(parts, keys.receipt, base::Context::renew));
    if (keys.province != renewal.province) return fail(ErrorCode::crypto, "renewal and keys name two provinces");
    return renewal;
}

}  // namespace hailong::domain
