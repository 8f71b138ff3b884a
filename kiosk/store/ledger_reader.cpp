#include "kiosk/store/ledger_reader.h"

#include <algorithm>

#include "kiosk/store/retention.h"
#include "kiosk/store/segment_file.h"

namespace hailong::store {

namespace {

using Names = std::vector<SegmentName>;

Result<domain::Genesis> genesis_of(const SegmentFile& file) {
    HL_TRY(const auto first, file.entries(0, 1));
    if (first.empty() || first.front().seq != 0) return fail(ErrorCode::corrupt, "entry 0: missing");
    auto genesis = domain::parse_genesis(first.front().line);
    if (!genesis) return fail(ErrorCode::corrupt, "entry 0: " + genesis.error().what);
    return std::move(*genesis);
}

// A segment that was just begun is still empty: then the chain ends where it says that it follows.
Result<domain::Head> end_of(const SegmentFile& file, const SegmentStart& start) {
    HL_TRY(const auto last, file.last());
    if (last) return domain::Head{start.chain, last->seq, last->hash};
    if (start.first == 0) return fail(ErrorCode::corrupt, "entry 0: missing");
    return domain::Head{start.chain, start.first - 1, start.prev_hash};
}

using Open = Result<SegmentFile> (*)(const base::Path& segment_folder);

Result<HeldChain> read_chain(const base::Path& folder, const Names& names, Open open) {
    HeldChain held;
    held.summary.floor = names.front().first;
    if (names.front().first == 0) {
        HL_TRY(auto front, open(folder / names.front().folder()));
        HL_CHECK(front.start(names.front()));
        HL_TRY(held.genesis, genesis_of(front));
    }
    HL_TRY(auto back, open(folder / names.back().folder()));
    HL_CHECK(back.hold_still());
    HL_TRY(const auto start, back.start(names.back()));
    HL_TRY(const auto head, end_of(back, start));
    held.summary.chain = head.chain;
    if (names.front().first > 0) {
        HL_TRY(held.genesis, kept_genesis(folder, head.chain));
    }
    held.summary.last = head.seq;
    held.summary.head = head.hash;
    return held;
}

bool is_rehearsal(const HeldChain& held) {
    return held.genesis && held.genesis->reason == domain::GenesisReason::rehearsal;
}

// How many chains lead from this one to the newest by naming their previous: clocks may lie, links do not.
std::size_t followers(const HeldChain& held, const std::vector<HeldChain>& all) {
    std::size_t count = 0;
    base::Digest chain = held.summary.chain;
    for (bool found = true; found && count < all.size();) {
        found = false;
        for (const HeldChain& other : all) {
            if (!other.genesis || !other.genesis->prev || other.genesis->prev->chain != chain) continue;
            chain = other.summary.chain;
            ++count;
            found = true;
            break;
        }
    }
    return count;
}

void order_newest_first(std::vector<HeldChain>& chains) {
    struct Rank {
        bool rehearsal;
        std::size_t followers;
        base::WallTime at;
        base::Digest chain;
    };
    std::vector<std::pair<Rank, HeldChain>> ranked;
    for (const HeldChain& held : chains) {
        const base::WallTime at = held.genesis ? held.genesis->stamp.at : base::WallTime{};
        ranked.push_back({Rank{is_rehearsal(held), followers(held, chains), at, held.summary.chain}, held});
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        if (a.first.rehearsal != b.first.rehearsal) return !a.first.rehearsal;
        if (a.first.followers != b.first.followers) return a.first.followers < b.first.followers;
        if (a.first.at != b.first.at) return a.first.at > b.first.at;
        return a.first.chain < b.first.chain;
    });
    std::transform(ranked.begin(), ranked.end(), chains.begin(), [](auto& pair) { return std::move(pair.second); });
}

std::vector<Names> by_chain(const Names& names) {
    std::vector<Names> chains;
    for (const SegmentName& name : names) {
        if (chains.empty() || chains.back().front().chain8 != name.chain8) chains.emplace_back();
        chains.back().push_back(name);
    }
    return chains;
}

// The place in `names` of the segment that holds `seq`, or would.
Result<std::size_t> segment_with(const Names& names, domain::Seq seq) {
    const auto after = std::upper_bound(names.begin(), names.end(), seq,
                                        [](domain::Seq value, const SegmentName& name) { return value < name.first; });
    if (after == names.begin()) {
        return fail(ErrorCode::not_found,
                    "entry " + std::to_string(seq) + " is below the floor " + std::to_string(names.front().first));
    }
    return static_cast<std::size_t>(after - names.begin()) - 1;
}

Result<SegmentFile> open_of(const base::Path& folder, const SegmentName& name, const base::Digest& chain) {
    HL_TRY(auto file, SegmentFile::open_reader(folder / name.folder()));
    HL_CHECK(file.hold_still());
    HL_TRY(const auto start, file.start());
    if (start.chain != chain) return fail(ErrorCode::not_found, "no chain " + chain.hex());
    return file;
}

// Adds lines of one segment until the limit; true when the limit was met.
Result<bool> take_lines(const SegmentFile& file, domain::Seq from, const ReadLimit& limit,
                        std::vector<std::string>& out) {
    std::size_t bytes = 0;
    for (const std::string& line : out) bytes += line.size() + 1;
    HL_TRY(auto entries, file.entries(from, limit.lines - out.size()));
    for (StoredEntry& entry : entries) {
        if (entry.seq != from++) return fail(ErrorCode::corrupt, "entry " + std::to_string(from - 1) + ": missing");
        bytes += entry.line.size() + 1;
        if (!out.empty() && bytes > limit.bytes) return true;
        out.push_back(std::move(entry.line));
    }
    return out.size() >= limit.lines;
}

Result<Survey> survey_of(const base::Path& folder, Open open) {
    Survey out;
    const auto names = list_segments(folder);
    if (!names && names.error().code == ErrorCode::not_found) return out;
    if (!names) return tl::unexpected<Error>(names.error());
    for (const Names& chain : by_chain(*names)) {
        auto held = read_chain(folder, chain, open);
        if (held) {
            out.readable.push_back(std::move(*held));
        } else {
            out.unreadable.push_back({chain.front().chain8, held.error()});
        }
    }
    order_newest_first(out.readable);
    return out;
}

}  // namespace

Result<std::vector<HeldChain>> LedgerReader::chains() const {
    HL_TRY(auto found, survey());
    if (!found.unreadable.empty()) {
        const UnreadableChain& first = found.unreadable.front();
        return fail_in("chain " + first.chain8, first.why);
    }
    return std::move(found.readable);
}

Result<Survey> LedgerReader::survey() const { return survey_of(folder_, SegmentFile::open_reader); }

Result<Survey> survey_as_owner(const base::Path& ledger_folder) {
    return survey_of(ledger_folder, SegmentFile::open_writer);
}

Result<std::vector<std::string>> LedgerReader::lines(const base::Digest& chain, domain::Seq from,
                                                     const ReadLimit& limit) const {
    HL_TRY(const auto names, segments_of(folder_, chain));
    HL_TRY(std::size_t at_segment, segment_with(names, from));
    std::vector<std::string> out;
    for (; at_segment < names.size(); ++at_segment) {
        HL_TRY(const auto file, open_of(folder_, names[at_segment], chain));
        HL_TRY(const bool full, take_lines(file, from + out.size(), limit, out));
        if (full) break;
    }
    return out;
}

Result<SignedHash> LedgerReader::at(const base::Digest& chain, domain::Seq seq) const {
    HL_TRY(const auto names, segments_of(folder_, chain));
    if (seq + 1 == names.front().first) {
        HL_TRY(const auto first, open_of(folder_, names.front(), chain));
        HL_TRY(const auto start, first.start());
        return SignedHash{start.prev_hash, {}};
    }
    HL_TRY(const std::size_t place, segment_with(names, seq));
    HL_TRY(const auto file, open_of(folder_, names[place], chain));
    HL_TRY(const auto entries, file.entries(seq, 1));
    if (entries.empty() || entries.front().seq != seq) {
        return fail(ErrorCode::not_found, "no entry " + std::to_string(seq) + " in chain " + chain8_of(chain));
    }
    return SignedHash{entries.front().hash, entries.front().sig};
}

std::optional<HeldChain> enrolled_chain(const std::vector<HeldChain>& chains) {
    if (chains.empty() || is_rehearsal(chains.front())) return std::nullopt;
    return chains.front();
}

}  // namespace hailong::store
