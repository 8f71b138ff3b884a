// One exchange, from "send these entries" to an outcome for the planner: reads the slice, builds the batch, sends it,
// judges the answer and keeps an accepted receipt. Holds no state between calls.
#pragma once

#include <optional>

#include "sync/agent/judge.h"
#include "sync/agent/planner.h"
#include "sync/agent/problem.h"
#include "sync/agent/receipts.h"
#include "sync/agent/transport.h"

namespace hailong::agent {

struct Delivery {
    Outcome outcome;
    std::optional<domain::Receipt> receipt;  // accepted and on disk
    std::optional<Problem> problem;
    // The answer is signed by a key we do not know and names this newer keys document. Proves nothing: the document is
    // proven by the root.
    std::optional<std::uint64_t> unread_keys;
};

// A fault of our own disk: an exchange that could not be made, or an answer that could not be taken in.
struct OwnFault {
    enum class Place { ledger, receipts };
    Place place = Place::ledger;
    Error why;
};
using Carried = tl::expected<Delivery, OwnFault>;

// What a header tells beside the entries.
struct Circumstances {
    base::Instant now;
    base::Token16 boot;
    std::vector<ChainSummary> chains;
    Seq pending = 0;
    unsigned failures = 0;
    std::size_t turn = 0;  // which of many chains this header tells of
};

class Courier {
public:
    Courier(LedgerView& ledger, Transport& transport, const Receipts& receipts, const Self& self)
        : ledger_(ledger), transport_(transport), receipts_(receipts), self_(self) {}

    // POST /v1/entries. Nothing is sent when the entries cannot be read.
    [[nodiscard]] Carried carry(const Send& send, const Circumstances& circumstances) const;
    // GET /v1/state for one chain: what the receipt file would have said.
    [[nodiscard]] Carried ask(const base::Digest& chain) const;
    // The heartbeat of a terminal whose ledger cannot be read: why = missing | locked | corrupt.
    [[nodiscard]] Carried report_trouble(std::string_view why, const Circumstances& circumstances) const;
    // GET /v1/keys/<v>, checked against the root that is trusted already. Errors: network, bad_input, crypto.
    [[nodiscard]] Result<std::string> fetch_keys(std::uint64_t version) const;

private:
    [[nodiscard]] Carried post(const domain::Batch& batch) const;
    [[nodiscard]] Carried weigh(const Exchange& exchange, const Question& question, const Sent& sent) const;

    LedgerView& ledger_;
    Transport& transport_;
    const Receipts& receipts_;
    const Self& self_;
};

}  // namespace hailong::agent
