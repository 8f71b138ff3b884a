#include "sync/server/renewing.h"

#include "kiosk/base/log.h"

namespace hailong::server {

using protocol::Refusal;

namespace {

std::uint64_t millis_of(base::WallTime time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

std::uint64_t leading_number(const base::Token16& token) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8U | token.bytes[i];
    return number;
}

bool both_keys_prove(const SigningRequest& csr, const domain::RenewalRequest& request) {
    const domain::RenewalChallenge challenge{request.device, csr.digest, request.nonce};
    return domain::proves(request.proof, challenge) &&
           request_key_signed(csr, domain::signed_bytes(challenge), request.tls_signature);
}

// Why this device gets no certificate, although somebody proved a device key.
std::optional<Refusal> refused(const DeviceKey& newest, const base::SignKey& shown) {
    if (newest.key != shown) return Refusal::unknown_device;  // a key that was lost and replaced renews nothing
    if (newest.revoked) return Refusal::revoked_device;
    return std::nullopt;
}

}  // namespace

base::Token16 Renewing::nonce_at(const std::string& device, std::uint64_t millis) const {
    const std::string time = base::big_endian(millis);
    const base::Digest mac = base::mac(nonce_key_, base::contextual(base::Context::renew, {"nonce", device, time}));
    base::Token16 nonce;
    for (std::size_t i = 0; i < 8; ++i) {
        nonce.bytes[i] = static_cast<std::uint8_t>(time[i]);
        nonce.bytes[8 + i] = mac.bytes[i];
    }
    return nonce;
}

bool Renewing::is_fresh(const base::Token16& nonce, const std::string& device, base::WallTime now) const {
    const std::uint64_t made = leading_number(nonce);
    if (!base::equal(nonce.view(), nonce_at(device, made).view())) return false;
    return made <= millis_of(now) && millis_of(now) - made <= millis_of(base::WallTime(kNonceLife));
}

std::variant<base::Token16, Refusal> Renewing::begin(std::string_view body, base::WallTime now) const {
    const auto device = protocol::parse_renew_begin(body);
    if (!device || !domain::is_device_id(*device)) return Refusal::bad_request;
    return nonce_at(*device, millis_of(now));
}

Result<std::string> Renewing::certify(const domain::RenewalRequest& request, const SigningRequest& csr,
                                      base::WallTime now) const {
    domain::Renewal renewal;
    renewal.province = province_.settings.id;
    renewal.device = request.device;
    HL_TRY(renewal.certificate, issue_client(province_.ca, csr, request.device, now));
    renewal.ca_bundle = province_.ca.certificate;
    renewal.keys = province_.keys_text;
    renewal.nonce = request.nonce;
    return domain::encode_renewal(renewal, province_.receipt_key);
}

Result<RenewAnswer> Renewing::finish(std::string_view body, base::WallTime now) {
    const auto request = domain::parse_renewal_request(body);
    if (!request) return RenewAnswer(Refusal::bad_request);
    if (!is_fresh(request->nonce, request->device, now)) return RenewAnswer(Refusal::wrong_nonce);
    const auto csr = read_request(request->csr_pem);
    if (!csr || !both_keys_prove(*csr, *request)) return RenewAnswer(Refusal::wrong_proof);
    RenewAnswer answer = Refusal::unknown_device;
    const auto added = registry_.add_tls_key({request->device, csr->spki, now}, [&](const DeviceKey& newest) -> Status {
        if (const auto why = refused(newest, request->proof.dev_key)) {
            answer = *why;
            return fail(ErrorCode::bad_input, "no certificate for " + request->device);
        }
        HL_TRY(answer, certify(*request, *csr, now));
        return {};
    });
    if (!added && added.error().code == ErrorCode::conflict) return RenewAnswer(Refusal::wrong_proof);
    const bool is_refusal =
        !added && (added.error().code == ErrorCode::not_found || added.error().code == ErrorCode::bad_input);
    if (!added && !is_refusal) return tl::unexpected<Error>(added.error());
    base::log_event(added ? base::Level::info : base::Level::warn, added ? "renewal.given" : "renewal.refused",
                    {{"device", request->device}});
    return answer;
}

}  // namespace hailong::server
