#include "tests/proxy/believers.h"

#include "sync/protocol/wire.h"
#include "tests/support/must.h"

namespace hailong::proxy_rig {

namespace {

using test::must;

// What the agent of that batch would most like to hear.
agent::Exchange wished_for(const agent::Request& request, const Voice& voice) {
    const auto batch = must(domain::split_batch(must(protocol::unpack_body(request.body))));
    domain::Receipt receipt;
    receipt.province = voice.self.province;
    receipt.epoch = std::string(16, '0');
    receipt.device = voice.self.device;
    receipt.chain = batch.header.chain;
    receipt.through = batch.header.last;
    receipt.head = batch.header.head;
    receipt.req = domain::request_digest(batch.header_line);
    receipt.now = server_test::kNow;
    receipt.config = "0";
    receipt.keys = voice.self.keys.version;
    return agent::Reply{200, std::string(protocol::kSignedType), encode_receipt(receipt, voice.receipt_key),
                        std::nullopt};
}

// The answer with the hash that this terminal has at `through`.
std::string with_our_head(const std::string& body, const Voice& voice) {
    auto receipt = domain::parse_receipt(body, voice.self.keys);
    if (!receipt || !receipt->chain || !receipt->through) return body;
    const auto ours = voice.ledger.hash_at(*receipt->chain, *receipt->through);
    if (!ours) return body;
    receipt->head = *ours;
    return encode_receipt(*receipt, voice.receipt_key);
}

}  // namespace

Voice voice_of(Rig& rig) { return {rig.self, rig.serving.place.province->receipt_key, rig.carrier.ledger()}; }

Spoiler believing(Believer believer, const Voice& voice) {
    switch (believer) {
        case Believer::ours:
        case Believer::of_any_certificate:  // strangers.cpp opens its connection so
            return {};
        case Believer::of_sent_bytes:
            return [voice](agent::Transport& https, const agent::Request& request) {
                auto exchange = https.exchange(request);
                const bool is_lost = !exchange && exchange.error().fault == agent::Fault::broken;
                return is_lost && request.method == agent::Method::post ? wished_for(request, voice) : exchange;
            };
        case Believer::of_any_answer:
            return [voice](agent::Transport& https, const agent::Request& request) {
                auto exchange = https.exchange(request);
                return exchange && request.method == agent::Method::post ? wished_for(request, voice) : exchange;
            };
        case Believer::of_any_head:
            return [voice](agent::Transport& https, const agent::Request& request) {
                auto exchange = https.exchange(request);
                if (exchange) exchange->body = with_our_head(exchange->body, voice);
                return exchange;
            };
    }
    return {};
}

}  // namespace hailong::proxy_rig
