#include <algorithm>
#include <array>

#include "sync/protocol/wire.h"
#include "tests/simulation/world.h"

// The network's part of a world: what happens to one exchange.

namespace hailong::simulation {

namespace {

constexpr Millis kTimeout = std::chrono::seconds(120);
constexpr std::size_t kOldReplies = 8;
// More exchanges than this within an hour are no pace for a terminal: a tick a minute, and what is pending in batches.
constexpr int kExchangesAnHour = 900;

agent::Exchange failed(agent::Fault fault) { return tl::unexpected(agent::Failure{fault, "simulated"}); }

void flip(std::string& bytes, Dice& dice) {
    if (bytes.empty()) return;
    char& byte = bytes[dice.below(bytes.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << dice.below(8)));
}

agent::Reply portal(Dice& dice) {
    constexpr std::array kStatuses{200, 302, 511, 200};
    return {kStatuses.at(dice.below(kStatuses.size())), "text/html", "<html>Sign in to the network</html>",
            std::nullopt};
}

agent::Reply bad_status(Dice& dice) {
    constexpr std::array<std::int64_t, 6> kAfter{0, -5, 1, 3600, 86'400LL * 36'500, INT64_MAX};
    agent::Reply reply{static_cast<int>(dice.between(400, 511)), "text/plain", "no", std::nullopt};
    if (dice.hits(20)) reply = {400, "text/html", "<html><h1>400 Bad Request</h1></html>", std::nullopt};
    if (dice.hits(40)) reply.retry_after = std::chrono::seconds(kAfter.at(dice.below(kAfter.size())));
    return reply;
}

std::string text_of(const agent::Exchange& exchange) {
    if (!exchange) return std::string(agent::name_of(exchange.error().fault));
    const auto& body = exchange->body;
    const auto verdict = body.find("\"verdict\":\"");
    const auto word =
        verdict == std::string::npos ? "" : body.substr(verdict + 11, body.find('"', verdict + 11) - verdict - 11);
    const auto through = body.find("\"through\":");
    const auto number =
        through == std::string::npos ? "" : body.substr(through + 10, body.find(',', through) - through - 10);
    return std::to_string(exchange->status) + " " + word + " " + number;
}

std::string text_of(const agent::Request& request) {
    if (request.method == agent::Method::get) return "asks for " + request.target.substr(0, 12);
    const auto text = protocol::unpack_body(request.body);
    const auto batch = text ? domain::split_batch(*text) : Result<domain::Batch>(fail(ErrorCode::bad_input, ""));
    if (!batch) return "sends";
    const auto& header = batch->header;
    return "sends " + (header.chain ? name_of(*header.chain, header.first) : "trouble") + "-" +
           std::to_string(header.last);
}

}  // namespace

const Fault* World::fault_of(const Terminal& from) {
    for (const Fault& fault : active_) {
        if (fault.terminal >= 0 && fault.terminal != from.number()) continue;
        if (Dice(fault.key, tally_.exchanges).hits(fault.share)) return &fault;
    }
    return nullptr;
}

agent::Exchange World::carry(Terminal& from, const agent::Request& request) {
    ++tally_.exchanges;
    const auto found = std::ranges::find_if(machines_, [&](const auto& one) { return one->terminal.get() == &from; });
    if ((*found)->hour != now_ / std::chrono::hours(1)) (*found)->exchanges = 0;
    (*found)->hour = now_ / std::chrono::hours(1);
    if (++(*found)->exchanges > kExchangesAnHour) books_.complain("an agent asks without a pause");
    from.clock.spent += Millis(Dice(layout_.seed, tally_.exchanges).between(30, 2000));
    const Fault* fault = fault_of(from);
    auto answer = deliver(from, request, fault);
    note([&] {
        return "terminal " + std::to_string(from.number() + 1) + " " + text_of(request) + ": " + text_of(answer) +
               (fault != nullptr ? "   [" + std::string(name_of(fault->kind)) + "]" : "");
    });
    from.heard.reset();
    if (weakness_ == Weakness::skips_head_check && answer) {
        const auto receipt = domain::parse_receipt(answer->body, authority_.place.province->keys);
        if (receipt) from.heard = receipt->head;
    }
    return answer;
}

std::optional<agent::Reply> World::ask(const Terminal& from, const agent::Request& request,
                                       const VirtualServer::Way& way) {
    auto reply = server_.answer(from.device(), request, way);
    if (!reply) ++tally_.server_kills;
    return reply;
}

agent::Exchange World::deliver(Terminal& from, const agent::Request& request, const Fault* fault) {
    Dice dice(fault != nullptr ? fault->key : 0, tally_.exchanges + 1);
    const auto kind = fault != nullptr ? std::optional(fault->kind) : std::nullopt;
    VirtualServer::Way way{kBegin + from.clock.moment()};
    agent::Request sent = request;
    switch (kind.value_or(FaultKind::kill_server)) {
        case FaultKind::offline: {
            constexpr std::array kFaults{agent::Fault::dns, agent::Fault::refused, agent::Fault::timeout,
                                         agent::Fault::broken};
            return failed(kFaults.at(dice.below(kFaults.size())));
        }
        case FaultKind::lose_request:
            from.clock.spent += kTimeout;
            return failed(agent::Fault::timeout);
        case FaultKind::portal:
            return portal(dice);
        case FaultKind::bad_status:
            ++tally_.bad_statuses;
            return bad_status(dice);
        case FaultKind::delay_request:
        case FaultKind::duplicate_request: {
            const Millis late{dice.between(1000, 3'600'000)};
            at(now_ + late, [this, &from, request, late] {
                note([&] {
                    return "a late request arrives: terminal " + std::to_string(from.number() + 1) + " " +
                           text_of(request);
                });
                (void)ask(from, request, {kBegin + now_, late});
            });
            if (kind == FaultKind::duplicate_request) break;
            from.clock.spent += kTimeout;
            return failed(agent::Fault::timeout);
        }
        case FaultKind::corrupt_request:
            flip(request.method == agent::Method::get ? sent.target : sent.body, dice);
            break;
        case FaultKind::kill_server_before_commit:
            way.death = Death::before_commit;
            break;
        case FaultKind::kill_server_after_commit:
            way.death = Death::after_commit;
            break;
        default:
            break;
    }
    auto reply = ask(from, sent, way);
    return reply ? spoil_reply(from, std::move(*reply), fault) : failed(agent::Fault::broken);
}

agent::Exchange World::spoil_reply(Terminal& from, agent::Reply reply, const Fault* fault) {
    const auto kind = fault != nullptr ? std::optional(fault->kind) : std::nullopt;
    Dice dice(fault != nullptr ? fault->key : 0, tally_.exchanges + 2);
    if (kind == FaultKind::lose_reply) {
        from.clock.spent += kTimeout;
        return failed(dice.hits(50) ? agent::Fault::timeout : agent::Fault::broken);
    }
    if (kind == FaultKind::corrupt_reply) {
        if (dice.hits(70))
            flip(reply.body, dice);
        else
            reply.body.resize(dice.below(reply.body.size() + 1));
    }
    if (kind == FaultKind::replay_reply && !old_replies_.empty()) return old_replies_[dice.below(old_replies_.size())];
    if (reply.content_type == protocol::kSignedType) {
        if (old_replies_.size() == kOldReplies) old_replies_.erase(old_replies_.begin());
        old_replies_.push_back(reply);
    }
    return reply;
}

}  // namespace hailong::simulation
