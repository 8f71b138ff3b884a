#include "tests/simulation/reckoning.h"

#include <algorithm>

namespace hailong::simulation {

namespace {

bool is_behind_a_hole(const VirtualServer::Content& content, const VirtualChain& chain, Seq seq) {
    const auto holes = content.holes.find(chain.id);
    return holes != content.holes.end() &&
           std::ranges::any_of(holes->second, [&](const auto& hole) { return hole.second + 1 == seq; });
}

}  // namespace

// What a disk has pruned was delivered before, which the books saw. If the archive was put back since, nobody can bring
// it again; then people must be told where this disk's version breaks off, followed downwards: at a hole in the
// province's own version, or because an entry is kept beside it with nothing before. How far the loss reaches nobody
// can know. A hole begins behind what is held, and of a copied disk that may be the other version, which came first:
// its entries stand where some of this one are lost.
Reckoning reckon(const VirtualServer::Content& content, const VirtualChain& chain) {
    Reckoning out;
    bool is_told = false;  // that this version is not held from here downwards
    for (Seq seq = chain.last() + 1; seq-- > 0;) {
        const base::Digest& hash = chain.hash(seq);
        if (content.entries.contains(hash)) {
            is_told = is_behind_a_hole(content, chain, seq);
        } else if (content.beside.contains(hash)) {
            is_told = true;
        } else if (is_told && seq < chain.floor) {
            ++out.lost;
        } else {
            out.missing = seq;
        }
    }
    return out;
}

}  // namespace hailong::simulation
