#include "kiosk/app/serving_chain.h"

#include <algorithm>

#include "kiosk/app/verdict.h"
#include "kiosk/base/log.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/remains.h"
#include "kiosk/store/soundness.h"

namespace hailong::app {

namespace {

using domain::GenesisReason;

bool is_rehearsal(const store::HeldChain& held) {
    return held.genesis && held.genesis->reason == GenesisReason::rehearsal;
}

bool is_named(const std::vector<store::HeldChain>& readable, std::string_view chain8) {
    return std::any_of(readable.begin(), readable.end(), [&](const store::HeldChain& held) {
        return held.genesis && held.genesis->prev && store::chain8_of(held.genesis->prev->chain) == chain8;
    });
}

// Something of it was put aside: what is left is its beginning, to be sent and never to be written again.
bool is_closed(const ChainFacts& facts, std::string_view chain8) {
    return std::any_of(facts.put_aside.begin(), facts.put_aside.end(),
                       [&](const store::SegmentName& name) { return name.chain8 == chain8; });
}

const store::HeldChain* newest_open(const ChainFacts& facts) {
    const auto& readable = facts.held.readable;
    const auto found = std::find_if(readable.begin(), readable.end(), [&](const store::HeldChain& held) {
        return !is_rehearsal(held) && !is_closed(facts, store::chain8_of(held.summary.chain));
    });
    return found == readable.end() ? nullptr : &*found;
}

const store::UnreadableChain* in_doubt(const ChainFacts& facts, bool fits) {
    for (const auto& chain : facts.held.unreadable) {
        const bool was_serving = facts.record.chain && store::chain8_of(*facts.record.chain) == chain.chain8;
        if (!is_named(facts.held.readable, chain.chain8) && (!fits || was_serving)) return &chain;
    }
    return nullptr;
}

domain::PreviousChain link_to(const store::HeldChain& held, bool certain) {
    return {held.summary.chain, held.summary.last, held.summary.head, certain};
}

// The chain whose place is empty because it was put aside, if that is how things stand.
std::optional<BeginChain> after_quarantine(const ChainFacts& facts) {
    const auto& healing = facts.record.healing;
    if (healing && is_closed(facts, healing->chain8) && !is_named(facts.held.readable, healing->chain8)) {
        return BeginChain{GenesisReason::quarantine, healing->prev};
    }
    for (const store::HeldChain& held : facts.held.readable) {
        const std::string chain8 = store::chain8_of(held.summary.chain);
        if (is_rehearsal(held) || !is_closed(facts, chain8) || is_named(facts.held.readable, chain8)) continue;
        return BeginChain{GenesisReason::quarantine, link_to(held, false)};
    }
    return std::nullopt;
}

}  // namespace

ChainChoice choose_chain(const ChainFacts& facts) {
    const auto* newest = newest_open(facts);
    const bool same_key = newest != nullptr && newest->genesis && newest->genesis->dev_key == facts.device;
    const bool fits =
        same_key && newest->genesis->device == facts.station.device && newest->genesis->unit == facts.station.unit;
    if (const auto* doubtful = in_doubt(facts, fits)) return InDoubt{*doubtful};
    if (auto begin = after_quarantine(facts)) return *begin;
    const bool moved = has_moved(facts.record.standing, facts.standing);
    if (fits && moved) return BeginChain{GenesisReason::moved, link_to(*newest, true)};
    if (fits) return GoOn{newest->summary.chain};
    if (newest == nullptr) return BeginChain{};
    return BeginChain{same_key ? GenesisReason::enrolled : GenesisReason::rekeyed, link_to(*newest, true)};
}

namespace {

struct Refusal {
    Error why;
    std::string chain8;  // of the chain that may be damaged; empty: the error is not about one
};
using Attempt = tl::expected<store::Ledger, Refusal>;

Attempt refused(const Error& why, std::string chain8 = {}) { return tl::unexpected(Refusal{why, std::move(chain8)}); }

domain::Genesis genesis_for(const LedgerOrder& order) {
    domain::Genesis genesis;
    genesis.stamp = order.stamp;
    genesis.device = order.station.device;
    genesis.unit = order.station.unit;
    genesis.dev_key = order.device.public_key();
    genesis.rand = base::random_token();
    return genesis;
}

Attempt begin(const LedgerOrder& order, const BeginChain& choice) {
    domain::Genesis genesis = genesis_for(order);
    genesis.reason = choice.reason;
    genesis.prev = choice.prev;
    auto begun = store::Ledger::create(order.places.ledger(), genesis, order.device, order.options);
    if (!begun) return refused(begun.error());
    if (choice.prev) {
        base::log_event(base::Level::warn, "chain.begun",
                        {{"chain", store::chain8_of(begun->head().chain)},
                         {"reason", domain::name_of(choice.reason)},
                         {"after", store::chain8_of(choice.prev->chain)}});
    }
    return std::move(*begun);
}

// Opened also when it is to be closed: what a torn WAL hides of it is put back, and belongs to its end.
Attempt go_on(const LedgerOrder& order, const base::Digest& chain, const std::vector<store::HeldChain>& held) {
    auto opened = store::Ledger::open(order.places.ledger(), chain, order.device, order.options);
    if (!opened) return refused(opened.error(), store::chain8_of(chain));
    const domain::Head head = opened->head();
    const auto reason = reason_to_close({order.places, order.station, order.stamp.at}, head, held);
    if (!reason) return std::move(*opened);
    if (const auto closed = opened->close(); !closed) return refused(closed.error());
    return begin(order, {*reason, domain::PreviousChain{head.chain, head.seq, head.hash, true}});
}

void tell_of_unreadable(const store::Survey& found) {
    for (const auto& chain : found.unreadable) {
        base::log_event(base::Level::error, "chain.unreadable", {{"chain", chain.chain8}, {"why", chain.why.what}});
    }
}

Attempt attempt(const LedgerOrder& order, const TerminalRecord& record) {
    const auto found = store::survey_as_owner(order.places.ledger());
    if (!found) return refused(found.error());
    const auto put_aside = store::put_aside_segments(order.places.ledger());
    if (!put_aside) return refused(put_aside.error());
    const auto choice =
        choose_chain({*found, *put_aside, record, order.station, order.device.public_key(), order.standing});
    if (const auto* doubt = std::get_if<InDoubt>(&choice)) {
        const Error& why = doubt->chain.why;
        return refused(Error{why.code, "chain " + doubt->chain.chain8 + ": " + why.what}, doubt->chain.chain8);
    }
    tell_of_unreadable(*found);
    static_cast<void>(store::Ledger::make_ready(order.places.ledger()));  // for the agent; what cannot be is told above
    if (const auto* begins = std::get_if<BeginChain>(&choice)) return begin(order, *begins);
    return go_on(order, std::get<GoOn>(choice).chain, found->readable);
}

// Something called it damaged, and every connection to it is closed by now: it is read once more, on a fresh one.
bool is_confirmed(const LedgerOrder& order, const store::SegmentName& suspect) {
    const auto checked = store::check_segment(order.places.ledger(), suspect, order.device.public_key());
    if (checked || checked.error().code != ErrorCode::corrupt) return false;
    // SQLite may take for damage what is a block that cannot be read.
    return store::find_in_segment(order.places.ledger() / suspect.folder(), 0).has_value();
}

// What keeps the chain from being opened. nullopt: what is wrong is no damage.
std::optional<store::SegmentName> suspect_in(const LedgerOrder& order, const std::string& chain8) {
    if (chain8.empty()) return std::nullopt;
    const auto found =
        store::find_damage(order.places.ledger(), chain8, order.device.public_key(), store::Extent::ends);
    return found ? *found : std::nullopt;
}

std::optional<base::Digest> full_name(const LedgerOrder& order, const TerminalRecord& record,
                                      const store::SegmentName& damaged) {
    if (record.chain && store::chain8_of(*record.chain) == damaged.chain8) return record.chain;
    const base::Path first = order.places.ledger() / store::SegmentName{damaged.chain8, 0}.folder();
    const auto found = store::find_in_segment(first, 0);
    if (!found) return std::nullopt;
    for (const store::StoredEntry& entry : *found) {
        if (entry.seq == 0 && store::chain8_of(entry.hash) == damaged.chain8) return entry.hash;
    }
    return std::nullopt;
}

// The chain's end as far as it can still be read. Later entries may have been there.
std::optional<domain::PreviousChain> link_to_damaged(const LedgerOrder& order, const TerminalRecord& record,
                                                     const store::SegmentName& damaged) {
    const auto chain = full_name(order, record, damaged);
    if (!chain) return std::nullopt;
    const auto names = store::segments_of(order.places.ledger(), *chain);
    for (std::size_t i = names ? names->size() : 0; i > 0; --i) {
        const auto found = store::find_in_segment(order.places.ledger() / (*names)[i - 1].folder(), 0);
        if (!found) continue;
        const auto end = store::last_signed(*found, {*chain, order.device.public_key()});
        if (end) return domain::PreviousChain{*chain, end->seq, end->hash, false};
    }
    return domain::PreviousChain{*chain, 0, *chain, false};
}

Status heal(const LedgerOrder& order, TerminalRecord& record, const store::SegmentName& damaged) {
    const base::WallTime now = order.stamp.at;
    if (!may_put_aside(record.put_aside, now)) {
        return fail(ErrorCode::corrupt, "chain " + damaged.chain8 + " is damaged, and " + std::to_string(kMostADay) +
                                            " were put aside within a day: replace the disk");
    }
    record.put_aside.push_back(now);
    if (record.put_aside.size() > kMostADay) record.put_aside.erase(record.put_aside.begin());
    record.healing = TerminalRecord::Healing{damaged.chain8, link_to_damaged(order, record, damaged)};
    HL_CHECK(save_terminal_record(order.places, record));
    HL_CHECK(store::put_aside(order.places.ledger(), damaged));
    base::log_event(base::Level::error, "chain.put_aside", {{"chain", damaged.chain8}, {"from", damaged.first}});
    return {};
}

// Without it the terminal serves all the same.
void remember(const LedgerOrder& order, TerminalRecord record, const base::Digest& chain) {
    const Standing standing = merged(record.standing, order.standing);
    if (record.chain == chain && !record.healing && record.standing == standing) return;
    record.chain = chain;
    record.standing = standing;
    record.healing.reset();
    if (const auto saved = save_terminal_record(order.places, record); !saved) {
        base::log_event(base::Level::warn, "state.not_stored", {{"why", saved.error().what}});
    }
}

}  // namespace

Result<ServingLedger> open_serving_ledger(const LedgerOrder& order) {
    TerminalRecord record = load_terminal_record(order.places);
    auto suspect = order.suspect;
    bool is_damaged = suspect && is_confirmed(order, *suspect);
    auto opened = is_damaged ? refused(Error{ErrorCode::corrupt, ""}) : attempt(order, record);
    if (!opened && !is_damaged) {
        suspect = suspect_in(order, opened.error().chain8);
        is_damaged = suspect && is_confirmed(order, *suspect);
    }
    if (is_damaged) {
        HL_CHECK(heal(order, record, *suspect));
        opened = attempt(order, record);
    }
    if (!opened) return tl::unexpected<Error>(opened.error().why);
    remember(order, std::move(record), opened->head().chain);
    const auto gone = is_damaged ? std::optional(PutAside{suspect->chain8, suspect->first}) : std::nullopt;
    return ServingLedger{std::move(*opened), gone};
}

bool is_to_be_closed(const LedgerOrder& order, const base::Digest& serving) {
    const auto found = store::LedgerReader(order.places.ledger()).survey();
    if (!found) return false;
    const auto& held = found->readable;
    const auto own = std::find_if(held.begin(), held.end(),
                                  [&](const store::HeldChain& one) { return one.summary.chain == serving; });
    if (own == held.end()) return false;
    const domain::Head head{serving, own->summary.last, own->summary.head};
    return reason_to_close({order.places, order.station, order.stamp.at}, head, held).has_value();
}

std::optional<store::SegmentName> written_segment(const domain::Places& places, const base::Digest& chain) {
    const auto names = store::segments_of(places.ledger(), chain);
    return names ? std::optional(names->back()) : std::nullopt;
}

Result<store::Ledger> begin_rehearsal_ledger(const LedgerOrder& order) {
    domain::Genesis genesis = genesis_for(order);
    genesis.reason = GenesisReason::rehearsal;
    return store::Ledger::create(order.places.ledger(), genesis, order.device, order.options);
}

}  // namespace hailong::app
