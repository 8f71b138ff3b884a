// The province's signed word that it cannot follow a chain: it holds another version of it (`fork`: a copy of this disk
// writes, too) or more of it (`behind`: an old disk was put back). Such a chain is closed and the next one names it.
// The agent brings the word, sync/receipts/<chain>.verdict, and is not believed: a verdict counts when a receipt key
// signed it for this terminal and this chain, and when what it says is true of our own ledger now. So one that is
// forged, of the copy, or older than what was put right closes nothing.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/app/station.h"
#include "kiosk/domain/genesis.h"
#include "kiosk/store/ledger_reader.h"

namespace hailong::app {

struct VerdictOrder {
    const domain::Places& places;
    const Station& station;
    base::WallTime now;
};
// Why the chain that ends with `head` is to be closed, `fork` or `behind`; nullopt: go on with it. `held`: every chain
// of the ledger, which remember how many were begun for such a reason: a province that goes mad must not wear out the
// disk.
[[nodiscard]] std::optional<domain::GenesisReason> reason_to_close(const VerdictOrder& order, const domain::Head& head,
                                                                   const std::vector<store::HeldChain>& held);

inline constexpr std::size_t kMostLinksADay = 3;  // ledger-and-sync.md §3

}  // namespace hailong::app
