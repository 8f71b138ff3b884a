#include "kiosk/store/soundness.h"

#include <algorithm>

#include "kiosk/store/remains.h"
#include "kiosk/store/verify.h"
#include "kiosk/store/wal.h"

namespace hailong::store {

namespace {

constexpr std::size_t kRowsAtOnce = 512;

// A segment without entries has no signature of its own: the one before it must say where the chain ended.
Status follows_its_predecessor(const base::Path& folder, const SegmentStart& start, const base::SignKey& device) {
    HL_TRY(auto names, segments_of(folder, start.chain));
    std::erase_if(names, [&](const SegmentName& name) { return name.first >= start.first; });
    const auto bad = [&](std::string_view what) {
        return fail(ErrorCode::corrupt, "entry " + std::to_string(start.first - 1) + ": " + std::string(what));
    };
    if (names.empty()) return bad("missing, and nothing follows it");
    HL_TRY(const auto before, SegmentFile::open_writer(folder / names.back().folder()));
    HL_TRY(const auto begun, before.start());
    HL_TRY(const auto last, before.last());
    if (begun.chain != start.chain || !last || last->seq + 1 != start.first || last->hash != start.prev_hash) {
        return bad("the next segment does not follow it");
    }
    const domain::Head end{start.chain, last->seq, last->hash};
    if (!domain::verify_head(device, end, last->sig)) return bad("the signature is not this terminal's");
    return {};
}

Result<domain::Head> walk_to_head(const SegmentFile& file, const SegmentStart& start, const base::SignKey& device) {
    ChainWalk walk;
    if (start.first > 0) walk = ChainWalk(domain::Head{start.chain, start.first - 1, start.prev_hash}, device);
    std::optional<StoredEntry> last;
    for (;;) {
        HL_TRY(auto entries, file.entries(walk.next_seq(), kRowsAtOnce));
        for (const StoredEntry& entry : entries) {
            if (entry.seq != walk.next_seq()) {
                return fail(ErrorCode::corrupt, "entry " + std::to_string(walk.next_seq()) + ": missing");
            }
            HL_CHECK(walk.next(entry.line, &entry.hash));
        }
        if (!entries.empty()) last = std::move(entries.back());
        if (entries.size() < kRowsAtOnce) break;
    }
    if (!walk.head() || walk.head()->chain != start.chain) return fail(ErrorCode::corrupt, "entry 0: not this chain's");
    if (last && !domain::verify_head(device, *walk.head(), last->sig)) {
        return fail(ErrorCode::corrupt,
                    "entry " + std::to_string(last->seq) + ": the signature is not this terminal's");
    }
    return *walk.head();
}

Result<domain::Head> read_shown(const base::Path& ledger_folder, const SegmentName& name, const base::SignKey& device) {
    HL_TRY(const auto file, SegmentFile::open_writer(ledger_folder / name.folder()));
    HL_TRY(const auto start, file.start(name));
    HL_TRY(const auto last, file.last());
    if (!last && start.first > 0) HL_CHECK(follows_its_predecessor(ledger_folder, start, device));
    return walk_to_head(file, start, device);
}

// What was being written when the power went, and nobody was thanked for, is no damage: later entries of it may lie
// there without an earlier one.
Result<bool> was_being_written(const base::Path& segment_folder) {
    HL_TRY(const auto wal, base::read_file(segment_folder / "ledger.db-wal", kMaxSegmentFile));
    return commits_behind_the_end(wal) <= 1;
}

Result<std::vector<StoredEntry>> read_hidden(const base::Path& segment_folder, const domain::Head& head,
                                             const base::SignKey& device) {
    HL_TRY(const auto found, find_in_segment(segment_folder, head.seq + 1));
    auto hidden = proven_entries(found, {head.chain, device}, head);
    domain::Seq next = head.seq + 1;
    const auto gap =
        std::find_if(hidden.begin(), hidden.end(), [&](const StoredEntry& entry) { return entry.seq != next++; });
    if (gap == hidden.end()) return hidden;
    HL_TRY(const bool torn, was_being_written(segment_folder));
    if (!torn) {
        return fail(ErrorCode::corrupt, "entry " + std::to_string(next - 1) + ": missing, and entry " +
                                            std::to_string(gap->seq) + " is there");
    }
    hidden.erase(gap, hidden.end());
    return hidden;
}

Status quick_check(const base::Path& segment) {
    HL_TRY(auto file, SegmentFile::open_writer(segment));
    const auto told = file.setting("quick_check(1)");
    if (!told) return tl::unexpected<Error>(told.error());
    return *told == "ok" ? file.empty_wal() : fail(ErrorCode::corrupt, *told);
}

}  // namespace

Result<SegmentContent> read_segment(const base::Path& ledger_folder, const SegmentName& name,
                                    const base::SignKey& device) {
    HL_TRY(const auto head, read_shown(ledger_folder, name, device));
    HL_TRY(auto hidden, read_hidden(ledger_folder / name.folder(), head, device));
    return SegmentContent{head, std::move(hidden)};
}

// Nothing lies hidden in the WAL of a sound segment: what else is in it only keeps readers out.
Status check_segment(const base::Path& folder, const SegmentName& name, const base::SignKey& device) {
    HL_TRY(const auto content, read_segment(folder, name, device));
    if (!content.hidden.empty()) return {};  // opening puts it back
    const base::Path segment = folder / name.folder();
    if (auto checked = quick_check(segment); checked || checked.error().code != ErrorCode::corrupt) return checked;
    // SQLite's check counts a page that the disk did not give as a bad one.
    if (const auto bytes = base::read_file(segment / "ledger.db", kMaxSegmentFile); !bytes) {
        return tl::unexpected<Error>(bytes.error());
    }
    return quick_check(segment);
}

Result<std::optional<SegmentName>> find_damage(const base::Path& ledger_folder, std::string_view chain8,
                                               const base::SignKey& device, Extent extent) {
    HL_TRY(auto names, list_segments(ledger_folder));
    std::erase_if(names, [&](const SegmentName& name) { return name.chain8 != chain8; });
    if (names.empty()) return fail(ErrorCode::not_found, "no chain " + std::string(chain8));
    if (extent == Extent::closed) names.pop_back();
    if (extent == Extent::ends && names.size() > 3) names.erase(names.begin() + 1, names.end() - 2);
    for (const SegmentName& name : names) {
        const auto sound = check_segment(ledger_folder, name, device);
        if (sound) continue;
        if (sound.error().code == ErrorCode::corrupt) return std::optional<SegmentName>(name);
        return tl::unexpected<Error>(sound.error());
    }
    return std::optional<SegmentName>();
}

}  // namespace hailong::store
