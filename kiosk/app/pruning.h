// Which segments the province has for good, so that the terminal may forget them (ledger-and-sync.md §2 "Pruning").
// Only signed times count; the local clock is never asked. A lost file only delays.
#pragma once

#include <map>

#include "kiosk/domain/places.h"
#include "kiosk/domain/receipt.h"
#include "kiosk/store/segments.h"

namespace hailong::app {

inline constexpr auto kRetention = std::chrono::days(30);  // a province that restores a backup asks again for so long

// What the newest archive says; of a chain only a receipt that names our own hash.
struct Receipted {
    std::string epoch;
    base::WallTime now;
    std::optional<domain::Seq> through;
};
struct FirstCover {  // of a segment: the first receipt that covered its last entry
    std::string epoch;
    base::WallTime now;
    bool operator==(const FirstCover&) const = default;
};
struct ClosedSegment {
    store::SegmentName name;
    domain::Seq last = 0;
};
using FirstCovers = std::map<std::string, FirstCover>;  // by the segment's name

// The newest receipt of all chains says which archive is the newest, and what time it is there.
struct NewestReceipt {
    std::string epoch;
    base::WallTime now;
};
// Notes in `covers` what this chain's receipt covers for the first time in its archive.
[[nodiscard]] FirstCovers noted(FirstCovers covers, const std::vector<ClosedSegment>& chain,
                                const std::optional<Receipted>& receipted);
// From the front, as far as the receipt is of the newest archive, covers the segment, and first did so kRetention ago.
[[nodiscard]] std::vector<store::SegmentName> prunable(const std::vector<ClosedSegment>& chain,
                                                       const std::optional<Receipted>& receipted,
                                                       const NewestReceipt& newest, const FirstCovers& covers);

struct PruneOrder {
    domain::Places places;
    base::Path card;
    std::string device;
};
// Looks at every chain and removes what may go; the segment with a chain's last entry always stays, and what follows
// it. How many went. Errors: of the ledger, and of kiosk/retention.json.
[[nodiscard]] Result<std::size_t> prune(const PruneOrder& order);

}  // namespace hailong::app
