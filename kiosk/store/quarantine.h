// What is damaged is put aside whole and kept: <ledger>/quarantine/<chain8>-<first>/. Moving ledger.db and its -wal one
// by one would lose what the WAL holds; a directory moves in one rename.
#pragma once

#include "kiosk/store/segments.h"

namespace hailong::store {

// Puts aside the chain's segments from `name` on, the last one first, so that what stays at any moment is the chain's
// beginning. Durable when it returns. Errors: disk_full, read_only, io.
[[nodiscard]] Status put_aside(const base::Path& ledger_folder, const SegmentName& name);

// What was put aside, by chain and seq. Errors: io.
[[nodiscard]] Result<std::vector<SegmentName>> put_aside_segments(const base::Path& ledger_folder);
[[nodiscard]] base::Path quarantine_of(const base::Path& ledger_folder);

}  // namespace hailong::store
