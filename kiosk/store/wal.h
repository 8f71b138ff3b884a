// What SQLite's write-ahead log says of itself (sqlite.org/fileformat2.html, section 4), read as it lies.
#pragma once

#include <cstddef>
#include <string_view>

namespace hailong::store {

// How many transactions end behind the last one that SQLite accepts. A power cut tears the one that was being flushed
// and no other, because the next begins only after that flush: more than one means that flushed ones are damaged.
[[nodiscard]] std::size_t commits_behind_the_end(std::string_view wal);

}  // namespace hailong::store
