#include "sync/app/renewal.h"

#include <filesystem>

#include "kiosk/domain/renewal.h"
#include "sync/agent/problem.h"
#include "sync/protocol/wire.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

void discard(const base::Path& file) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
}

// The key of an interrupted renewal is used again: it may be the one that the province has just certified.
Result<base::Secret> own_key(const domain::Places& places) {
    auto text = base::read_file(renewal_key_file(places));
    if (!text && text.error().code != ErrorCode::not_found) return tl::unexpected<Error>(text.error());
    if (text) {
        base::Secret key(*text);
        base::wipe(*text);
        return key;
    }
    HL_TRY(auto key, transport::make_tls_key());
    HL_CHECK(base::write_file(renewal_key_file(places), key.view(), 0600));
    return key;
}

Result<domain::Renewal> ask(const Membership& membership, const base::Secret& key, const domain::Places& places,
                            const AskWorld& world) {
    const std::string& device = membership.identity.device;
    HL_TRY(const auto csr, transport::make_request(key, device));
    domain::RenewalRequest request;
    request.device = device;
    request.csr_pem = csr.pem;
    HL_TRY(request.nonce, ask_nonce(world.transport, protocol::kRenewBeginPath, protocol::encode_renew_begin(device)));
    const domain::RenewalChallenge challenge{device, csr.digest, request.nonce};
    const auto fits = [&](const domain::DeviceProof& proof) { return domain::proves(proof, challenge); };
    auto proof = signed_by_terminal(domain::encode_challenge(challenge), fits, places, world);
    discard(places.enrol_request());
    if (!proof) return tl::unexpected<Error>(proof.error());
    request.proof = *proof;
    HL_TRY(request.tls_signature, transport::sign_with(key, domain::signed_bytes(challenge)));
    agent::Request post_request;
    post_request.target = protocol::kRenewPath;
    post_request.content_type = protocol::kJsonType;
    post_request.body = domain::encode_renewal_request(request);
    HL_TRY(const auto reply, post(world.transport, std::move(post_request)));
    auto renewal = domain::parse_renewal(reply.body, domain::fingerprint(membership.keys.root));
    if (!renewal) return fail_in("the answer is not the province's", renewal.error());
    const bool is_ours = renewal->nonce == request.nonce && renewal->device == device &&
                         renewal->province == membership.identity.province;
    if (!is_ours) return fail(ErrorCode::crypto, "the answer is to another question");
    HL_CHECK(transport::check_pair(renewal->certificate, key));
    return renewal;
}

// The CAs before the pair: what proves the pair must be believed itself.
Status keep(const domain::Renewal& renewal, const base::Secret& key, Membership& membership,
            const domain::Places& places) {
    HL_TRY(auto keys, domain::parse_keys(renewal.keys, domain::fingerprint(membership.keys.root)));
    if (keys.version > membership.keys.version) {
        HL_CHECK(base::write_file(places.keys(), renewal.keys));
        membership.keys = std::move(keys);
    }
    HL_CHECK(base::write_file(ca_file(places), renewal.ca_bundle));
    return write_pair(unproven_pair_file(places), renewal.certificate, key);
}

Status prove_and_take(const domain::Places& places, const RenewWorld& world) {
    HL_CHECK(world.prove(unproven_pair_file(places)));
    std::error_code error;
    std::filesystem::rename(unproven_pair_file(places), places.tls_pair(), error);
    if (error) return tl::unexpected<Error>(base::errno_error("take over the new certificate", error.value()));
    HL_CHECK(base::sync_folder(places.sync()));
    discard(renewal_key_file(places));
    return {};
}

}  // namespace

bool has_unproven_pair(const domain::Places& places) {
    std::error_code ignored;
    return std::filesystem::exists(unproven_pair_file(places), ignored);
}

Status prove_by(agent::Transport& transport, const Membership& membership) {
    agent::Request request;
    request.target = protocol::state_target({base::random_token(), std::nullopt});
    const auto reply = transport.exchange(request);
    if (!reply) {
        const bool is_refused = agent::standing_of_fault(reply.error().fault) == agent::Standing::refused;
        return fail(is_refused ? ErrorCode::conflict : ErrorCode::network, agent::problem_of(reply.error()).text);
    }
    const auto standing = agent::standing_of_status(reply->status, agent::form_of(*reply));
    if (standing != agent::Standing::answered) {
        const bool is_refused = standing == agent::Standing::refused;
        return fail(is_refused ? ErrorCode::conflict : ErrorCode::network,
                    agent::problem_of_reply(standing, *reply).text);
    }
    const agent::Question question{domain::request_digest(request.target), std::nullopt};
    const auto receipt = agent::recognise(reply->body, question, membership.self());
    // Not `conflict`: it says nothing against our pair.
    if (!receipt) return fail(ErrorCode::network, agent::untrusted_answer(receipt.error()).text);
    return {};
}

Status renew(Membership& membership, const domain::Places& places, const RenewWorld& world) {
    if (has_unproven_pair(places)) {
        auto proven = prove_and_take(places, world);
        if (proven || proven.error().code != ErrorCode::conflict) return proven;
        discard(unproven_pair_file(places));
        discard(renewal_key_file(places));
    }
    HL_TRY(const auto key, own_key(places));
    const auto renewal = ask(membership, key, places, world.ask);
    if (!renewal) {
        // A key that the province will not certify now it never will.
        if (renewal.error().code == ErrorCode::bad_input) discard(renewal_key_file(places));
        return tl::unexpected<Error>(renewal.error());
    }
    HL_CHECK(keep(*renewal, key, membership, places));
    return prove_and_take(places, world);
}

}  // namespace hailong::sync_app
