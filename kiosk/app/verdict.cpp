#include "kiosk/app/verdict.h"

#include <algorithm>

#include "kiosk/base/log.h"
#include "kiosk/store/receipts.h"
#include "kiosk/store/segments.h"

namespace hailong::app {

namespace {

using domain::GenesisReason;
using domain::Verdict;

tl::unexpected<Error> untrue(std::string why) { return fail(ErrorCode::conflict, std::move(why)); }

// Of our own ledger. The hash of entry 0 is the chain's name, also where that entry was pruned.
Result<base::Digest> own_hash(const domain::Places& places, const domain::Head& head, domain::Seq seq) {
    if (seq == 0) return head.chain;
    HL_TRY(const auto found, store::LedgerReader(places.ledger()).at(head.chain, seq));
    return found.hash;
}

Status is_true_here(const domain::Receipt& verdict, const VerdictOrder& order, const domain::Head& head) {
    if (verdict.device != order.station.device) return untrue("it is for terminal \"" + verdict.device + "\"");
    if (!verdict.through || !verdict.at_seq || !verdict.at_hash || *verdict.at_seq == 0) {
        return untrue("it names no place");
    }
    HL_TRY(const auto held, own_hash(order.places, head, *verdict.through));
    if (held != *verdict.head) return untrue("what it holds of us is not in our ledger");
    const std::string place = "entry " + std::to_string(*verdict.at_seq);
    if (verdict.verdict == Verdict::behind) {
        return head.seq < *verdict.at_seq ? Status() : untrue("we hold " + place + ", too");
    }
    if (verdict.verdict != Verdict::fork) return untrue("it is neither fork nor behind");
    HL_TRY(const auto ours, own_hash(order.places, head, *verdict.at_seq));
    return ours != *verdict.at_hash ? Status() : untrue("the province holds our own " + place);
}

bool has_had_its_links(const std::vector<store::HeldChain>& held, base::WallTime now) {
    const auto today = std::count_if(held.begin(), held.end(), [&](const store::HeldChain& chain) {
        const auto& genesis = chain.genesis;
        return genesis && (genesis->reason == GenesisReason::fork || genesis->reason == GenesisReason::behind) &&
               std::chrono::abs(now - genesis->stamp.at) < std::chrono::days(1);
    });
    return static_cast<std::size_t>(today) >= kMostLinksADay;
}

void tell(std::string_view event, const domain::Head& head, std::string_view why) {
    base::log_event(base::Level::warn, event, {{"chain", store::chain8_of(head.chain)}, {"why", why}});
}

}  // namespace

std::optional<GenesisReason> reason_to_close(const VerdictOrder& order, const domain::Head& head,
                                             const std::vector<store::HeldChain>& held) {
    const auto verdict = store::read_verdict(order.places.receipts(), head.chain, order.station.keys);
    if (!verdict && verdict.error().code == ErrorCode::not_found) return std::nullopt;
    const Status is_true =
        verdict ? is_true_here(*verdict, order, head) : Status(fail(verdict.error().code, verdict.error().what));
    if (!is_true) {
        tell("verdict.not_believed", head, is_true.error().what);
        return std::nullopt;
    }
    if (has_had_its_links(held, order.now)) {
        tell("verdict.not_followed", head, "several chains were begun for one today");
        return std::nullopt;
    }
    return verdict->verdict == Verdict::fork ? GenesisReason::fork : GenesisReason::behind;
}

}  // namespace hailong::app
