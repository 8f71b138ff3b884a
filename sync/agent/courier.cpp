#include "sync/agent/courier.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "sync/protocol/wire.h"

namespace hailong::agent {

namespace {

namespace json = base::json;

std::string clock_of(const Circumstances& circumstances) {
    json::Writer out;
    out.field("at", base::format_utc(circumstances.now.wall)).field("boot", circumstances.boot.hex());
    return out.field("mono_ms", std::int64_t{circumstances.now.mono.time_since_epoch().count()}).done();
}

std::string health_of(const Circumstances& circumstances) {
    json::Writer out;
    out.field("pending", circumstances.pending);
    return out.field("failures", std::int64_t{circumstances.failures}).done();
}

// Of more chains than a header has room for: the one being written, the one that is sent, and the others in turn, so
// that the province misses none for long.
std::vector<ChainSummary> told_chains(const Circumstances& circumstances, const std::optional<base::Digest>& sent) {
    const auto& all = circumstances.chains;
    if (all.size() <= domain::kMaxChainsTold) return all;
    std::vector<ChainSummary> out{all.front()};
    const auto tell = [&](const ChainSummary& summary) {
        if (std::ranges::find(out, summary.chain, &ChainSummary::chain) == out.end()) out.push_back(summary);
    };
    const auto found = sent ? std::ranges::find(all, *sent, &ChainSummary::chain) : all.end();
    if (found != all.end()) tell(*found);
    for (std::size_t i = circumstances.turn * (domain::kMaxChainsTold - 2); out.size() < domain::kMaxChainsTold; ++i)
        tell(all[i % all.size()]);
    return out;
}

domain::BatchHeader header_of(const Self& self, const Circumstances& circumstances,
                              const std::optional<base::Digest>& sent) {
    domain::BatchHeader header;
    header.chain = sent;
    header.device = self.device;
    header.nonce = base::random_token();
    header.chains = told_chains(circumstances, sent);
    header.clock = clock_of(circumstances);
    header.health = health_of(circumstances);
    return header;
}

// The server's own receipt that covers what this terminal has pruned, when the batch begins at a floor above 0.
std::optional<std::string> base_for(const Receipts& receipts, const Send& send, const Circumstances& circumstances) {
    for (const ChainSummary& summary : circumstances.chains) {
        if (summary.chain != send.chain || summary.floor == 0 || send.from > summary.floor) continue;
        auto base = receipts.load_base(send.chain);
        return base ? base : receipts.load(send.chain);
    }
    return std::nullopt;
}

tl::unexpected<OwnFault> own_fault(OwnFault::Place place, std::string_view doing, const Error& why) {
    return tl::unexpected(OwnFault{place, {why.code, std::string(doing) + ": " + why.what}});
}

// The keys document that an answer names whose signing key is not listed in ours.
std::optional<std::uint64_t> unread_keys(std::string_view body, const Self& self) {
    const auto parts = domain::split_signed(body);
    if (!parts) return std::nullopt;
    for (const base::SignKey& key : self.keys.receipt) {
        if (base::key_id(key.view()) == parts->key_id) return std::nullopt;
    }
    const auto object = json::parse(parts->line, "answer");
    if (!object) return std::nullopt;
    const auto version = object->count("keys");
    return version && *version > self.keys.version ? std::optional<std::uint64_t>(*version) : std::nullopt;
}

}  // namespace

Carried Courier::carry(const Send& send, const Circumstances& circumstances) const {
    SliceLimits limits;
    limits.lines = send.limit;
    auto slice = ledger_.slice(send.chain, send.from, limits);
    if (!slice) return own_fault(OwnFault::Place::ledger, "read entries to send", slice.error());
    domain::Batch batch;
    batch.header = header_of(self_, circumstances, send.chain);
    batch.header.first = slice->first;
    batch.header.last = slice->last;
    batch.header.prev = slice->prev;
    batch.header.head = slice->head;
    batch.header.sig = slice->sig;
    batch.header.base = base_for(receipts_, send, circumstances);
    batch.lines = std::move(slice->lines);
    return post(batch);
}

Carried Courier::report_trouble(std::string_view why, const Circumstances& circumstances) const {
    domain::Batch batch;
    batch.header = header_of(self_, circumstances, std::nullopt);
    batch.header.why = std::string(why);
    return post(batch);
}

Carried Courier::post(const domain::Batch& unsealed) const {
    domain::Batch batch = unsealed;
    batch.header_line = domain::encode_header(batch.header);
    auto body = protocol::pack_body(domain::join_batch(batch));
    if (!body) return own_fault(OwnFault::Place::ledger, "pack entries to send", body.error());
    const Request request{Method::post, std::string(protocol::kEntriesPath), std::string(protocol::kBatchType),
                          std::move(*body)};
    const Question question{domain::request_digest(batch.header_line), batch.header.chain};
    const Sent sent{batch.header.chain.value_or(base::Digest{}), batch.header.first, batch.lines.size()};
    return weigh(transport_.exchange(request), question, sent);
}

Carried Courier::ask(const base::Digest& chain) const {
    const std::string target = protocol::state_target({base::random_token(), chain});
    const Question question{domain::request_digest(target), chain};
    return weigh(transport_.exchange({Method::get, target, "", ""}), question, {chain, 0, 0});
}

Carried Courier::weigh(const Exchange& exchange, const Question& question, const Sent& sent) const {
    Delivery delivery;
    delivery.outcome.sent = sent;
    if (!exchange) {
        delivery.outcome.standing = standing_of_fault(exchange.error().fault);
        delivery.problem = problem_of(exchange.error());
        return delivery;
    }
    delivery.outcome.retry_after = exchange->retry_after;
    delivery.outcome.standing = standing_of_status(exchange->status, form_of(*exchange));
    if (delivery.outcome.standing != Standing::answered) {
        delivery.problem = problem_of_reply(delivery.outcome.standing, *exchange);
        return delivery;
    }
    auto receipt = recognise(exchange->body, question, self_);
    if (!receipt) {
        // A page where a receipt should be is a portal; two lines that do not hold are a lie.
        delivery.unread_keys = unread_keys(exchange->body, self_);
        const bool is_signed_text = domain::split_signed(exchange->body).has_value();
        delivery.outcome.standing = is_signed_text ? Standing::untrusted : Standing::intercepted;
        delivery.problem =
            is_signed_text ? untrusted_answer(receipt.error()) : problem_of_reply(Standing::intercepted, *exchange);
        return delivery;
    }
    if (const auto agrees = check_head(*receipt, ledger_); !agrees) {
        if (agrees.error().code != ErrorCode::conflict)
            return own_fault(OwnFault::Place::ledger, "check the answer", agrees.error());
        delivery.outcome.standing = Standing::disputed;
        delivery.outcome.claimed = *receipt->through;
        delivery.problem = untrusted_answer(agrees.error());
        return delivery;
    }
    if (auto kept = receipts_.keep(*receipt, exchange->body); !kept)
        return own_fault(OwnFault::Place::receipts, "keep receipt", kept.error());
    delivery.outcome.answer = Answer{receipt->verdict, receipt->through, receipt->want};
    delivery.receipt = std::move(*receipt);
    return delivery;
}

Result<std::string> Courier::fetch_keys(std::uint64_t version) const {
    const std::string target = std::string(protocol::kKeysPath) + std::to_string(version);
    const auto reply = transport_.exchange({Method::get, target, "", ""});
    if (!reply) return fail(ErrorCode::network, problem_of(reply.error()).text);
    if (reply->status != 200) return fail(ErrorCode::network, target + ": status " + std::to_string(reply->status));
    HL_TRY(const auto keys, domain::parse_keys(reply->body, domain::fingerprint(self_.keys.root)));
    if (keys.version != version || keys.province != self_.province) {
        return fail(ErrorCode::crypto, target + ": another document than asked for");
    }
    return reply->body;
}

}  // namespace hailong::agent
