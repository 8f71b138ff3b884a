// The harness itself: a recorder that forgets, or a cut that keeps too much, would find nothing for ever.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <set>

#include "kiosk/base/files.h"
#include "kiosk/store/segments.h"
#include "tests/crash/judge.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace power_cut_test {

void write_at(int fd, std::int64_t offset, const std::string& bytes) {
    ASSERT_EQ(pwrite64(fd, bytes.data(), bytes.size(), offset), static_cast<ssize_t>(bytes.size()));
}

// What a recorded folder may look like, by place and by the bytes of "file" ("-": it is not there).
std::set<std::string> possible(const DiskLog& log, std::size_t place, Fate fate) {
    std::set<std::string> out;
    Random random(7);
    CrashStates states(log, Device::honest);
    for (std::size_t at = 0; at < place; ++at) EXPECT_TRUE(states.next());
    for (int draw = 0; draw < 200; ++draw) {
        const Image image = states.state(fate, random).image;
        const auto& names = image.nodes[kRoot].names;
        const auto found = names.find("file");
        out.insert(found == names.end() ? "-" : image.nodes[found->second].bytes);
    }
    return out;
}

// A file with "old", flushed with its name, to which `work` is done.
std::unique_ptr<DiskLog> recorded(const std::function<void(int fd)>& work) {
    const test::TempFolder folder;
    EXPECT_TRUE(base::write_file(folder / "file", "old"));
    auto log = std::make_unique<DiskLog>(folder.path());
    const Watching watching(folder.path(), *log);
    const int fd = open((folder / "file").c_str(), O_RDWR);
    work(fd);
    close(fd);
    return log;
}

// A sound ledger, and what the judge says of it after `harm` was done to its folder.
Finding judged(std::size_t required, const std::function<void(const base::Path& segment)>& harm) {
    const test::TempFolder folder;
    Story story(3);
    LedgerPlay play(folder.path(), story, Random(3), {});
    play.begin();
    play.go_on({4});
    harm(folder / store::SegmentName{store::chain8_of(story.chain), 0}.folder());
    return judge(folder.path(), story, required, Look::thorough).finding;
}

}  // namespace power_cut_test

using namespace power_cut_test;

TEST(PowerCut, ForgetsOrKeepsAWriteThatWasNotFlushed) {
    const auto log = recorded([](int fd) { write_at(fd, 0, "new"); });
    EXPECT_THAT(possible(*log, 1, Fate::kept), ElementsAre("new"));
    EXPECT_THAT(possible(*log, 1, Fate::dropped), ElementsAre("old"));
    EXPECT_THAT(possible(*log, 1, Fate::some), UnorderedElementsAre("new", "old"));
}

TEST(PowerCut, KeepsWhatWasFlushedOnceAnythingFollowed) {
    const auto log = recorded([](int fd) {
        write_at(fd, 0, "new");
        EXPECT_EQ(fdatasync(fd), 0);
    });
    EXPECT_THAT(possible(*log, 1, Fate::dropped), ElementsAre("old"));
    EXPECT_THAT(possible(*log, 2, Fate::dropped), ElementsAre("new"));
}

TEST(PowerCut, TearsAWriteAtTheBordersOfSectors) {
    const std::string two(2 * kSector, 'n');
    const auto log = recorded([&](int fd) { write_at(fd, 0, two); });
    const std::string nothing(kSector, '\0');
    const std::string half(kSector, 'n');
    const std::string old = "old" + std::string(kSector - 3, '\0');
    EXPECT_THAT(possible(*log, 1, Fate::torn),
                UnorderedElementsAre("old", half, two, old + half, half + nothing, old + nothing));
}

TEST(PowerCut, LetsALaterWriteArriveWithoutAnEarlierOne) {
    const auto log = recorded([](int fd) {
        write_at(fd, 0, "A");
        write_at(fd, 1, "B");
    });
    EXPECT_THAT(possible(*log, 2, Fate::some), UnorderedElementsAre("old", "Ald", "oBd", "ABd"));
    EXPECT_THAT(possible(*log, 2, Fate::ordered), UnorderedElementsAre("old", "Ald", "ABd"));
}

TEST(PowerCut, LosesANameWhoseFolderWasNotFlushed) {
    const test::TempFolder folder;
    DiskLog log(folder.path());
    const Watching watching(folder.path(), log);
    const int fd = open((folder / "file").c_str(), O_RDWR | O_CREAT, 0600);
    write_at(fd, 0, "new");
    ASSERT_EQ(fsync(fd), 0);
    close(fd);
    EXPECT_THAT(possible(log, 3, Fate::dropped), ElementsAre("-"));
    ASSERT_TRUE(base::sync_folder(folder.path()));
    EXPECT_THAT(possible(log, 3, Fate::dropped), ElementsAre("new"));
}

TEST(PowerCut, SeesWhatTheStoreDoesToItsFolders) {
    const test::TempFolder folder;
    DiskLog log(folder.path());
    Story story(5);
    {
        const Watching watching(folder.path(), log);
        LedgerPlay(folder.path(), story, Random(5), {.thanked = [&](std::size_t count) { log.promise(count); }})
            .begin();
    }
    std::vector<std::string> names;
    for (const Change& change : log.changes()) {
        if (change.kind == Change::Kind::link || change.kind == Change::Kind::rename) names.push_back(change.name);
    }
    const std::string segment = "." + store::SegmentName{store::chain8_of(story.chain), 0}.folder();
    EXPECT_THAT(names, ElementsAre(segment, "ledger.db", "ledger.db-journal", "ledger.db-wal", segment));
    const auto renamed = std::find_if(log.changes().begin(), log.changes().end(),
                                      [](const Change& change) { return change.kind == Change::Kind::rename; });
    const auto place = static_cast<std::size_t>(renamed - log.changes().begin()) + 1;
    EXPECT_EQ(log.promised(place), 0U);
    EXPECT_EQ(log.promised(place + 1), 1U);
    EXPECT_EQ(renamed->flushed, place);
}

TEST(PowerCut, EqualSeedsWriteEqualBytes) {
    const auto record = [] {
        const test::TempFolder folder;
        DiskLog log(folder.path());
        Story story(11);
        const Watching watching(folder.path(), log);
        LedgerPlay play(folder.path(), story, Random(11), {});
        play.begin();
        play.go_on({8});
        std::string all;
        for (const Change& change : log.changes()) all += change.name + change.bytes;
        return all;
    };
    EXPECT_EQ(record(), record());
}

TEST(PowerCutJudge, FindsASoundLedgerSound) {
    EXPECT_EQ(judged(5, [](const base::Path&) {}), Finding::sound);
}

TEST(PowerCutJudge, MissesAThankedEntry) {
    EXPECT_EQ(judged(99, [](const base::Path&) {}), Finding::lost);
}

TEST(PowerCutJudge, MissesTheChain) {
    EXPECT_EQ(judged(1, [](const base::Path& segment) { std::filesystem::remove_all(segment); }), Finding::lost);
}

TEST(PowerCutJudge, NoticesGarbage) {
    EXPECT_EQ(judged(1,
                     [](const base::Path& segment) {
                         std::filesystem::resize_file(segment / "ledger.db-wal", 0);
                         std::filesystem::resize_file(segment / "ledger.db", 5000);
                     }),
              Finding::noticed);
}

}  // namespace hailong::crash
