#include "sync/agent/store_ledger.h"

namespace hailong::agent {

namespace {

tl::unexpected<Error> bad_seq(const base::Digest& chain, Seq seq, std::string_view why) {
    return fail(ErrorCode::corrupt,
                "chain " + chain.hex().substr(0, 8) + ": seq " + std::to_string(seq) + ": " + std::string(why));
}

// hash(first − 1): zeros before genesis; before a pruned floor what the first segment remembers.
Result<base::Digest> hash_before(const store::LedgerReader& reader, const base::Digest& chain, Seq first) {
    if (first == 0) return base::Digest{};
    HL_TRY(const auto found, reader.at(chain, first - 1));
    return found.hash;
}

Status check_line(const store::LedgerReader& reader, const domain::Head& head, const store::HeldChain& held) {
    const auto stored = reader.at(head.chain, head.seq);
    if (!stored) return bad_seq(head.chain, head.seq, stored.error().what);
    if (stored->hash != head.hash)
        return bad_seq(head.chain, head.seq, "its line does not give the hash it was stored with");
    if (held.genesis && !domain::verify_head(held.genesis->dev_key, head, stored->sig)) {
        return bad_seq(head.chain, head.seq, "its signature is not the terminal's");
    }
    return {};
}

}  // namespace

Result<std::vector<ChainSummary>> StoreLedger::chains() {
    HL_TRY(const auto held, reader_.chains());
    std::vector<ChainSummary> summaries;
    summaries.reserve(held.size());
    for (const store::HeldChain& chain : held) summaries.push_back(chain.summary);
    return summaries;
}

Result<Slice> StoreLedger::slice(const base::Digest& chain, Seq from, const SliceLimits& limits) {
    Slice slice;
    slice.first = from;
    HL_TRY(slice.prev, hash_before(reader_, chain, from));
    if (limits.lines > 0) {
        HL_TRY(slice.lines, reader_.lines(chain, from, {limits.lines, limits.bytes}));
    }
    if (from == 0 && slice.lines.empty()) return fail(ErrorCode::not_found, "chain " + chain.hex() + " has no entry");
    slice.last = from + slice.lines.size() - 1;
    HL_TRY(const auto head, reader_.at(chain, slice.last));
    slice.head = head.hash;
    slice.sig = head.sig;
    return slice;
}

Result<base::Digest> StoreLedger::hash_at(const base::Digest& chain, Seq seq) {
    HL_TRY(const auto found, reader_.at(chain, seq));
    return found.hash;
}

Status StoreLedger::verify(const base::Digest& chain) {
    HL_TRY(const auto held, reader_.chains());
    for (const store::HeldChain& candidate : held) {
        if (candidate.summary.chain != chain) continue;
        HL_CHECK(verify_chain(reader_, candidate));
        return {};
    }
    return fail(ErrorCode::not_found, "chain " + chain.hex() + " is not held");
}

Result<domain::Head> verify_chain(const store::LedgerReader& reader, const store::HeldChain& held) {
    const auto& summary = held.summary;
    domain::Head head{summary.chain, summary.floor, {}};
    HL_TRY(head.hash, hash_before(reader, summary.chain, summary.floor));
    for (Seq next = summary.floor; next <= summary.last;) {
        const auto lines = reader.lines(summary.chain, next, {});
        if (!lines) return bad_seq(summary.chain, next, lines.error().what);
        if (lines->empty()) return bad_seq(summary.chain, next, "it is missing");
        for (const std::string& line : *lines) {
            head.hash = domain::hash_entry(head.hash, next, line);
            head.seq = next++;
            if (head.seq == 0 && head.hash != summary.chain) {
                return bad_seq(summary.chain, 0, "it is not the genesis of this chain");
            }
            HL_CHECK(check_line(reader, head, held));
        }
    }
    return head;
}

}  // namespace hailong::agent
