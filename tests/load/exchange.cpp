#include "tests/load/exchange.h"

#include <cstdlib>

#include "sync/protocol/wire.h"
#include "tests/support/http_text.h"
#include "tests/support/must.h"

namespace hailong::load {

namespace {

constexpr Millis kPatience = std::chrono::seconds(120);  // of the agent's own transport

int status_of(const std::string& message) {
    return message.starts_with("HTTP/1.1 ") ? std::atoi(message.c_str() + 9) : 0;
}

}  // namespace

std::string post_of(const std::string& body) {
    return "POST " + std::string(protocol::kEntriesPath) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string(protocol::kBatchType) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

Exchange::Exchange(Loop& loop, const Door& door, Terminal& terminal, std::uint32_t source)
    : loop_(loop),
      terminal_(terminal),
      source_(source),
      line_(loop, door, {[this] { line_.say(request_); }, [this] { on_heard(); }, [this] { finish(judged()); }}) {}

void Exchange::begin(Finished finished) {
    const auto& ledger = terminal_.ledger;
    const auto from = terminal_.delivered + 1;
    const auto batch = ledger.batch(from, ledger.last());
    sent_ = {ledger.chain(), from, batch.lines.size()};
    question_ = {domain::request_digest(batch.header_line), ledger.chain()};
    request_ = post_of(test::must(protocol::pack_body(domain::join_batch(batch))));
    finished_ = std::move(finished);
    const auto turn = ++turn_;
    loop_.after(kPatience, [this, turn] {
        if (turn == turn_ && is_busy()) finish(judged());
    });
    line_.dial({source_, &terminal_.identity, Caller::Speaks::tls});
}

void Exchange::on_heard() {
    if (test::is_whole(line_.heard())) finish(judged());
}

agent::Outcome Exchange::judged() const {
    agent::Outcome outcome;
    outcome.sent = sent_;
    const auto& heard = line_.heard();
    if (!test::is_whole(heard)) {
        const auto fault = line_.was_connected() ? agent::Fault::broken : agent::Fault::refused;
        outcome.standing = agent::standing_of_fault(fault);
        return outcome;
    }
    const auto body = test::body_of(heard);
    outcome.standing = agent::standing_of_status(status_of(heard), agent::form_of({0, "", body, {}}));
    if (outcome.standing != agent::Standing::answered) return outcome;
    const auto receipt = agent::recognise(body, question_, terminal_.self);
    const bool is_ours = receipt && receipt->through && *receipt->through <= terminal_.ledger.last() &&
                         receipt->head == terminal_.ledger.hash(*receipt->through);
    if (is_ours) {
        outcome.answer = agent::Answer{receipt->verdict, receipt->through, receipt->want};
    } else {
        outcome.standing = agent::Standing::untrusted;
    }
    return outcome;
}

void Exchange::finish(agent::Outcome outcome) {
    status_ = status_of(line_.heard());
    line_.hang_up();
    if (outcome.answer && outcome.answer->through) terminal_.delivered = *outcome.answer->through;
    const auto finished = std::move(finished_);
    finished(outcome);
}

}  // namespace hailong::load
