#include "sync/app/asking.h"

#include "sync/agent/problem.h"
#include "sync/protocol/wire.h"

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
            return "the exchange took too long: it must be begun again";
        case Refusal::wrong_proof:
            return "the province does not accept the proof: a key or the card's secret is wrong";
        case Refusal::unknown_device:
            return "the province does not know this terminal by this key: enrol it with a new card";
        case Refusal::revoked_device:
            return "the province has revoked this terminal: ask for a new card if it is still yours";
    }
    return "refused";
}

}  // namespace

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

Result<base::Token16> ask_nonce(agent::Transport& transport, std::string_view path, std::string body) {
    agent::Request request;
    request.target = path;
    request.content_type = protocol::kJsonType;
    request.body = std::move(body);
    HL_TRY(const auto reply, post(transport, std::move(request)));
    auto nonce = protocol::parse_enrol_nonce(reply.body);
    if (!nonce) return fail(ErrorCode::network, "the answer is not the province's: " + nonce.error().what);
    return nonce;
}

Result<domain::DeviceProof> signed_by_terminal(std::string_view challenge,
                                               const std::function<bool(const domain::DeviceProof&)>& fits,
                                               const domain::Places& places, const AskWorld& world) {
    HL_CHECK(base::write_file(places.enrol_request(), challenge));
    const auto end = world.clock.now().mono + world.patience;
    for (;;) {
        if (const auto text = base::read_file(places.enrol_answer())) {
            const auto proof = domain::parse_proof(*text);
            if (proof && fits(*proof)) return *proof;
        }
        if (world.clock.now().mono >= end) {
            return fail(ErrorCode::not_found,
                        "the terminal did not sign the request: run hailong-kiosk with the same card, or "
                        "`hailong-kiosk enrol-proof` while this command waits");
        }
        if (world.waiter.wait(kLook) == base::Woken::stopping) return fail(ErrorCode::environment, "stopped");
    }
}

}  // namespace hailong::sync_app
