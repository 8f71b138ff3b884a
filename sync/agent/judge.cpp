#include "sync/agent/judge.h"

#include <algorithm>

namespace hailong::agent {

namespace {

tl::unexpected<Error> lie(std::string why) { return fail(ErrorCode::conflict, std::move(why)); }

Status check_names(const domain::Receipt& receipt, const std::optional<base::Digest>& chain, const Self& self) {
    if (receipt.province != self.province) return lie("answer of province \"" + receipt.province + "\"");
    if (receipt.device != self.device) return lie("answer for terminal \"" + receipt.device + "\"");
    if (receipt.chain != chain) return lie("answer about another chain");
    if (receipt.through && !chain) return lie("answer without a chain has a \"through\"");
    return {};
}

}  // namespace

Status check_head(const domain::Receipt& receipt, LedgerView& ledger) {
    if (!receipt.through) return {};
    const base::Digest& chain = *receipt.chain;
    HL_TRY(const auto held, ledger.chains());
    const auto own = std::ranges::find(held.chains, chain, &ChainSummary::chain);
    if (own == held.chains.end() && held.damage) return tl::unexpected<Error>(*held.damage);
    if (own == held.chains.end()) return lie("answer about a chain that is not held here");
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

Status check_ours(const domain::Receipt& receipt, const std::optional<base::Digest>& chain, const Self& self,
                  LedgerView& ledger) {
    HL_CHECK(check_names(receipt, chain, self));
    return check_head(receipt, ledger);
}

Result<domain::Receipt> recognise(std::string_view body, const Question& question, const Self& self) {
    HL_TRY(auto receipt, domain::parse_receipt(body, self.keys));
    if (receipt.req != question.req) return lie("answer to another request");
    HL_CHECK(check_names(receipt, question.chain, self));
    return receipt;
}

Result<domain::Receipt> judge(std::string_view body, const Question& question, const Self& self, LedgerView& ledger) {
    HL_TRY(auto receipt, recognise(body, question, self));
    HL_CHECK(check_head(receipt, ledger));
    return receipt;
}

}  // namespace hailong::agent
