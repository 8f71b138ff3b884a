#include "kiosk/store/verify.h"

#include "kiosk/domain/genesis.h"
#include "kiosk/store/segment_file.h"

namespace hailong::store {

namespace {

constexpr std::size_t kChunk = 512;

tl::unexpected<Error> bad(domain::Seq seq, std::string_view what) {
    return fail(ErrorCode::corrupt, "entry " + std::to_string(seq) + ": " + std::string(what));
}

Status claims_its_place(std::string_view line, domain::Seq seq) {
    const auto entry = domain::parse_entry(line);
    if (!entry) return bad(seq, entry.error().what);
    if (entry->seq != seq) return bad(seq, "the line claims to be entry " + std::to_string(entry->seq));
    return {};
}

Status walk_segment(const SegmentFile& file, ChainWalk& walk) {
    for (;;) {
        HL_TRY(const auto entries, file.entries(walk.next_seq(), kChunk));
        for (const StoredEntry& entry : entries) {
            if (entry.seq != walk.next_seq()) return bad(walk.next_seq(), "missing");
            HL_CHECK(walk.next(entry.line, &entry.hash, &entry.sig));
        }
        if (entries.size() < kChunk) return {};
    }
}

// The segment begins where the last one ended.
Status joins(const SegmentStart& start, const SegmentName& name, const ChainWalk& walk) {
    if (start.first != name.first) return bad(walk.next_seq(), "segment " + name.folder() + " begins elsewhere");
    if (start.first != walk.next_seq()) return bad(walk.next_seq(), "missing");
    if (walk.head() && (start.chain != walk.head()->chain || start.prev_hash != walk.head()->hash)) {
        return bad(start.first, "segment " + name.folder() + " does not follow the one before it");
    }
    return {};
}

Status walk_chain(const base::Path& folder, const std::vector<SegmentName>& names, ChainVerdict& verdict) {
    ChainWalk walk;
    const auto note_end = [&] { verdict.head = walk.head(); };
    for (const SegmentName& name : names) {
        HL_TRY(auto file, SegmentFile::open_reader_of_copy(folder / name.folder()));
        HL_CHECK(file.hold_still());
        HL_TRY(const SegmentStart start, file.start());
        if (!verdict.chain) {
            verdict.chain = start.chain;
            verdict.floor = name.first;
            if (name.first > 0) walk = ChainWalk(domain::Head{start.chain, name.first - 1, start.prev_hash}, {});
        }
        HL_CHECK(joins(start, name, walk));
        const auto walked = walk_segment(file, walk);
        note_end();
        HL_CHECK(walked);
        if (walk.head() && walk.head()->chain != *verdict.chain) return bad(0, "the genesis line is not this chain's");
    }
    return {};
}

Result<ChainVerdict> verify_chain(const base::Path& folder, const std::vector<SegmentName>& names) {
    ChainVerdict verdict;
    verdict.chain8 = names.front().chain8;
    const auto walked = walk_chain(folder, names, verdict);
    if (walked) return verdict;
    if (walked.error().code != ErrorCode::corrupt) return fail_in("verify chain " + verdict.chain8, walked.error());
    const domain::Seq seq = verdict.head ? verdict.head->seq + 1 : verdict.floor;
    verdict.fault = Fault{seq, walked.error().what};
    return verdict;
}

}  // namespace

Status ChainWalk::next(std::string_view line, const base::Digest* hash, const base::Signature* sig) {
    const domain::Seq seq = next_seq();
    const domain::Head head = head_ ? domain::extend(*head_, line) : domain::begin_chain(line);
    if (hash != nullptr && *hash != head.hash) return bad(seq, "the line does not fit its hash and the line before it");
    std::optional<base::SignKey> device = device_;
    if (seq == 0) {
        const auto genesis = domain::parse_genesis(line);
        if (!genesis) return bad(seq, genesis.error().what);
        device = genesis->dev_key;
    } else {
        HL_CHECK(claims_its_place(line, seq));
    }
    if (sig != nullptr && device && !domain::verify_head(*device, head, *sig))
        return bad(seq, "the signature is not the terminal's");
    head_ = head;
    device_ = device;
    return {};
}

Result<std::vector<ChainVerdict>> verify_ledger(const base::Path& ledger_folder) {
    HL_TRY(const auto names, list_segments(ledger_folder));
    std::vector<ChainVerdict> verdicts;
    for (auto name = names.begin(); name != names.end();) {
        std::vector<SegmentName> chain;
        for (; name != names.end() && (chain.empty() || name->chain8 == chain.front().chain8); ++name)
            chain.push_back(*name);
        HL_TRY(auto verdict, verify_chain(ledger_folder, chain));
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

}  // namespace hailong::store
