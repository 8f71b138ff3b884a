// Is what the terminal must be able to read, to go on with a chain, what it wrote? Asked on fresh connections, because
// SQLite also calls an intact file damaged after an I/O error. For the process that holds the folder's lock.
#pragma once

#include <optional>

#include "kiosk/store/segment_file.h"

namespace hailong::store {

struct SegmentContent {
    domain::Head head;
    // Whole and signed entries that lie in the files behind the head and that SQLite no longer shows: a torn or broken
    // WAL hides all that follows, a wrong count on a page the last ones. In order and without a gap.
    std::vector<StoredEntry> hidden;
};
// Reads the segment line by line and checks the signature of its end (of the end before it, where it is still empty).
// Signatures of earlier entries are left to verify_ledger(): the last one signs the hash that all of them lead to.
// REQUIRES: this process has no connection to the segment; its locks would go when the files are read as they lie.
// Errors: corrupt, naming the first bad seq (also one that is missing where later ones lie hidden); io and the like.
[[nodiscard]] Result<SegmentContent> read_segment(const base::Path& ledger_folder, const SegmentName& name,
                                                  const base::SignKey& device);

// Also what only the next write would meet. A tenth of a second for 20,000 entries. Errors: corrupt; others are not
// about damage: io, busy, disk_full, read_only.
[[nodiscard]] Status check_segment(const base::Path& ledger_folder, const SegmentName& name,
                                   const base::SignKey& device);

enum class Extent {
    ends,   // what going on with the chain needs: its first segment, its last, and the one before that
    closed  // all but the last: may be asked while the chain is written
};
// The chain's first damaged segment. nullopt: they are sound. Errors: as check_segment() but corrupt; not_found when
// the chain is not held.
[[nodiscard]] Result<std::optional<SegmentName>> find_damage(const base::Path& ledger_folder, std::string_view chain8,
                                                             const base::SignKey& device, Extent extent);

}  // namespace hailong::store
