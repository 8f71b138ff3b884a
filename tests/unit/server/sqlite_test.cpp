#include "sync/server/sqlite.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <optional>

namespace hailong::sqlite_test {

// Until it is destroyed SQLite gets no further memory.
class NoMemory {
public:
    NoMemory() { sqlite3_hard_heap_limit64(sqlite3_memory_used()); }
    ~NoMemory() { sqlite3_hard_heap_limit64(0); }
    NoMemory(const NoMemory&) = delete;
    NoMemory& operator=(const NoMemory&) = delete;
};

class Writing : public ::testing::Test {
protected:
    Writing() {
        sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_LOOKASIDE, nullptr, 0, 0);
        database_.exec("CREATE TABLE t(x)");
    }
    [[nodiscard]] int rows() { return database_.execAndGet("SELECT count(*) FROM t").getInt(); }

    SQLite::Database database_{":memory:", SQLite::OPEN_READWRITE};
};

TEST_F(Writing, LeavesNothingWithoutACommit) {
    {
        server::WriteTransaction transaction(database_);
        database_.exec("INSERT INTO t VALUES (1)");
    }
    EXPECT_EQ(rows(), 0);
}
TEST_F(Writing, KeepsWhatIsCommitted) {
    {
        server::WriteTransaction transaction(database_);
        database_.exec("INSERT INTO t VALUES (1)");
        transaction.commit();
    }
    EXPECT_EQ(rows(), 1);
}
TEST_F(Writing, RollsBackWhenMemoryIsWhatWasLacking) {
    {
        std::optional<server::WriteTransaction> transaction(std::in_place, database_);
        database_.exec("INSERT INTO t VALUES (1)");
        const NoMemory none;
        EXPECT_THROW(database_.exec("INSERT INTO t VALUES (2)"), SQLite::Exception);
        transaction.reset();
    }
    EXPECT_EQ(rows(), 0);
    EXPECT_NO_THROW(server::WriteTransaction{database_});
}
TEST_F(Writing, BeginsAfterOneThatWasLeftOpen) {
    database_.exec("BEGIN; INSERT INTO t VALUES (1)");
    {
        const server::WriteTransaction transaction(database_);
    }
    EXPECT_EQ(rows(), 0);
}

}  // namespace hailong::sqlite_test
