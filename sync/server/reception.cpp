#include "sync/server/reception.h"

#include "kiosk/base/log.h"

namespace hailong::server {

namespace {

constexpr std::size_t kMaxHeldTold = 64;  // what a receipt may list

// Our own old receipt about this device, or nothing: a terminal may show what it likes.
std::optional<domain::Receipt> shown_receipt(const domain::Batch& batch, const Province& province) {
    if (!batch.header.base) return std::nullopt;
    auto receipt = domain::parse_receipt(*batch.header.base, province.keys);
    if (!receipt || receipt->device != batch.header.device || receipt->province != province.settings.id) {
        return std::nullopt;
    }
    return std::move(*receipt);
}

void fill(domain::Receipt& receipt, const Ruling& ruling) {
    receipt.verdict = ruling.verdict;
    receipt.through = ruling.through;
    receipt.head = ruling.head;
    receipt.at_seq = ruling.at_seq;
    receipt.at_hash = ruling.at_hash;
    receipt.want = ruling.want;
}

}  // namespace

Result<domain::Receipt> Reception::blank_receipt(const Terminal& terminal, std::string_view asked, base::WallTime now) {
    domain::Receipt receipt;
    receipt.province = province_.settings.id;
    HL_TRY(receipt.epoch, ledgers_.epoch());
    receipt.device = terminal.device;
    receipt.req = domain::request_digest(asked);
    receipt.now = now;
    receipt.config = "0";
    receipt.keys = province_.keys.version;
    return receipt;
}

Result<Reception::Answered> Reception::receive(const Terminal& terminal, std::string_view text, base::WallTime now) {
    HL_TRY(const auto batch, domain::split_batch(text));
    if (batch.header.device != terminal.device) {
        return fail(ErrorCode::conflict,
                    "the batch is of " + batch.header.device + ", the TLS key of " + terminal.device);
    }
    return take(terminal, batch, now, Way::network);
}

Result<Reception::Answered> Reception::import(const Terminal& terminal, std::string_view text, base::WallTime now) {
    HL_TRY(auto batch, domain::split_batch(text));
    if (batch.header.device != terminal.device) return fail(ErrorCode::conflict, "the batch is of another terminal");
    if (batch.lines.empty()) return fail(ErrorCode::bad_input, "the batch holds no entries");
    batch.header.chains.clear();
    batch.header.clock = "{}";
    batch.header.health = "{}";
    return take(terminal, batch, now, Way::stick);
}

Result<Reception::Answered> Reception::take(const Terminal& terminal, const domain::Batch& batch, base::WallTime now,
                                            Way way) {
    HL_TRY(auto receipt, blank_receipt(terminal, batch.header_line, now));
    receipt.chain = batch.header.chain;
    const Submission submission{batch, shown_receipt(batch, province_), batch.header.base.value_or("")};
    HL_CHECK(ledgers_.receive(question_of(batch, now), [&](const Held& held) -> Result<Change> {
        Ruling ruling = judge(submission, held);
        fill(receipt, ruling);
        if (way == Way::stick) ruling.change.pending.reset();
        return std::move(ruling.change);
    }));
    if (receipt.verdict != domain::Verdict::ok) {
        base::log_event(base::Level::warn, "batch.refused",
                        {{"device", terminal.device}, {"verdict", domain::name_of(receipt.verdict)}});
    }
    return Answered{receipt.verdict, domain::encode_receipt(receipt, province_.receipt_key)};
}

Result<Reception::Answered> Reception::tell_state(const Terminal& terminal, const std::string& target,
                                                  base::WallTime now) {
    HL_TRY(const auto asked, protocol::parse_state_target(target));
    HL_TRY(auto receipt, blank_receipt(terminal, target, now));
    receipt.chain = asked.chain;
    // first = last + 1 asks for no entries.
    const Question question{terminal.device, asked.chain, 1, 0, now};
    HL_CHECK(ledgers_.receive(question, [&](const Held& held) -> Result<Change> {
        if (held.chain) {
            receipt.through = held.chain->last;
            receipt.head = held.chain->head;
        }
        for (const auto& [chain, ours] : held.chains) {
            if (!asked.chain && receipt.want.size() < kMaxHeldTold) receipt.want.push_back({chain, ours.last + 1});
        }
        return Change{};
    }));
    return Answered{domain::Verdict::ok, domain::encode_receipt(receipt, province_.receipt_key)};
}

void Reception::open_received() {
    const std::scoped_lock lock(opening_mutex_);
    const auto opened = opening_.catch_up(answers_);
    if (!opened) base::log_event(base::Level::error, "opening.failed", {{"error", opened.error().what}});
}

}  // namespace hailong::server
