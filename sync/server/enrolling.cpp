#include "sync/server/enrolling.h"

#include <algorithm>

#include "kiosk/domain/staff_code.h"

namespace hailong::server {

using protocol::Refusal;

namespace {

// Why this code cannot be used by anybody any more.
std::optional<Refusal> spent(const Code& code, base::WallTime now) {
    if (code.failures >= kMaxFailures) return Refusal::void_code;
    if (code.used) return std::nullopt;
    if (now > code.expires) return Refusal::expired_code;
    return std::nullopt;
}

// Both keys must have signed this code, this request and a nonce of ours.
bool both_keys_prove(const SigningRequest& csr, const domain::EnrolRequest& request) {
    const domain::EnrolChallenge challenge{request.code, csr.digest, request.nonce};
    return domain::proves(request.device, challenge) &&
           request_key_signed(csr, domain::signed_bytes(challenge), request.tls_signature);
}

CodeUse refuse(const Code& code, Refusal refusal) { return {{code, std::nullopt}, refusal}; }

CodeUse refuse_and_count(Code code, Refusal refusal) {
    ++code.failures;
    return refuse(code, refusal);
}

Result<std::string> make_identity(const Code& code, const domain::ReceivedRequest& received, const Province& province,
                                  const SigningRequest& csr, base::WallTime now) {
    domain::Identity identity;
    identity.province = province.settings.id;
    identity.device = code.terminal.device;
    identity.unit = code.terminal.unit;
    identity.office = code.terminal.office;
    identity.sync_url = province.settings.sync_url;
    HL_TRY(identity.certificate, issue_client(province.ca, csr, code.terminal.device, now));
    identity.ca_bundle = province.ca.certificate;
    identity.keys = province.keys_text;
    identity.dev_key = received.request.device.dev_key;
    if (province.staff_master.size() > 0) {
        HL_TRY(const auto to, base::box_key_of(identity.dev_key));
        identity.staff_box = base::seal(to, domain::staff_key(province.staff_master, identity.device).view());
    }
    return domain::encode_identity(identity, province.receipt_key);
}

}  // namespace

Result<CodeUse> use_code(const Code& code, const domain::ReceivedRequest& received, const Province& province,
                         base::WallTime now) {
    if (const auto refusal = spent(code, now)) return refuse(code, *refusal);
    if (!domain::mac_holds(received, base::Secret(code.secret))) return refuse_and_count(code, Refusal::wrong_proof);
    const auto& request = received.request;
    if (std::find(code.nonces.begin(), code.nonces.end(), request.nonce) == code.nonces.end()) {
        return refuse(code, Refusal::wrong_nonce);
    }
    const auto csr = read_request(request.csr_pem);
    if (!csr || !both_keys_prove(*csr, request)) return refuse_and_count(code, Refusal::wrong_proof);
    const std::string keys = csr->spki.hex() + request.device.dev_key.hex();
    if (code.used) {
        if (code.used_keys != keys || now - *code.used > kRepeatable) return refuse(code, Refusal::used_code);
        return CodeUse{{code, std::nullopt}, code.identity};
    }
    Code used = code;
    used.used = now;
    used.used_keys = keys;
    HL_TRY(used.identity, make_identity(code, received, province, *csr, now));
    const NewTerminal enrolled{code.terminal, csr->spki, request.device.dev_key, now};
    return CodeUse{{used, enrolled}, used.identity};
}

// A code issued while we were running waits in codes/: take it up at its first use.
Status Enrolling::with_code(const std::string& id,
                            const std::function<Result<Registry::CodeChange>(const Code&)>& decide) {
    auto done = registry_.with_code(id, decide);
    if (done || done.error().code != ErrorCode::not_found) return done;
    const auto issued = read_code(places_, id);
    if (!issued && issued.error().code != ErrorCode::not_found) return tl::unexpected<Error>(issued.error());
    if (issued) {
        // conflict: another thread took it up at this moment, which is as good.
        if (auto added = registry_.add_code(*issued); !added && added.error().code != ErrorCode::conflict) return added;
        HL_CHECK(remove_code(places_, id));
    }
    return registry_.with_code(id, decide);
}

Result<std::variant<base::Token16, Refusal>> Enrolling::begin(std::string_view body, base::WallTime now) {
    using Answer = std::variant<base::Token16, Refusal>;
    const auto id = protocol::parse_enrol_begin(body);
    if (!id) return Answer(Refusal::bad_request);
    Answer answer = base::random_token();
    const auto done = with_code(*id, [&](const Code& code) -> Result<Registry::CodeChange> {
        Code changed = code;
        if (const auto refusal = spent(code, now)) {
            answer = *refusal;
            return Registry::CodeChange{changed, std::nullopt};
        }
        changed.nonces.push_back(std::get<base::Token16>(answer));
        if (changed.nonces.size() > kMaxNonces) changed.nonces.erase(changed.nonces.begin());
        return Registry::CodeChange{changed, std::nullopt};
    });
    if (!done && done.error().code == ErrorCode::not_found) return Answer(Refusal::unknown_code);
    if (!done) return tl::unexpected<Error>(done.error());
    return answer;
}

Result<EnrolAnswer> Enrolling::finish(std::string_view body, base::WallTime now) {
    const auto received = domain::parse_request(body);
    if (!received) return EnrolAnswer(Refusal::bad_request);
    EnrolAnswer answer = Refusal::bad_request;
    const auto done = with_code(received->request.code, [&](const Code& code) -> Result<Registry::CodeChange> {
        HL_TRY(auto use, use_code(code, *received, province_, now));
        answer = std::move(use.answer);
        return std::move(use.change);
    });
    if (!done && done.error().code == ErrorCode::not_found) return EnrolAnswer(Refusal::unknown_code);
    if (!done) return tl::unexpected<Error>(done.error());
    return answer;
}

}  // namespace hailong::server
