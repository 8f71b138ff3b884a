#include "sync/app/enrol.h"

#include <filesystem>

#include "sync/app/membership.h"
#include "sync/protocol/wire.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

// The key of an interrupted enrolment by the same card is used again, so that the province recognises the repetition;
// every other card gets a key of its own, because a key may have been revoked.
Result<base::Secret> own_key(const domain::Places& places, const std::string& code) {
    const auto pending = base::read_file(pending_code_file(places));
    if (!pending && pending.error().code != ErrorCode::not_found) return tl::unexpected<Error>(pending.error());
    if (pending && *pending == code) {
        HL_TRY(auto text, base::read_file(pending_key_file(places)));
        base::Secret key(text);
        base::wipe(text);
        return key;
    }
    std::error_code ignored;
    std::filesystem::remove(pending_code_file(places), ignored);  // the code last: it vouches for the key beside it
    HL_TRY(auto key, transport::make_tls_key());
    HL_CHECK(base::write_file(pending_key_file(places), key.view(), 0600));
    HL_CHECK(base::write_file(pending_code_file(places), code));
    return key;
}

struct Enrolled {
    const domain::Identity& identity;
    std::string_view text;
    const base::Secret& key;
    const std::string& code;
};

Status keep(const Enrolled& enrolled, const domain::Places& places) {
    const domain::Identity& identity = enrolled.identity;
    HL_CHECK(base::write_file(places.keys(), identity.keys));
    HL_CHECK(base::write_file(ca_file(places), identity.ca_bundle));
    HL_CHECK(write_pair(places.tls_pair(), identity.certificate, enrolled.key));
    HL_CHECK(base::write_file(places.identity(), enrolled.text));
    HL_CHECK(base::write_file(card_code_file(places), enrolled.code));  // last: it says that all is there
    std::error_code ignored;
    for (const auto& file : {places.enrol_request(), pending_code_file(places), pending_key_file(places),
                             renewal_key_file(places), unproven_pair_file(places)}) {
        std::filesystem::remove(file, ignored);
    }
    return {};
}

}  // namespace

std::optional<domain::Identity> enrolled_already(const domain::EnrolmentCard& card, const domain::Places& places) {
    const auto text = base::read_file(places.identity());
    if (!text) return std::nullopt;
    if (const auto code = base::read_file(card_code_file(places))) {
        if (*code != card.code) return std::nullopt;
    } else if (const auto pending = base::read_file(pending_code_file(places)); pending && *pending == card.code) {
        return std::nullopt;  // interrupted before its last step
    }
    auto identity = domain::parse_identity(*text, card.root);
    return identity ? std::optional(std::move(*identity)) : std::nullopt;
}

Result<domain::Identity> enrol(const domain::EnrolmentCard& card, const domain::Places& places, const AskWorld& world) {
    HL_CHECK(make_folders(places));
    HL_TRY(const auto key, own_key(places, card.code));
    HL_TRY(const auto csr, transport::make_request(key, card.code));
    domain::EnrolRequest request;
    request.code = card.code;
    request.csr_pem = csr.pem;
    HL_TRY(request.nonce,
           ask_nonce(world.transport, protocol::kEnrolBeginPath, protocol::encode_enrol_begin(card.code)));
    const domain::EnrolChallenge challenge{card.code, csr.digest, request.nonce};
    const auto fits = [&](const domain::DeviceProof& proof) { return domain::proves(proof, challenge); };
    HL_TRY(request.device, signed_by_terminal(domain::encode_challenge(challenge), fits, places, world));
    HL_TRY(request.tls_signature, transport::sign_with(key, domain::signed_bytes(challenge)));
    agent::Request post_request;
    post_request.target = protocol::kEnrolPath;
    post_request.content_type = protocol::kSignedType;
    post_request.body = domain::encode_request(request, card.secret);
    HL_TRY(const auto reply, post(world.transport, std::move(post_request)));
    auto identity = domain::parse_identity(reply.body, card.root);
    if (!identity) return fail_in("the answer is not from the province on the card", identity.error());
    if (identity->dev_key != request.device.dev_key) {
        return fail(ErrorCode::crypto, "the answer is for another terminal's key");
    }
    HL_CHECK(transport::check_pair(identity->certificate, key));
    HL_CHECK(keep({*identity, reply.body, key, card.code}, places));
    return *identity;
}

}  // namespace hailong::sync_app
