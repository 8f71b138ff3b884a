#include "sync/agent/store_ledger.h"

#include "kiosk/store/segments.h"
#include "kiosk/store/verify.h"

namespace hailong::agent {

namespace {

// hash(first − 1): zeros before genesis; before a pruned floor what the first segment remembers.
Result<base::Digest> hash_before(const store::LedgerReader& reader, const base::Digest& chain, Seq first) {
    if (first == 0) return base::Digest{};
    HL_TRY(const auto found, reader.at(chain, first - 1));
    return found.hash;
}

}  // namespace

Result<Holdings> StoreLedger::chains() {
    HL_TRY(const auto survey, reader_.survey());
    Holdings held;
    held.chains.reserve(survey.readable.size());
    for (const store::HeldChain& chain : survey.readable) held.chains.push_back(chain.summary);
    if (!survey.unreadable.empty()) {
        const store::UnreadableChain& first = survey.unreadable.front();
        held.damage = Error{first.why.code, "chain " + first.chain8 + ": " + first.why.what};
    }
    return held;
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
    HL_TRY(const auto verdicts, store::verify_ledger(folder_));
    for (const store::ChainVerdict& verdict : verdicts) {
        if (verdict.chain8 != store::chain8_of(chain) || !verdict.fault) continue;
        return fail(ErrorCode::corrupt, "chain " + verdict.chain8 + ": " + verdict.fault->what);
    }
    return {};
}

}  // namespace hailong::agent
