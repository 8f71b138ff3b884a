#include "kiosk/store/segment_file.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "kiosk/store/migrations.h"
#include "kiosk/store/segment_sql.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Rig;
using store_rig::run_sql;
using testing::HasSubstr;

namespace segment_file_test {

// A closed ledger of a genesis and two ratings.
base::Path closed_segment(const Rig& rig) {
    auto ledger = rig.create();
    for (int i = 0; i < 2; ++i) static_cast<void>(ledger.append(rig.rating(4)));
    return rig.segment(ledger.head().chain);
}

std::vector<std::string> schema_of(const std::string& sql) {
    SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(sql);
    SQLite::Statement row(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
    std::vector<std::string> out;
    while (row.executeStep()) out.push_back(row.getColumn(0).getString());
    return out;
}

mode_t mode_of(const base::Path& path) {
    struct stat found{};
    return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

constexpr const char* kAnyRow = "x'7b7d', zeroblob(32), zeroblob(64)";

}  // namespace segment_file_test

using segment_file_test::closed_segment;
using segment_file_test::kAnyRow;
using segment_file_test::mode_of;
using segment_file_test::schema_of;

TEST(SegmentFile, KeepsTheSettingsThatDurabilityHangsOn) {
    const Rig rig;
    const auto file = SegmentFile::open_writer(closed_segment(rig)).value();
    EXPECT_EQ(file.setting("journal_mode").value(), "wal");
    EXPECT_EQ(file.setting("synchronous").value(), "2");
    EXPECT_EQ(file.setting("wal_autocheckpoint").value(), "0");
    EXPECT_EQ(file.setting("journal_size_limit").value(), "0");
}

TEST(SegmentFile, KeepsTheSettingsThatGuardAgainstDamage) {
    const Rig rig;
    const auto file = SegmentFile::open_writer(closed_segment(rig)).value();
    EXPECT_EQ(file.setting("page_size").value(), "4096");
    EXPECT_THAT(file.setting("mmap_size").value(), testing::AnyOf("", "0"));
    EXPECT_EQ(file.setting("trusted_schema").value(), "0");
    EXPECT_EQ(file.setting("cell_size_check").value(), "1");
    EXPECT_EQ(file.setting("recursive_triggers").value(), "1");
    EXPECT_TRUE(file.is_defensive());
}

TEST(SegmentFile, HasExactModesWhateverTheUmask) {
    const Rig rig;
    const mode_t before = umask(0077);
    const auto segment = closed_segment(rig);
    umask(0);
    const auto open = SegmentFile::open_writer(segment);
    umask(before);
    EXPECT_EQ(mode_of(segment), 02750U);
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"})
        EXPECT_EQ(mode_of(segment / name), 0640U) << name;
}

TEST(SegmentFile, RefusesToChangeAnEntry) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, "UPDATE entry SET line = x'7b7d' WHERE seq = 1"), HasSubstr("never changes"));
    EXPECT_THAT(run_sql(db, "UPDATE segment SET first = 7"), HasSubstr("never changes"));
}

TEST(SegmentFile, RefusesToDeleteAnEntry) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, "DELETE FROM entry WHERE seq = 2"), HasSubstr("never goes"));
    EXPECT_THAT(run_sql(db, "DELETE FROM segment"), HasSubstr("never changes"));
}

TEST(SegmentFile, RefusesToReplaceAnEntry) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    const std::string values = std::string("VALUES (1, ") + kAnyRow + ")";
    EXPECT_THAT(run_sql(db, "INSERT OR REPLACE INTO entry (seq, line, hash, sig) " + values),
                HasSubstr("follows the last"));
    EXPECT_THAT(run_sql(db, "REPLACE INTO entry (seq, line, hash, sig) " + values), HasSubstr("follows the last"));
}

TEST(SegmentFile, RefusesAGapAndAnUnnumberedEntry) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, std::string("INSERT INTO entry (seq, line, hash, sig) VALUES (4, ") + kAnyRow + ")"),
                HasSubstr("follows the last"));
    EXPECT_THAT(run_sql(db, std::string("INSERT INTO entry (line, hash, sig) VALUES (") + kAnyRow + ")"),
                HasSubstr("follows the last"));
}

TEST(SegmentFile, RefusesASecondBeginning) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, "INSERT INTO segment (chain, first, prev_hash) VALUES (zeroblob(32), 0, zeroblob(32))"),
                HasSubstr("begins once"));
}

TEST(SegmentFile, RefusesHashesAndSignaturesOfAWrongLength) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, "INSERT INTO entry (seq, line, hash, sig) VALUES (3, x'7b7d', zeroblob(31), zeroblob(64))"),
                HasSubstr("CHECK"));
    EXPECT_THAT(run_sql(db, "INSERT INTO entry (seq, line, hash, sig) VALUES (3, x'7b7d', zeroblob(32), zeroblob(63))"),
                HasSubstr("CHECK"));
}

TEST(SegmentFile, RefusesTextWhereBytesBelong) {
    const Rig rig;
    const auto db = closed_segment(rig) / "ledger.db";
    EXPECT_THAT(run_sql(db, "INSERT INTO entry (seq, line, hash, sig) VALUES (3, '{}', zeroblob(32), zeroblob(64))"),
                HasSubstr("TEXT value"));
}

TEST(SegmentFile, MigrationsLeadToTheSchemaFile) {
    std::string all;
    for (const auto migration : migrations()) all += migration;
    const auto schema = base::read_file(base::Path(HAILONG_SOURCE_DIR) / "kiosk/store/schema.sql").value();
    EXPECT_EQ(schema_of(all), schema_of(schema));
    EXPECT_EQ(schema_of(schema).size(), 8U);
}

TEST(SegmentFile, ANewSegmentHasTheSchemaOfTheSchemaFile) {
    const Rig rig;
    const auto file = SegmentFile::open_writer(closed_segment(rig)).value();
    const auto schema = base::read_file(base::Path(HAILONG_SOURCE_DIR) / "kiosk/store/schema.sql").value();
    EXPECT_EQ(file.schema().value(), schema_of(schema));
    EXPECT_EQ(file.setting("user_version").value(), std::to_string(migrations().size()));
}

TEST(SegmentFile, LeavesALedgerOfANewerVersionAlone) {
    const Rig rig;
    const auto segment = closed_segment(rig);
    ASSERT_EQ(run_sql(segment / "ledger.db", "PRAGMA user_version=99; CREATE TABLE of_a_newer_version(x)"), "");
    const auto refused = SegmentFile::open_writer(segment);
    EXPECT_EQ(refused.error().code, ErrorCode::environment);
    EXPECT_THAT(refused.error().what, HasSubstr("newer version"));
}

TEST(SegmentFile, CallsAVersionThatItsTablesContradictCorrupt) {
    const Rig rig;
    for (const char* version : {"99", "0"}) {
        const auto segment = closed_segment(rig);
        ASSERT_EQ(run_sql(segment / "ledger.db", std::string("PRAGMA user_version=") + version), "");
        EXPECT_EQ(SegmentFile::open_writer(segment).error().code, ErrorCode::corrupt) << version;
    }
}

TEST(SegmentFile, CallsAnEmptyFileCorruptAndLeavesItsWal) {
    const Rig rig;
    const auto segment = closed_segment(rig);
    ASSERT_TRUE(base::write_file(segment / "ledger.db-wal", "what is left", 0640));
    for (const bool missing : {false, true}) {
        std::filesystem::resize_file(segment / "ledger.db", 0);
        if (missing) std::filesystem::remove(segment / "ledger.db");
        EXPECT_EQ(SegmentFile::open_writer(segment).error().code, ErrorCode::corrupt) << missing;
        EXPECT_EQ(base::read_file(segment / "ledger.db-wal").value(), "what is left");
    }
}

TEST(SegmentFile, CallsAHeaderThatForbidsToWriteCorrupt) {
    const Rig rig;
    const auto segment = closed_segment(rig);
    auto bytes = base::read_file(segment / "ledger.db").value();
    bytes[18] = 3;  // the file format write version
    ASSERT_TRUE(base::write_file(segment / "ledger.db", bytes, 0640));
    EXPECT_EQ(SegmentFile::open_writer(segment).error().code, ErrorCode::corrupt);
}

TEST(SegmentFile, CallsAFileThatIsNoDatabaseCorrupt) {
    const Rig rig;
    const auto segment = closed_segment(rig);
    ASSERT_TRUE(base::write_file(segment / "ledger.db", std::string(8192, 'x'), 0640));
    EXPECT_EQ(SegmentFile::open_writer(segment).error().code, ErrorCode::corrupt);
}

TEST(SqlError, TellsWhatACallerCanReactTo) {
    const auto code = [](int outcome) { return sql_error("write", SQLite::Exception("told", outcome), nullptr).code; };
    EXPECT_EQ(code(SQLITE_FULL), ErrorCode::disk_full);
    EXPECT_EQ(code(SQLITE_READONLY), ErrorCode::read_only);
    EXPECT_EQ(code(SQLITE_IOERR), ErrorCode::io);
    EXPECT_EQ(code(SQLITE_CORRUPT), ErrorCode::corrupt);
    EXPECT_EQ(code(SQLITE_NOTADB), ErrorCode::corrupt);
    EXPECT_EQ(code(SQLITE_BUSY), ErrorCode::busy);
    EXPECT_EQ(code(SQLITE_CONSTRAINT), ErrorCode::conflict);
}

TEST(SqlError, SaysWhatWasBeingDone) {
    EXPECT_THAT(sql_error("append entry 101", SQLite::Exception("disk is full", SQLITE_FULL), nullptr).what,
                HasSubstr("append entry 101: disk is full"));
}

TEST(SegmentName, HasOneSpelling) {
    EXPECT_EQ(parse_segment_name("0a1b2c3d-7")->first, 7U);
    for (const char* other : {"0a1b2c3d-07", "0A1B2C3D-7", "0a1b2c3d-", "0a1b2c3d", "0a1b2c3d-7x", ".0a1b2c3d-7",
                              "quarantine", "enrol", "0a1b2c3d-99999999999999999999999"}) {
        EXPECT_FALSE(parse_segment_name(other)) << other;
    }
}

}  // namespace hailong::store
