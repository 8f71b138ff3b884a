#include "sync/server/sqlite.h"

#include <sqlite3.h>

#include "kiosk/base/log.h"

namespace hailong::server {

namespace {

ErrorCode code_of(int sqlite_code) {
    switch (sqlite_code & 0xff) {
        case SQLITE_FULL:
            return ErrorCode::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::busy;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return ErrorCode::read_only;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CONSTRAINT:  // no statement of ours breaks one, unless what is stored contradicts itself
            return ErrorCode::corrupt;
        default:
            return ErrorCode::io;
    }
}

}  // namespace

Error sqlite_error(std::string_view doing, const SQLite::Exception& exception) {
    return Error{code_of(exception.getErrorCode()), "archive: " + std::string(doing) + ": " + exception.what()};
}

WriteTransaction::WriteTransaction(SQLite::Database& database) : database_(database), rollback_(database, "ROLLBACK") {
    roll_back();  // what one before could not
    database_.exec("BEGIN IMMEDIATE");
}

WriteTransaction::~WriteTransaction() {
    try {
        roll_back();
    } catch (const SQLite::Exception& refused) {
        // The next one begins with it.
        base::log_event(base::Level::error, "archive.not_rolled_back", {{"error", refused.what()}});
    }
}

void WriteTransaction::commit() { database_.exec("COMMIT"); }

bool WriteTransaction::is_open() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

void WriteTransaction::roll_back() {
    if (is_open()) rollback_.exec();
}

void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
    // A null pointer would bind NULL: an empty line is still a line.
    statement.bind(index, static_cast<const void*>(bytes.empty() ? "" : bytes.data()), static_cast<int>(bytes.size()));
}

std::int64_t to_sql(base::WallTime time) { return time.time_since_epoch().count(); }
base::WallTime wall_from(const SQLite::Column& column) { return base::WallTime(base::Millis(column.getInt64())); }
std::uint64_t count_from(const SQLite::Column& column) { return static_cast<std::uint64_t>(column.getInt64()); }

}  // namespace hailong::server
