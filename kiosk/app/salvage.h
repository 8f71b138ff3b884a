// Reads, a few at a time, what can still be read of the segments that were put aside and that the province may lack.
// Reading and verifying a segment takes seconds: not for the frame thread; one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/places.h"
#include "kiosk/domain/salvage.h"
#include "kiosk/store/segments.h"

namespace hailong::app {

class Salvage {
public:
    // So few that a citizen who comes meanwhile waits for the disk no longer than usual.
    static constexpr std::size_t kAtOnce = 8;
    struct Portion {
        store::SegmentName segment;
        domain::Seq next = 0;  // all of the segment before this seq is in this or in earlier portions
        std::vector<domain::SalvagedLine> lines;
    };

    // `card`: to verify receipts by. `device`: signed the chains whose genesis is lost.
    Salvage(domain::Places places, base::Path card, const base::SignKey& device)
        : places_(std::move(places)), card_(std::move(card)), device_(device) {}

    // The next lines, in order. nullopt: nothing is left. What a receipt covers is left out; what a damaged chain had
    // itself salvaged is given as it was before, so that nothing is wrapped twice. Errors: io; of progress, disk_full.
    [[nodiscard]] Result<std::optional<Portion>> next();
    // The portion is in the ledger: it is not given again, also after a restart (kiosk/salvage.json). A power cut
    // before this returns gives it again; the province counts it once.
    [[nodiscard]] Status done(const Portion& portion);

private:
    struct Placed {
        domain::Seq seq = 0;  // in the segment
        domain::SalvagedLine line;
    };
    [[nodiscard]] Result<std::vector<Placed>> read(const store::SegmentName& name) const;

    domain::Places places_;
    base::Path card_;
    base::SignKey device_;
    std::optional<store::SegmentName> at_;  // of which `lines_` is what is left
    std::vector<Placed> lines_;
};

}  // namespace hailong::app
