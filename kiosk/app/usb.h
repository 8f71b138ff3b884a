// Hand-over by stick, for a terminal without network: the same signed batches that the agent would send, as files
// <stick>/hailong/<device>/<chain8>-<first>.batch. `hailong-server import` takes them and writes its signed answer
// beside each as .batch.answer, which the terminal takes at the next hand-over. Everything may be repeated. Slow disk
// work: not for the frame thread.
#pragma once

#include "kiosk/app/progress.h"

namespace hailong::app {

// Is something mounted there? A folder of our own disk would take the files and nobody would carry them away.
// Errors: not_found.
[[nodiscard]] Status find_stick(const base::Path& folder);

struct HandOver {
    const domain::Places& places;
    const domain::KeysDocument& keys;
    std::string device;
    base::Path stick;
};
struct HandedOver {
    std::size_t answers = 0;  // receipts that came back and hold
    std::size_t refused = 0;  // answers that say no, or that are not the province's
    std::size_t files = 0;    // written now
    std::uint64_t entries = 0;
};
// Takes the answers on the stick, removes the batches they receipt, then writes what is still pending. Each file is
// complete and flushed, or not there. Answers without a receipt for us stay on the stick. Errors: disk_full, read_only,
// io of the stick; of the ledger.
[[nodiscard]] Result<HandedOver> hand_over(const HandOver& order);

}  // namespace hailong::app
