#include "kiosk/app/pruning.h"

#include <algorithm>

#include "kiosk/app/progress.h"
#include "kiosk/app/station.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/store/receipts.h"
#include "kiosk/store/retention.h"

namespace hailong::app {

namespace json = base::json;

namespace {

constexpr std::size_t kMaxCovers = 1 << 18;

base::Path covers_file(const domain::Places& places) { return places.kiosk() / "retention.json"; }

// What cannot be read begins its thirty days anew.
FirstCovers load_covers(const domain::Places& places) {
    FirstCovers out;
    const auto text = base::read_file(covers_file(places), kMaxCovers);
    const auto object = text ? json::parse(*text, "retention.json") : Result<json::Object>(fail(text.error().code, ""));
    for (const auto& [name, value] : object ? object->members : decltype(object->members)()) {
        if (value.object() == nullptr) continue;
        const auto epoch = value.object()->text("epoch");
        const auto at = value.object()->text("now");
        const auto now = at ? base::parse_utc(*at) : Result<base::WallTime>(fail(at.error().code, ""));
        if (epoch && now) out[name] = {*epoch, *now};
    }
    return out;
}

Status save_covers(const domain::Places& places, const FirstCovers& covers) {
    json::Writer out;
    for (const auto& [name, cover] : covers) {
        json::Writer inner;
        inner.field("epoch", cover.epoch).field("now", base::format_utc(cover.now));
        out.raw(name, inner.done());
    }
    return base::write_file(covers_file(places), out.done() + "\n", 0600);
}

bool is_for_us(const domain::Receipt& receipt, const PruneOrder& order) {
    return receipt.device == order.device && receipt.verdict == domain::Verdict::ok && receipt.chain.has_value();
}

std::vector<domain::Receipt> believed(const PruneOrder& order, const domain::KeysDocument& keys) {
    std::vector<domain::Receipt> out;
    for (const base::Path& folder : {order.places.receipts(), stick_receipts(order.places)}) {
        const auto files = store::read_receipts(folder, keys);
        for (const auto& file : files ? *files : std::vector<store::ReceiptFile>()) {
            if (file.receipt && is_for_us(*file.receipt, order)) out.push_back(*file.receipt);
        }
    }
    return out;
}

std::optional<NewestReceipt> newest_of(const std::vector<domain::Receipt>& receipts) {
    const auto newest = std::max_element(receipts.begin(), receipts.end(),
                                         [](const auto& one, const auto& other) { return one.now < other.now; });
    return newest == receipts.end() ? std::nullopt : std::optional(NewestReceipt{newest->epoch, newest->now});
}

// Of the newest archive, with our own hash, reaching furthest.
std::optional<Receipted> receipted_of(const store::LedgerReader& reader, const base::Digest& chain,
                                      const std::vector<domain::Receipt>& receipts, const NewestReceipt& newest) {
    std::optional<Receipted> out;
    for (const domain::Receipt& receipt : receipts) {
        if (receipt.chain != chain || receipt.epoch != newest.epoch || !receipt.through || !receipt.head) continue;
        const auto ours = reader.at(chain, *receipt.through);
        if (!ours || ours->hash != *receipt.head) continue;
        if (!out || *receipt.through > *out->through) out = Receipted{receipt.epoch, receipt.now, receipt.through};
    }
    return out;
}

// Those that nothing will be appended to and whose removal leaves the last entry and its signature here.
std::vector<ClosedSegment> closed_segments(const domain::Places& places, const domain::ChainSummary& chain) {
    std::vector<ClosedSegment> out;
    const auto names = store::segments_of(places.ledger(), chain.chain);
    for (std::size_t i = 0; names && i + 1 < names->size(); ++i) {
        const domain::Seq last = (*names)[i + 1].first - 1;
        if (last < chain.last) out.push_back({(*names)[i], last});
    }
    return out;
}

}  // namespace

FirstCovers noted(FirstCovers covers, const std::vector<ClosedSegment>& chain,
                  const std::optional<Receipted>& receipted) {
    for (const ClosedSegment& segment : chain) {
        if (!receipted || !receipted->through || *receipted->through < segment.last) break;
        const auto known = covers.find(segment.name.folder());
        if (known != covers.end() && known->second.epoch == receipted->epoch) continue;
        covers[segment.name.folder()] = {receipted->epoch, receipted->now};
    }
    return covers;
}

std::vector<store::SegmentName> prunable(const std::vector<ClosedSegment>& chain,
                                         const std::optional<Receipted>& receipted, const NewestReceipt& newest,
                                         const FirstCovers& covers) {
    std::vector<store::SegmentName> out;
    if (!receipted || receipted->epoch != newest.epoch) return out;
    for (const ClosedSegment& segment : chain) {
        const auto cover = covers.find(segment.name.folder());
        const bool is_covered = receipted->through && *receipted->through >= segment.last && cover != covers.end() &&
                                cover->second.epoch == newest.epoch;
        if (!is_covered || newest.now - cover->second.now < kRetention) break;
        out.push_back(segment.name);
    }
    return out;
}

Result<std::size_t> prune(const PruneOrder& order) {
    HL_TRY(const auto keys, adopted_keys(order.places, order.card));
    const auto receipts = believed(order, keys);
    const auto newest = newest_of(receipts);
    if (!newest) return std::size_t{0};
    const store::LedgerReader reader(order.places.ledger());
    HL_TRY(const auto found, reader.survey());
    const FirstCovers before = load_covers(order.places);
    FirstCovers covers = before;
    std::vector<store::SegmentName> gone;
    for (const store::HeldChain& held : found.readable) {
        const auto closed = closed_segments(order.places, held.summary);
        const auto receipted = receipted_of(reader, held.summary.chain, receipts, *newest);
        covers = noted(std::move(covers), closed, receipted);
        const auto names = prunable(closed, receipted, *newest, covers);
        gone.insert(gone.end(), names.begin(), names.end());
    }
    for (const store::SegmentName& name : gone) {
        HL_CHECK(store::remove_first_segment(order.places.ledger(), name));
        covers.erase(name.folder());
        base::log_event(base::Level::info, "segment.pruned", {{"segment", name.folder()}});
    }
    if (covers != before) HL_CHECK(save_covers(order.places, covers));
    return gone.size();
}

}  // namespace hailong::app
