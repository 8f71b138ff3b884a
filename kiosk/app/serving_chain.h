// Which chain takes ratings: the decision, and what follows from it when a chain is damaged. For the holder of the
// folder's lock, on the frame thread, before anybody can rate.
#pragma once

#include <variant>

#include "kiosk/app/station.h"
#include "kiosk/app/terminal_record.h"
#include "kiosk/store/ledger.h"
#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/segments.h"

namespace hailong::app {

struct ChainFacts {
    const store::Survey& held;
    const std::vector<store::SegmentName>& put_aside;
    const TerminalRecord& record;
    const Station& station;
    base::SignKey device;
    Standing standing;  // of the data folder, now
};
struct GoOn {
    base::Digest chain;
};
struct BeginChain {
    domain::GenesisReason reason = domain::GenesisReason::enrolled;
    std::optional<domain::PreviousChain> prev;
};
struct InDoubt {
    store::UnreadableChain chain;  // it may be the one that takes ratings
};
using ChainChoice = std::variant<GoOn, BeginChain, InDoubt>;
// The newest chain that is no rehearsal and of which nothing was put aside, if its device key, device and unit are
// those of the identity; else another one that names it. Nothing is begun beside a chain that cannot be read and may be
// the right one: the one that took ratings last, or one that no readable chain names as its previous.
[[nodiscard]] ChainChoice choose_chain(const ChainFacts& facts);

struct LedgerOrder {
    const domain::Places& places;
    const Station& station;
    const base::Signer& device;
    domain::Stamp stamp;
    store::LedgerOptions options;
    Standing standing{};
    std::optional<store::SegmentName> suspect{};  // something called it damaged
};
struct PutAside {
    std::string chain8;
    domain::Seq from = 0;
};
struct ServingLedger {
    store::Ledger ledger;
    std::optional<PutAside> put_aside;  // what had to go for it, just now
};
// Opens the chain that takes ratings, or begins it. A chain that two readings on fresh connections call damaged, and
// whose files can be read to their end, is put aside (store/quarantine.h) and another one begun that names it, with
// reason `quarantine`; at most kMostADay times a day, then the error is corrupt. An I/O error is never damage. A chain
// that the province cannot follow (app/verdict.h) is left as it is and another one begun that names it.
[[nodiscard]] Result<ServingLedger> open_serving_ledger(const LedgerOrder& order);

// Whether opening it again would leave the chain that serves because of the province's verdict. Reads beside its
// writer.
[[nodiscard]] bool is_to_be_closed(const LedgerOrder& order, const base::Digest& serving);

// The segment that a chain's entries go to. nullopt: it cannot be told.
[[nodiscard]] std::optional<store::SegmentName> written_segment(const domain::Places& places,
                                                                const base::Digest& chain);

// Always a new chain.
[[nodiscard]] Result<store::Ledger> begin_rehearsal_ledger(const LedgerOrder& order);

}  // namespace hailong::app
