// How far the province has the ledger: for the staff screen, the health text and the hand-over by stick. Reads files:
// not for the frame thread.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/keys_document.h"
#include "kiosk/domain/places.h"
#include "kiosk/store/ledger_reader.h"

namespace hailong::app {

struct ChainProgress {
    domain::ChainSummary summary;
    std::optional<domain::Seq> through;  // under a receipt that holds against our own ledger
    std::optional<domain::Genesis> genesis;
    [[nodiscard]] domain::Seq next() const { return through ? *through + 1 : 0; }
    [[nodiscard]] domain::Seq pending() const { return summary.last + 1 > next() ? summary.last + 1 - next() : 0; }
    bool operator==(const ChainProgress&) const = default;
};
// Every chain that can be read, the one being written first. Receipts are those the agent brought and those that came
// back on a stick (kiosk/receipts); none is believed unseen. Errors: of the ledger folder.
[[nodiscard]] Result<std::vector<ChainProgress>> ledger_progress(const domain::Places& places,
                                                                 const domain::KeysDocument& keys);

// Receipts that came by stick: the agent's folder is not ours to write.
[[nodiscard]] base::Path stick_receipts(const domain::Places& places);

}  // namespace hailong::app
