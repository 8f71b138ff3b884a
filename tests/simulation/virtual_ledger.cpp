#include "tests/simulation/virtual_ledger.h"

#include <algorithm>

namespace hailong::simulation {

namespace {

tl::unexpected<Error> absent(const base::Digest& chain, Seq seq) {
    return fail(ErrorCode::not_found, "no entry " + std::to_string(seq) + " in chain " + chain.hex().substr(0, 8));
}

std::shared_ptr<const VirtualEntry> signed_entry(const domain::Head& head, std::string line, const base::Signer& key) {
    return std::make_shared<VirtualEntry>(VirtualEntry{std::move(line), head.hash, domain::sign_head(key, head)});
}

}  // namespace

const VirtualEntry& VirtualLedger::begin(const domain::Genesis& genesis, const base::Signer& device) {
    std::string line = domain::encode_genesis(genesis);
    const domain::Head head = domain::begin_chain(line);
    VirtualChain chain;
    chain.id = head.chain;
    chain.entries.push_back(signed_entry(head, std::move(line), device));
    held.insert(held.begin(), std::move(chain));
    return *held.front().entries.front();
}

const VirtualEntry& VirtualLedger::append(const domain::Draft& draft, const base::Signer& device) {
    VirtualChain& chain = held.front();
    std::string line = domain::encode_entry(draft, chain.last() + 1);
    const domain::Head head = domain::extend({chain.id, chain.last(), chain.hash(chain.last())}, line);
    chain.entries.push_back(signed_entry(head, std::move(line), device));
    return *chain.entries.back();
}

VirtualChain* VirtualLedger::find(const base::Digest& chain) {
    const auto found = std::ranges::find(held, chain, &VirtualChain::id);
    return found == held.end() ? nullptr : &*found;
}

Result<agent::Holdings> VirtualLedger::chains() {
    on_read();
    agent::Holdings out;
    for (const VirtualChain& chain : held)
        out.chains.push_back({chain.id, chain.floor, chain.last(), chain.hash(chain.last())});
    return out;
}

Result<agent::Slice> VirtualLedger::slice(const base::Digest& id, Seq from, const agent::SliceLimits& limits) {
    on_read();
    const VirtualChain* chain = find(id);
    if (chain == nullptr || from < chain->floor || from > chain->last() + 1) return absent(id, from);
    agent::Slice out;
    out.first = from;
    if (from > 0) out.prev = chain->hash(from - 1);
    std::size_t bytes = 0;
    for (Seq seq = from; seq <= chain->last() && out.lines.size() < limits.lines; ++seq) {
        const std::string& line = chain->entries[seq]->line;
        bytes += line.size() + 1;
        if (!out.lines.empty() && bytes > limits.bytes) break;
        out.lines.push_back(line);
    }
    if (from == 0 && out.lines.empty()) return absent(id, from);
    out.last = from + out.lines.size() - 1;
    out.head = chain->hash(out.last);
    out.sig = chain->entries[out.last]->sig;
    return out;
}

Result<base::Digest> VirtualLedger::hash_at(const base::Digest& id, Seq seq) {
    on_read();
    if (const auto heard = hearsay()) return *heard;
    const VirtualChain* chain = find(id);
    if (chain == nullptr || seq > chain->last() || seq + 1 < chain->floor) return absent(id, seq);
    return chain->hash(seq);
}

Status VirtualLedger::verify(const base::Digest& id) {
    on_read();
    const VirtualChain* chain = find(id);
    if (chain == nullptr) return absent(id, 0);
    base::Digest hash;
    for (Seq seq = 0; seq <= chain->last(); ++seq) {
        hash = domain::hash_entry(hash, seq, chain->entries[seq]->line);
        if (hash != chain->hash(seq)) return fail(ErrorCode::corrupt, "entry " + std::to_string(seq));
    }
    return {};
}

}  // namespace hailong::simulation
