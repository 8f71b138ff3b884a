// What can still be read of a damaged segment, whatever state its pages and its tables are in. In ledger.db and in its
// -wal alike an entry's line, hash and signature lie side by side: a record that fits its page is never split, and no
// line that the terminal writes reaches the 3,960 bytes at which SQLite would (a comment has 2,000, kMaxCommentBytes).
// An entry counts as read when the device's signature over its hash holds and its line fits that hash.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/store/segment_file.h"

namespace hailong::store {

// Everything in `bytes` that has the form of an entry from `from` on, in the order of its place; copies are left in.
// Nothing is proven of it.
[[nodiscard]] std::vector<StoredEntry> find_entries(std::string_view bytes, domain::Seq from);

struct Signed {
    base::Digest chain;
    base::SignKey device;
};
// Of entries found in files of one chain those that the device signed and whose line fits its hash, one for each seq,
// ascending. That takes the hash before it: where that is lost, too, nobody can tell a flipped bit from what was
// written, and the line is left out. `before`: the end of the chain before these files, where it is known.
[[nodiscard]] std::vector<StoredEntry> proven_entries(const std::vector<StoredEntry>& found, const Signed& by,
                                                      const std::optional<domain::Head>& before);

// The newest head among them that the device signed, whether or not its line is left.
[[nodiscard]] std::optional<domain::Head> last_signed(const std::vector<StoredEntry>& found, const Signed& by);

// Both files of a segment as they lie, never through SQLite, which would change them. A missing file is empty.
// Errors: io above all: then nothing at all is known about damage.
[[nodiscard]] Result<std::vector<StoredEntry>> find_in_segment(const base::Path& segment_folder, domain::Seq from);

}  // namespace hailong::store
