// SQLite's outcomes as our errors, and the connection settings. Included by the store's .cpp files that speak SQLite
// only.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <optional>
#include <string_view>
#include <type_traits>

#include "kiosk/base/result.h"

namespace hailong::store {

// `handle` may be null when the connection never came to be.
[[nodiscard]] Error sql_error(std::string_view doing, const SQLite::Exception& cause, SQLite::Database* db);

// Runs work(); what SQLiteCpp throws becomes an error.
template <class Work>
std::invoke_result_t<Work> guarded(std::string_view doing, SQLite::Database* db, Work work) {
    try {
        return work();
    } catch (const SQLite::Exception& cause) {
        return tl::unexpected<Error>(sql_error(doing, cause, db));
    }
}

// Closing leaves -wal and -shm, which readers of other users need, and the -wal's bytes, which may hold what SQLite no
// longer shows (remains.h). First of all settings: whatever fails later must not take the files away.
void keep_companions(SQLite::Database& db);
// These throw SQLite::Exception.
void refuse_to_only_read(
    SQLite::Database& db);  // REQUIRES: nothing was read yet: a file's header may forbid writing, too
void apply_common_settings(SQLite::Database& db);
void apply_writer_settings(SQLite::Database& db);
void migrate(SQLite::Database& db);
[[nodiscard]] std::size_t applied_migrations(SQLite::Database& db);  // never more than there are
[[nodiscard]] std::string pragma_text(SQLite::Database& db, std::string_view pragma);

}  // namespace hailong::store
