// What prove-disk-faults found once, and a disk that is slow instead of broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <semaphore>
#include <set>

#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/ledger_writer.h"
#include "tests/crash/faulty_disk.h"
#include "tests/crash/ledger_play.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;

namespace disk_faults_test {

// A chain with some entries, closed.
struct Held {
    Held() : story(5) {
        LedgerPlay play(folder.path(), story, Random(5), {});
        play.begin();
        play.go_on({4});
    }
    [[nodiscard]] Result<store::Ledger> open() const {
        return store::Ledger::open(folder.path(), story.chain, story.device, story.options);
    }
    test::TempFolder folder;
    Story story;
};

domain::Draft event() { return domain::device_event("started", domain::Stamp{}); }

// Refuses one kind of call once, from when it is told to.
class RefusesOnce final : public DiskWatch {
public:
    RefusesOnce(Act act, std::string file) : act_(act), file_(std::move(file)) {}
    Intervention before(const DiskCall& call) override {
        if (!armed || call.act != act_ || !call.path.ends_with(file_)) return {};
        armed = false;
        return {EIO};
    }
    bool armed = true;

private:
    Act act_;
    std::string file_;
};

// Flushes of the WAL hang until they are let go.
class SlowDisk final : public DiskWatch {
public:
    Intervention before(const DiskCall& call) override {
        if (!slow || call.act != Act::sync || !call.path.ends_with("-wal")) return {};
        hanging.release();
        go_on.acquire();
        return {};
    }
    std::atomic<bool> slow = false;
    std::counting_semaphore<> hanging{0};
    std::counting_semaphore<> go_on{0};
};

}  // namespace disk_faults_test

using disk_faults_test::event;
using disk_faults_test::Held;
using disk_faults_test::RefusesOnce;
using disk_faults_test::SlowDisk;

TEST(FailingDisk, IsNotTakenForDamage) {
    const Held held;
    std::set<std::string> refused;
    for (std::size_t place = 0; place < 40; ++place) {
        FaultyDisk disk(Trouble::io_once, place);
        const Watching watching(held.folder.path(), disk);
        const auto opened = held.open();
        if (opened) continue;
        EXPECT_NE(opened.error().code, ErrorCode::corrupt) << opened.error().what << ", " << disk.place();
        refused.insert(disk.place());
    }
    EXPECT_THAT(refused, Contains("read ledger.db"));
    EXPECT_TRUE(held.open());
}

TEST(FailingDisk, DoesNotLeaveALedgerThatOnlyReads) {
    for (const char* file : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) {
        const Held held;
        RefusesOnce disk(Act::open, file);
        const Watching watching(held.folder.path(), disk);
        auto opened = held.open();
        if (!opened) opened = held.open();
        ASSERT_TRUE(opened) << file << ": " << opened.error().what;
        const auto appended = opened->append(event());
        EXPECT_TRUE(appended || opened->append(event())) << file << ": " << appended.error().what;
        EXPECT_FALSE(disk.armed) << file;
    }
}

TEST(FailingDisk, SaysThatItWasRemountedReadOnly) {
    const Held held;
    FaultyDisk disk(Trouble::read_only, 0);
    const Watching watching(held.folder.path(), disk);
    disk.pause(true);
    auto ledger = held.open().value();
    disk.pause(false);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ledger.append(event()).error().code, ErrorCode::read_only);
    disk.repair();
    EXPECT_EQ(ledger.append(event()).value().seq, held.story.entries.size());
}

TEST(SlowDisk, LetsNobodyWaitAndThanksNobodyEarly) {
    const Held held;
    SlowDisk disk;
    const Watching watching(held.folder.path(), disk);
    std::counting_semaphore<> written(0);
    store::LedgerWriter writer(held.open().value(), [&] { written.release(); });
    disk.slow = true;
    ASSERT_TRUE(writer.submit(1, event()));
    disk.hanging.acquire();
    // The first flush hangs from here on: a submit that waited for it would never return.
    for (store::Ticket ticket = 2; ticket <= 1 + store::LedgerWriter::kMaxWaiting; ++ticket) {
        ASSERT_TRUE(writer.submit(ticket, event())) << ticket;
    }
    EXPECT_EQ(writer.submit(99, event()).error().code, ErrorCode::busy);
    EXPECT_THAT(writer.take_results(), IsEmpty());
    disk.slow = false;
    disk.go_on.release();
    for (std::size_t i = 0; i <= store::LedgerWriter::kMaxWaiting; ++i) written.acquire();
    const auto results = writer.take_results();
    ASSERT_THAT(results, SizeIs(1 + store::LedgerWriter::kMaxWaiting));
    for (std::size_t i = 0; i < results.size(); ++i) {
        EXPECT_EQ(results[i].ticket, 1 + i);
        EXPECT_EQ(results[i].head.value().seq, held.story.entries.size() + i);
    }
}

}  // namespace hailong::crash
