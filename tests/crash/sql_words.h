// Known-bad settings of SQLite, put on under the store's own code: the words that it says to SQLite are changed on the
// way, so that it believes to have what it asked for. Linking sql_words.cpp replaces sqlite3_exec and
// sqlite3_prepare_v2 for our code and SQLiteCpp.
#pragma once

namespace hailong::crash {

enum class Journal { as_asked, wal_normal, rollback };

// Until the object goes, every connection that is opened gets this journal.
class KnownBad {
public:
    explicit KnownBad(Journal journal);
    ~KnownBad();
    KnownBad(const KnownBad&) = delete;
    KnownBad& operator=(const KnownBad&) = delete;
};

}  // namespace hailong::crash
