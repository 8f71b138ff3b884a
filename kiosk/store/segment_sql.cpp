#include "kiosk/store/segment_sql.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <array>
#include <charconv>
#include <cstring>
#include <string>

#include "kiosk/base/files.h"
#include "kiosk/store/migrations.h"

namespace hailong::store {

namespace {

constexpr int kMadeByNewer = SQLITE_MISMATCH;

struct Meaning {
    int primary;
    ErrorCode code;
};
constexpr std::array kMeanings{
    Meaning{SQLITE_FULL, ErrorCode::disk_full},      Meaning{SQLITE_READONLY, ErrorCode::read_only},
    Meaning{SQLITE_PERM, ErrorCode::read_only},      Meaning{SQLITE_CORRUPT, ErrorCode::corrupt},
    Meaning{SQLITE_NOTADB, ErrorCode::corrupt},      Meaning{SQLITE_BUSY, ErrorCode::busy},
    Meaning{SQLITE_LOCKED, ErrorCode::busy},         Meaning{SQLITE_PROTOCOL, ErrorCode::busy},
    Meaning{SQLITE_CONSTRAINT, ErrorCode::conflict}, Meaning{kMadeByNewer, ErrorCode::environment},
    Meaning{SQLITE_ERROR, ErrorCode::corrupt},  // our statements fit our tables: others are there
};

ErrorCode code_of(int primary) {
    for (const Meaning& meaning : kMeanings) {
        if (meaning.primary == primary) return meaning.code;
    }
    return ErrorCode::io;
}

// The reader of an index that its writer has not made or not finished: it comes by itself.
bool is_not_ready(int extended) {
    return extended == SQLITE_READONLY_CANTINIT || extended == SQLITE_READONLY_RECOVERY ||
           extended == SQLITE_READONLY_CANTLOCK;
}

// SQLite turns a read that the disk refused (EIO) into CORRUPT. Whether it was one is remembered by the open file.
int refused_read(SQLite::Database& db) {
    for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        sqlite3_file* file = nullptr;
        int error_number = 0;
        sqlite3_file_control(db.getHandle(), "main", which, static_cast<void*>(&file));
        if (file == nullptr || file->pMethods == nullptr) continue;
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error_number);
        if (error_number != 0) return error_number;
    }
    return 0;
}

// SQLite says FULL when a write into its files finds no space. In other places, and of a disk that was remounted, it
// says "I/O error" or "unable to open".
std::optional<ErrorCode> trouble_of_place(const std::string& file) {
    struct statvfs disk{};
    if (statvfs(file.c_str(), &disk) != 0) return std::nullopt;
    if ((disk.f_flag & ST_RDONLY) != 0) return ErrorCode::read_only;
    if (disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0)) return ErrorCode::disk_full;
    return std::nullopt;
}

bool is_read_only_place(const std::string& file) {
    struct statvfs disk{};
    return statvfs(file.c_str(), &disk) != 0 || (disk.f_flag & ST_RDONLY) != 0;
}

// The tables of a newer version differ from ours in something; a version number alone is a damaged header.
bool has_our_tables(SQLite::Database& db) {
    SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const std::string_view sql : migrations()) fresh.exec(std::string(sql));
    constexpr const char* kAll = "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    return db.execAndGet(kAll).getString() == fresh.execAndGet(kAll).getString();
}

}  // namespace

Error sql_error(std::string_view doing, const SQLite::Exception& cause, SQLite::Database* db) {
    const int extended = cause.getExtendedErrorCode() > 0 ? cause.getExtendedErrorCode() : cause.getErrorCode();
    const int primary = extended & 0xff;
    const std::string what = std::string(doing) + ": " + cause.what();
    if (is_not_ready(extended)) return Error{ErrorCode::busy, std::string(doing) + ": ledger not ready"};
    if (db != nullptr && primary == SQLITE_CANTOPEN) {
        const Error told = base::errno_error(what, sqlite3_system_errno(db->getHandle()));
        if (told.code != ErrorCode::not_found) return told;
    }
    if (db != nullptr && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN)) {
        if (const auto trouble = trouble_of_place(db->getFilename())) return Error{*trouble, what};
    }
    if (db != nullptr && (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)) {
        if (const int refused = refused_read(*db); refused != 0) {
            return Error{ErrorCode::io, std::string(doing) + ": " + std::strerror(refused)};
        }
    }
    return Error{code_of(primary), what};
}

std::string pragma_text(SQLite::Database& db, std::string_view pragma) {
    SQLite::Statement query(db, "PRAGMA " + std::string(pragma));
    return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

void keep_companions(SQLite::Database& db) {
    int keep = 1;
    sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

// Where SQLite may not open a file for writing it opens it for reading, and stays there.
void refuse_to_only_read(SQLite::Database& db) {
    if (sqlite3_db_readonly(db.getHandle(), "main") == 1)
        throw SQLite::Exception("it opens for reading only", SQLITE_READONLY);
}

void apply_common_settings(SQLite::Database& db) {
    sqlite3_extended_result_codes(db.getHandle(), 1);
    db.exec("PRAGMA mmap_size=0");
    db.exec("PRAGMA trusted_schema=OFF");
    db.exec("PRAGMA cell_size_check=ON");
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

void apply_writer_settings(SQLite::Database& db) {
    db.exec("PRAGMA page_size=4096");
    const std::string journal = pragma_text(db, "journal_mode=WAL");
    if (journal != "wal") throw SQLite::Exception("this file system takes no WAL", SQLITE_IOERR);
    db.exec("PRAGMA synchronous=FULL");
    db.exec("PRAGMA wal_autocheckpoint=0");
    db.exec("PRAGMA journal_size_limit=0");
    db.exec("PRAGMA recursive_triggers=ON");
    // The place can be written (the caller asked): it is the file's header that says otherwise.
    if (sqlite3_db_readonly(db.getHandle(), "main") == 1 && !is_read_only_place(db.getFilename())) {
        throw SQLite::Exception("the header says that nobody may write", SQLITE_CORRUPT);
    }
    if (pragma_text(db, "synchronous") != "2") throw SQLite::Exception("synchronous=FULL was refused", SQLITE_IOERR);
}

std::size_t applied_migrations(SQLite::Database& db) {
    const auto all = migrations();
    const std::string version = pragma_text(db, "user_version");
    std::size_t applied = 0;
    const auto [end, wrong] = std::from_chars(version.data(), version.data() + version.size(), applied);
    // A negative version, which only another hand can have written, is no number here.
    if (wrong != std::errc() || end != version.data() + version.size()) {
        throw SQLite::Exception("the schema version is no number", SQLITE_CORRUPT);
    }
    if (applied > all.size() && has_our_tables(db)) {
        throw SQLite::Exception("the schema version is not that of the tables", SQLITE_CORRUPT);
    }
    if (applied > all.size()) {
        throw SQLite::Exception("a newer version of this program wrote the ledger; install that version", kMadeByNewer);
    }
    return applied;
}

void migrate(SQLite::Database& db) {
    const auto all = migrations();
    for (std::size_t i = applied_migrations(db); i < all.size(); ++i) {
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        db.exec(std::string(all[i]));
        db.exec("PRAGMA user_version=" + std::to_string(i + 1));
        transaction.commit();
    }
}

}  // namespace hailong::store
