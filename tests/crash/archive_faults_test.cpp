// What prove-province-faults found once.
#include <gtest/gtest.h>

#include "sync/server/sqlite_archive.h"
#include "tests/crash/faulty_disk.h"
#include "tests/support/must.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash::archive_faults_test {

// SQLite opens for reading what it may not open for writing, and would stay so.
TEST(ArchiveOnAReadOnlyDisk, IsOpenedWhenTheDiskIsWellAgainAndThenWrites) {
    const test::TempFolder folder;
    const base::Path file = folder / "archive.db";
    test::must(server::SqliteArchive::create(file, "0011223344556677"));
    // A server that ended without emptying its WAL: what lies there can be read without writing anything.
    const auto before = test::must(server::SqliteArchive::open(file));
    test::must(before->begin_epoch("8899aabbccddeeff"));
    FaultyDisk disk(Trouble::read_only, 0);
    const Watching watching(folder.path().string(), disk);
    const auto refused = server::SqliteArchive::open(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::read_only);
    disk.repair();
    const auto archive = test::must(server::SqliteArchive::open(file));
    EXPECT_TRUE(archive->begin_epoch("0011223344556677"));
}

}  // namespace hailong::crash::archive_faults_test
