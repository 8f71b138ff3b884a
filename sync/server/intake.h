// What the server answers to a batch: a pure function of the batch and of what is stored (ledger-and-sync.md §3).
// It never looks into a line: no content is refused, so no poison entry can block a chain.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/receipt.h"
#include "sync/server/archive.h"

namespace hailong::server {

struct Ruling {
    domain::Verdict verdict = domain::Verdict::ok;
    // Every entry of the terminal's version from its floor up to here is held, in our own version or beside it. After
    // `gap` and `hash`, which store nothing: what we hold, whether or not the terminal has the same.
    std::optional<Seq> through;
    std::optional<Digest> head;
    std::optional<Seq> at_seq;  // fork, hash: the first place of disagreement known
    std::optional<Digest> at_hash;
    std::vector<domain::Want> want;  // other chains of which the terminal holds what we do not
    Change change;
};

// The terminal's clear-text claim about its own ledger, and our own old receipt if it shows one (verified by the
// caller, and about this device).
struct Submission {
    const domain::Batch& batch;
    std::optional<domain::Receipt> base;
    std::string base_text;
};

// In this order: hash (422) when the lines do not give `head` or the signature does not hold; fork (409) when both hold
// entry n with different bytes, when the batch goes on where such another version ended, or when it breaks an older
// receipt of ours; gap (409) when entries are missing between ours and theirs; behind (409) when the terminal has
// forgotten entries that we hold; else ok (200), with new lines to append or without. Whatever the verdict but hash and
// gap, each line of the batch is held afterwards.
[[nodiscard]] Ruling judge(const Submission& submission, const Held& held);

// The question to ask the archive before judging.
[[nodiscard]] Question question_of(const domain::Batch& batch, base::WallTime now);

}  // namespace hailong::server
