#include "sync/server/verifying.h"

#include <map>

namespace hailong::server {

namespace {

// Walks one chain; `expected` is the entry that must come next.
class Walk {
public:
    Walk(const ArchivedChain& chain, Verification& out) : chain_(chain), out_(out) {}

    Status read(Records& records) {
        HL_TRY(const auto holes, records.holes_of(chain_));
        HL_TRY(const auto evidence, records.evidence_of(chain_));
        for (const Hole& hole : holes) holes_.emplace(hole.from, hole);
        for (const Evidence& one : evidence) evidence_.emplace(one.last, one);
        out_.holes += holes.size();
        HL_CHECK(records.each_line(chain_, [this](const StoredLine& line) { return check(line); }));
        finish();
        return {};
    }

private:
    Status check(const StoredLine& line) {
        if (out_.fault) return {};
        if (const auto hole = holes_.find(expected_); hole != holes_.end() && line.seq == hole->second.to + 1) {
            hash_ = hole->second.prev;
            expected_ = line.seq;
        }
        if (line.seq != expected_) return blame(expected_, "is missing");
        hash_ = domain::hash_entry(hash_, line.seq, line.line);
        if (line.seq == 0 && hash_ != chain_.chain) return blame(0, "is not the genesis this chain is named after");
        if (hash_ != line.hash) return blame(line.seq, "differs from its hash");
        check_signature(line.seq);
        ++expected_;
        ++out_.entries;
        return {};
    }

    void check_signature(Seq seq) {
        const auto [first, last] = evidence_.equal_range(seq);
        for (auto one = first; one != last; ++one) {
            const bool holds = domain::verify_head(chain_.held.dev_key, {chain_.chain, seq, hash_}, one->second.sig);
            if (!holds) (void)blame(seq, "does not fit the terminal's signature");
            ++out_.signatures;
            signed_ = seq;
        }
    }

    // The end must be where the chain's row says, and signed: else the newest entries were cut off or added.
    void finish() {
        if (out_.fault) return;
        const Seq last = chain_.held.last;
        if (expected_ != last + 1) (void)blame(expected_, "is missing");
        if (!out_.fault && hash_ != chain_.held.head) (void)blame(last, "differs from the chain's head");
        if (!out_.fault && signed_ != last) (void)blame(signed_ ? *signed_ + 1 : 0, "has no signature after it");
    }

    Status blame(Seq seq, std::string_view why) {
        if (!out_.fault) {
            out_.fault =
                Fault{chain_.device, chain_.chain, seq, "entry " + std::to_string(seq) + " " + std::string(why)};
        }
        return {};
    }

    const ArchivedChain& chain_;
    Verification& out_;
    std::map<Seq, Hole> holes_;
    std::multimap<Seq, Evidence> evidence_;
    Seq expected_ = 0;
    Digest hash_;
    std::optional<Seq> signed_;
};

}  // namespace

Result<Verification> verify_archive(Records& records) {
    Verification out;
    HL_TRY(const auto chains, records.chains());
    for (const ArchivedChain& chain : chains) {
        HL_CHECK(Walk(chain, out).read(records));
        if (out.fault) return out;
        ++out.chains;
    }
    return out;
}

}  // namespace hailong::server
