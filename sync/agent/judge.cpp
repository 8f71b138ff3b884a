#include "sync/agent/judge.h"

#include <algorithm>

namespace hailong::agent {

namespace {

tl::unexpected<Error> lie(std::string why) { return fail(ErrorCode::conflict, std::move(why)); }

Status check_head(const domain::Receipt& receipt, const base::Digest& chain, LedgerView& ledger) {
    HL_TRY(const auto chains, ledger.chains());
    const auto own = std::ranges::find(chains, chain, &ChainSummary::chain);
    if (own == chains.end()) return lie("answer about a chain that is not held here");
    if (*receipt.through > own->last) {
        return lie("answer claims seq " + std::to_string(*receipt.through) + ", ours ends at " +
                   std::to_string(own->last));
    }
    // What was pruned was receipted then; its hash is no longer here to compare.
    if (own->floor > 0 && *receipt.through + 1 < own->floor) return {};
    HL_TRY(const auto hash, ledger.hash_at(chain, *receipt.through));
    if (hash != *receipt.head) return lie("answer has another hash at seq " + std::to_string(*receipt.through));
    return {};
}

}  // namespace

Status check_ours(const domain::Receipt& receipt, const std::optional<base::Digest>& chain, const Self& self,
                  LedgerView& ledger) {
    if (receipt.province != self.province) return lie("answer of province \"" + receipt.province + "\"");
    if (receipt.device != self.device) return lie("answer for terminal \"" + receipt.device + "\"");
    if (receipt.chain != chain) return lie("answer about another chain");
    if (!receipt.through) return {};
    if (!chain) return lie("answer without a chain has a \"through\"");
    return check_head(receipt, *chain, ledger);
}

Result<domain::Receipt> judge(std::string_view body, const Question& question, const Self& self, LedgerView& ledger) {
    HL_TRY(auto receipt, domain::parse_receipt(body, self.keys));
    if (receipt.req != question.req) return lie("answer to another request");
    HL_CHECK(check_ours(receipt, question.chain, self, ledger));
    return receipt;
}

}  // namespace hailong::agent
