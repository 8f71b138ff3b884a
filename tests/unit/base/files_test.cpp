#include "kiosk/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temp_folder.h"

namespace hailong::base {

TEST(Files, WriteReplacesTheWholeFileAndLeavesNoTemporary) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "a", "first, longer"));
    ASSERT_TRUE(write_file(folder / "a", "second"));
    EXPECT_EQ(read_file(folder / "a").value(), "second");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}
TEST(Files, WriteSetsTheModeWhateverTheUmask) {
    const test::TempFolder folder;
    const mode_t before = umask(0077);
    ASSERT_TRUE(write_file(folder / "a", "x", 0640));
    ASSERT_TRUE(make_folder(folder / "d", 02750));
    umask(before);
    struct stat found{};
    ASSERT_EQ(stat((folder / "a").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0640U);
    ASSERT_EQ(stat((folder / "d").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 02750U);
}
TEST(Files, ReadTellsAMissingFileFromATooLargeOne) {
    const test::TempFolder folder;
    EXPECT_EQ(read_file(folder / "none").error().code, ErrorCode::not_found);
    ASSERT_TRUE(write_file(folder / "big", std::string(1000, 'x')));
    EXPECT_EQ(read_file(folder / "big", 999).error().code, ErrorCode::bad_input);
    EXPECT_TRUE(read_file(folder / "big", 1000));
}
TEST(Files, ReadsAFileThatDoesNotTellItsSize) {
    const std::string maps = read_file("/proc/self/smaps").value();
    EXPECT_GT(maps.size(), 8192U);
    EXPECT_TRUE(maps.ends_with("\n"));
    EXPECT_EQ(read_file("/proc/self/smaps", 100).error().code, ErrorCode::bad_input);
}
TEST(Files, AFailedWriteKeepsTheOldFile) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "a", "old"));
    ASSERT_TRUE(make_folder(folder / "a.new", 0755));  // the temporary's name is taken by a folder
    EXPECT_FALSE(write_file(folder / "a", "new"));
    EXPECT_EQ(read_file(folder / "a").value(), "old");
}
TEST(Files, ReadDoesNotWaitForAPipe) {
    const test::TempFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    const auto read = read_file(folder / "pipe");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::bad_input);
    EXPECT_FALSE(read_file(folder.path()));
}
TEST(Files, WriteIsNotStoppedByWhatAPowerCutLeft) {
    const test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "key.new", "half", 0));  // a mode that nobody but root may open
    ASSERT_TRUE(write_file(folder / "key", "whole", 0400));
    EXPECT_EQ(read_file(folder / "key").value(), "whole");
    EXPECT_EQ(read_file(folder / "key.new").error().code, ErrorCode::not_found);
}
TEST(Files, AFailedRenameLeavesNoTemporary) {
    const test::TempFolder folder;
    ASSERT_TRUE(make_folder(folder / "taken", 0755));
    ASSERT_TRUE(write_file(folder / "taken" / "x", "x"));
    EXPECT_FALSE(write_file(folder / "taken", "secret"));
    EXPECT_EQ(read_file(folder / "taken.new").error().code, ErrorCode::not_found);
}
TEST(Files, ASecondLockIsRefusedUntilTheFirstIsGone) {
    const test::TempFolder folder;
    {
        const auto first = FolderLock::take(folder / "lock");
        ASSERT_TRUE(first);
        const auto second = FolderLock::take(folder / "lock");
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::busy);
    }
    EXPECT_TRUE(FolderLock::take(folder / "lock"));
}
TEST(Files, ErrorsOfTheSystemGetTheirCodes) {
    EXPECT_EQ(errno_error("write", ENOSPC).code, ErrorCode::disk_full);
    EXPECT_EQ(errno_error("write", EROFS).code, ErrorCode::read_only);
    EXPECT_EQ(errno_error("write", EACCES).code, ErrorCode::read_only);
    EXPECT_EQ(errno_error("write", EIO).code, ErrorCode::io);
    EXPECT_EQ(errno_error("open", ENOENT).code, ErrorCode::not_found);
}

}  // namespace hailong::base
