// Which versions of a chain the archive holds, read from the entries themselves: nothing is remembered about it that
// could be wrong after a restore.
#pragma once

#include "sync/server/archive.h"
#include "sync/server/sqlite.h"

namespace hailong::server {

// hash(seq) of our own version, when that entry is held or is the last of a hole.
[[nodiscard]] Result<std::optional<Digest>> own_hash(SQLite::Database& database, const Question& question, Seq seq);

// Follows the version that has `hash` at `seq` down to `floor`, below which its terminal has nothing.
struct VersionFrom {
    std::string device;
    Digest chain;
    Seq seq = 0;
    Digest hash;
    Seq floor = 0;
};
[[nodiscard]] Result<Followed> follow_version(SQLite::Database& database, const VersionFrom& from);

}  // namespace hailong::server
