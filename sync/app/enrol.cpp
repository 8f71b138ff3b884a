#include "sync/app/enrol.h"

#include <cstdio>
#include <filesystem>
#include <optional>

#include "sync/agent/problem.h"
#include "sync/app/membership.h"
#include "sync/protocol/wire.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

using protocol::Refusal;

constexpr auto kLook = std::chrono::milliseconds(200);  // how often the terminal's answer is looked for

std::string_view sentence_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::bad_request:
            return "the province did not understand the request: versions differ";
        case Refusal::unknown_code:
            return "the province never issued this card's code: ask for a new card";
        case Refusal::used_code:
            return "this card's code has enrolled another terminal already: ask for a new card";
        case Refusal::void_code:
            return "this card's code is void after too many failures: ask for a new card";
        case Refusal::expired_code:
            return "this card's code has expired: ask for a new card";
        case Refusal::wrong_nonce:
            return "the exchange took too long: run enrol again";
        case Refusal::wrong_proof:
            return "the province does not accept the proof: the card's secret is wrong";
    }
    return "refused";
}

Result<agent::Reply> post(agent::Transport& transport, agent::Request request) {
    request.method = agent::Method::post;
    const auto reply = transport.exchange(request);
    if (!reply) return fail(ErrorCode::network, agent::problem_of(reply.error()).text);
    if (reply->status == 200) return *reply;
    if (const auto refusal = protocol::parse_refusal(reply->body)) {
        return fail(ErrorCode::bad_input, std::string(sentence_of(*refusal)));
    }
    const auto standing = agent::standing_of_status(reply->status, agent::form_of(*reply));
    return fail(ErrorCode::network, agent::problem_of_reply(standing, *reply).text);
}

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

Result<base::Token16> begin(agent::Transport& transport, const std::string& code) {
    agent::Request request;
    request.target = protocol::kEnrolBeginPath;
    request.content_type = protocol::kJsonType;
    request.body = protocol::encode_enrol_begin(code);
    HL_TRY(const auto reply, post(transport, std::move(request)));
    auto nonce = protocol::parse_enrol_nonce(reply.body);
    if (!nonce) return fail(ErrorCode::network, "the answer is not the province's: " + nonce.error().what);
    return nonce;
}

// The terminal process holds the device key; it answers through a file of its own folder.
Result<domain::DeviceProof> await_proof(const domain::EnrolChallenge& challenge, const domain::Places& places,
                                        const EnrolWorld& world) {
    const auto end = world.clock.now().mono + world.patience;
    for (;;) {
        if (const auto text = base::read_file(places.enrol_answer())) {
            const auto proof = domain::parse_proof(*text);
            if (proof && domain::proves(*proof, challenge)) return *proof;  // else: an older answer
        }
        if (world.clock.now().mono >= end) {
            return fail(ErrorCode::not_found,
                        "the terminal did not sign the request: run hailong-kiosk with the same card, or "
                        "`hailong-kiosk enrol-proof` while this command waits");
        }
        if (world.waiter.wait(kLook) == base::Woken::stopping) return fail(ErrorCode::environment, "stopped");
    }
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
    HL_CHECK(base::write_file(certificate_file(places), identity.certificate));
    HL_CHECK(base::write_file(places.tls_key(), enrolled.key.view(), 0600));
    HL_CHECK(base::write_file(places.identity(), enrolled.text));
    HL_CHECK(base::write_file(card_code_file(places), enrolled.code));  // last: it says that all is there
    std::error_code ignored;
    for (const auto& file : {places.enrol_request(), pending_code_file(places), pending_key_file(places)}) {
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

Result<domain::Identity> enrol(const domain::EnrolmentCard& card, const domain::Places& places,
                               const EnrolWorld& world) {
    HL_CHECK(make_folders(places));
    HL_TRY(const auto key, own_key(places, card.code));
    HL_TRY(const auto csr, transport::make_request(key, card.code));
    domain::EnrolRequest request;
    request.code = card.code;
    request.csr_pem = csr.pem;
    HL_TRY(request.nonce, begin(world.transport, card.code));
    const domain::EnrolChallenge challenge{card.code, csr.digest, request.nonce};
    HL_CHECK(base::write_file(places.enrol_request(), domain::encode_challenge(challenge)));
    HL_TRY(request.device, await_proof(challenge, places, world));
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
