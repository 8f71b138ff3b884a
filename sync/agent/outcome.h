// What became of one exchange, in the classes that the planner acts upon. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/domain/receipt.h"
#include "sync/agent/transport.h"

namespace hailong::agent {

// The rows of the outcome table (PROTOCOL.md "What a terminal does with an answer").
enum class Standing {
    answered,     // 200, 409, 422: must hold a receipt that passes judge()
    later,        // no connection, 408, 425, 429, 5xx and every status not named
    broken,       // the line was lost or too slow in the middle of an exchange: as later, and fewer entries may pass
    intercepted,  // 3xx, 511, a 200 that is no receipt, a certificate of a foreign CA: somebody stands between
    untrusted,    // a two-line answer that fails a check: a lying or confused server
    disputed,     // signed for our question, but what it says is held is not in our ledger
    unreadable,   // nothing was asked: our own ledger did not give the entries
    too_large,    // 413
    refused,      // 401, 403, 400 with nginx's page, TLS alert about our certificate
    outdated,     // 426: the server speaks only newer versions
};

// `page` is true when the body is an HTML page (nginx's own 400) and not a text of ours.
enum class BodyForm { ours, page };
[[nodiscard]] Standing standing_of_status(int status, BodyForm form);
[[nodiscard]] Standing standing_of_fault(Fault fault);
[[nodiscard]] BodyForm form_of(const Reply& reply);

// What was asked: `lines` = 0 is a heartbeat.
struct Sent {
    base::Digest chain;
    domain::Seq from = 0;
    std::size_t lines = 0;
    bool operator==(const Sent&) const = default;
};

// The part of an accepted receipt that steers.
struct Answer {
    domain::Verdict verdict = domain::Verdict::ok;
    std::optional<domain::Seq> through;
    std::vector<domain::Want> want;
};

struct Outcome {
    Standing standing = Standing::later;
    Sent sent;
    std::optional<Answer> answer;  // with Standing::answered
    domain::Seq claimed = 0;       // with Standing::disputed: the last seq that the server says it holds
    std::optional<std::chrono::seconds> retry_after;
};

}  // namespace hailong::agent
