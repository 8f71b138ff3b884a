#include "kiosk/app/salvage.h"

#include <algorithm>
#include <map>

#include "kiosk/app/progress.h"
#include "kiosk/app/station.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/receipts.h"
#include "kiosk/store/remains.h"

namespace hailong::app {

namespace json = base::json;

namespace {

constexpr domain::Seq kFinished = (domain::Seq{1} << 53U) - 1;  // of a segment: nothing more to come
constexpr std::size_t kMaxProgress = 1 << 16;

// By the segment's name: the first seq that was not salvaged yet.
using SalvageProgress = std::map<std::string, domain::Seq>;

base::Path progress_file(const domain::Places& places) { return places.kiosk() / "salvage.json"; }

// A lost or broken file begins anew: the province counts everything once.
SalvageProgress load_progress(const domain::Places& places) {
    SalvageProgress out;
    const auto text = base::read_file(progress_file(places), kMaxProgress);
    const auto object = text ? json::parse(*text, "salvage.json") : Result<json::Object>(fail(text.error().code, ""));
    if (!object) return out;
    for (const auto& [name, value] : object->members) {
        const std::int64_t* next = value.integer();
        if (next != nullptr && *next >= 0 && store::parse_segment_name(name))
            out[name] = static_cast<domain::Seq>(*next);
    }
    return out;
}

Status save_progress(const domain::Places& places, const SalvageProgress& progress) {
    json::Writer out;
    for (const auto& [name, next] : progress) out.field(name, next);
    return base::write_file(progress_file(places), out.done() + "\n", 0600);
}

// Who signed the segment's chain, and how it is called in full.
std::optional<store::Signed> chain_of(const domain::Places& places, const store::SegmentName& name,
                                      const base::SignKey& device) {
    const base::Path first = store::quarantine_of(places.ledger()) / store::SegmentName{name.chain8, 0}.folder();
    const auto found = store::find_in_segment(first, 0);
    for (const store::StoredEntry& entry : found ? *found : std::vector<store::StoredEntry>()) {
        if (entry.seq != 0) continue;
        const auto genesis = domain::parse_genesis(entry.line);
        const auto chain = domain::begin_chain(entry.line).chain;
        if (genesis && store::chain8_of(chain) == name.chain8) return store::Signed{chain, genesis->dev_key};
    }
    const auto survey = store::LedgerReader(places.ledger()).survey();
    for (const store::HeldChain& held : survey ? survey->readable : std::vector<store::HeldChain>()) {
        if (store::chain8_of(held.summary.chain) == name.chain8) {
            return store::Signed{held.summary.chain, held.genesis ? held.genesis->dev_key : device};
        }
        const bool names_it =
            held.genesis && held.genesis->prev && store::chain8_of(held.genesis->prev->chain) == name.chain8;
        if (names_it) return store::Signed{held.genesis->prev->chain, held.genesis->dev_key};
    }
    return std::nullopt;
}

// The chain's end before this segment: held still, or put aside with it.
std::optional<domain::Head> end_before(const domain::Places& places, const store::SegmentName& name,
                                       const store::Signed& by) {
    if (name.first == 0) return std::nullopt;
    const auto held = store::LedgerReader(places.ledger()).at(by.chain, name.first - 1);
    if (held) return domain::Head{by.chain, name.first - 1, held->hash};
    const auto put_aside = store::put_aside_segments(places.ledger());
    for (const auto& other : put_aside ? *put_aside : std::vector<store::SegmentName>()) {
        if (other.chain8 != name.chain8 || other.first >= name.first) continue;
        const auto found =
            store::find_in_segment(store::quarantine_of(places.ledger()) / other.folder(), name.first - 1);
        const auto end = found ? store::last_signed(*found, by) : std::nullopt;
        if (end && end->seq == name.first - 1) return end;
    }
    return std::nullopt;
}

// The first seq that no receipt of the province covers. A receipt that names another hash than ours covers nothing.
domain::Seq first_unreceipted(const domain::Places& places, const base::Path& card, const base::Digest& chain,
                              const std::vector<store::StoredEntry>& entries) {
    const auto keys = adopted_keys(places, card);
    if (!keys) return 0;
    domain::Seq next = 0;
    for (const base::Path& folder : {places.receipts(), stick_receipts(places)}) {
        const auto receipt = store::read_receipt(folder, chain, *keys);
        if (!receipt || receipt->verdict != domain::Verdict::ok || !receipt->through || !receipt->head) continue;
        const bool contradicts = std::any_of(entries.begin(), entries.end(), [&](const store::StoredEntry& entry) {
            return entry.seq == *receipt->through && entry.hash != *receipt->head;
        });
        if (!contradicts) next = std::max(next, *receipt->through + 1);
    }
    return next;
}

domain::SalvagedLine salvaged(const base::Digest& chain, const store::StoredEntry& entry) {
    const auto parsed =
        entry.seq > 0 ? domain::parse_entry(entry.line) : Result<domain::Entry>(fail(ErrorCode::not_found, ""));
    if (parsed && parsed->kind == domain::EntryKind::salvage) {
        if (auto inner = domain::parse_salvage(parsed->body)) return *inner;
    }
    return {chain, entry.seq, entry.hash, entry.line};
}

bool fits_a_batch(const domain::SalvagedLine& line) {
    return domain::encode_entry(domain::salvage_draft(line, {}), kFinished).size() <= domain::kMaxSalvageLine;
}

}  // namespace

Result<std::vector<Salvage::Placed>> Salvage::read(const store::SegmentName& name) const {
    std::vector<Placed> out;
    const auto by = chain_of(places_, name, device_);
    HL_TRY(const auto found, store::find_in_segment(store::quarantine_of(places_.ledger()) / name.folder(), 0));
    if (!by) {
        base::log_event(base::Level::warn, "salvage.nameless", {{"segment", name.folder()}});
        return out;
    }
    const auto entries = store::proven_entries(found, *by, end_before(places_, name, *by));
    const domain::Seq from = first_unreceipted(places_, card_, by->chain, entries);
    for (const store::StoredEntry& entry : entries) {
        Placed placed{entry.seq, salvaged(by->chain, entry)};
        if (entry.seq >= from && fits_a_batch(placed.line)) out.push_back(std::move(placed));
    }
    base::log_event(base::Level::info, "salvage.read", {{"segment", name.folder()}, {"entries", out.size()}});
    return out;
}

Result<std::optional<Salvage::Portion>> Salvage::next() {
    HL_TRY(const auto names, store::put_aside_segments(places_.ledger()));
    SalvageProgress progress = load_progress(places_);
    for (const store::SegmentName& name : names) {
        const domain::Seq from = progress[name.folder()];
        if (from == kFinished) continue;
        if (at_ != name) {
            HL_TRY(lines_, read(name));
            at_ = name;
        }
        std::erase_if(lines_, [&](const Placed& placed) { return placed.seq < from; });
        const bool is_last = lines_.size() <= kAtOnce;
        Portion portion{name, is_last ? kFinished : lines_[kAtOnce].seq, {}};
        for (std::size_t i = 0; i < std::min(kAtOnce, lines_.size()); ++i) portion.lines.push_back(lines_[i].line);
        if (!portion.lines.empty()) return std::optional<Portion>(std::move(portion));
        HL_CHECK(done(portion));
        progress[name.folder()] = kFinished;
    }
    return std::optional<Portion>();
}

Status Salvage::done(const Portion& portion) {
    SalvageProgress progress = load_progress(places_);
    progress[portion.segment.folder()] = portion.next;
    return save_progress(places_, progress);
}

}  // namespace hailong::app
