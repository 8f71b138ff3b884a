#include "tests/crash/sql_words.h"

#include <dlfcn.h>
#include <sqlite3.h>

#include <atomic>
#include <string_view>

namespace hailong::crash {

namespace {

std::atomic<Journal> journal_in_force{Journal::as_asked};

template <class Function>
Function original(const char* name) {
    void* const found = dlsym(RTLD_NEXT, name);
    return reinterpret_cast<Function>(found);
}

using Exec = int (*)(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);
using Prepare = int (*)(sqlite3*, const char*, int, sqlite3_stmt**, const char**);

int exec_original(sqlite3* db, const char* sql) {
    static const auto exec = original<Exec>("sqlite3_exec");
    return exec(db, sql, nullptr, nullptr, nullptr);
}

const char* changed(sqlite3* db, const char* sql) {
    const Journal journal = journal_in_force.load();
    if (journal == Journal::as_asked || sql == nullptr) return sql;  // SQLite gives no words when it is out of memory
    const std::string_view asked = sql;
    if (journal == Journal::wal_normal && asked == "PRAGMA synchronous=FULL") return "PRAGMA synchronous=NORMAL";
    if (journal == Journal::wal_normal && asked == "PRAGMA synchronous") return "SELECT '2'";
    if (journal == Journal::rollback && asked == "PRAGMA journal_mode=WAL") {
        exec_original(db, "PRAGMA journal_mode=DELETE");
        return "SELECT 'wal'";
    }
    return sql;
}

}  // namespace

KnownBad::KnownBad(Journal journal) { journal_in_force.store(journal); }
KnownBad::~KnownBad() { journal_in_force.store(Journal::as_asked); }

}  // namespace hailong::crash

namespace words = hailong::crash;

extern "C" {

int sqlite3_exec(sqlite3* db, const char* sql, int (*row)(void*, int, char**, char**), void* context, char** error) {
    static const auto exec = words::original<words::Exec>("sqlite3_exec");
    return exec(db, words::changed(db, sql), row, context, error);
}

int sqlite3_prepare_v2(sqlite3* db, const char* sql, int bytes, sqlite3_stmt** statement, const char** rest) {
    static const auto prepare = words::original<words::Prepare>("sqlite3_prepare_v2");
    const char* const words = words::changed(db, sql);
    return prepare(db, words, words == sql ? bytes : -1, statement, rest);
}

}  // extern "C"
