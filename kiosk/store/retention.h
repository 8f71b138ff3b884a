// Removes whole closed segments from the front of a chain. Whether one may go is not the store's to decide
// (app/pruning.h). What is known of entry 0 stays: <ledger>/<chain8>.genesis, so that the chain still says whose it is.
#pragma once

#include <optional>

#include "kiosk/domain/genesis.h"
#include "kiosk/store/segments.h"

namespace hailong::store {

// One rename makes it disappear; what a power cut leaves of it is cleared away by the next call. Errors: conflict when
// it is not the chain's first segment, or its last; read_only, disk_full, io.
[[nodiscard]] Status remove_first_segment(const base::Path& ledger_folder, const SegmentName& name);

// Of a chain whose entry 0 was removed; nullopt when nothing was kept, or it is not what this chain's id was made of.
// Errors: io and the like, which say nothing of what was kept.
[[nodiscard]] Result<std::optional<domain::Genesis>> kept_genesis(const base::Path& ledger_folder,
                                                                  const base::Digest& chain);

}  // namespace hailong::store
