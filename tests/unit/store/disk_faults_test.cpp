#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>

#include "kiosk/store/ledger_reader.h"
#include "tests/support/child.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Rig;
using test::fill_disk;
using test::in_child;
using test::lift_file_limit;
using test::limit_files_to;
using test::small_disk_at;

namespace disk_faults_test {

// Appends until it fails; the error, or nothing after 10,000 entries.
std::optional<Error> append_until_it_fails(Ledger& ledger, const Rig& rig) {
    for (int i = 0; i < 10'000; ++i) {
        if (const auto appended = ledger.append(rig.rating(1 + i % 5)); !appended) return appended.error();
    }
    return std::nullopt;
}

struct Repair {
    ErrorCode expected;
    std::function<void()> make_room;
};

std::string expect_recovery(Ledger& ledger, const Rig& rig, const Repair& repair) {
    const auto failed = append_until_it_fails(ledger, rig);
    if (!failed) return "it never failed";
    if (failed->code != repair.expected) return "another error: " + failed->what;
    const domain::Head last = ledger.head();
    if (ledger.append(rig.rating(3))) return "a second append went through a full disk";
    repair.make_room();
    const auto appended = ledger.append(rig.rating(3));
    if (!appended) return "after space was back: " + appended.error().what;
    if (appended->seq != last.seq + 1) return "the failed entry took a seq";
    if (!ledger.close()) return "close failed";
    const auto again = Ledger::open(rig.folder, last.chain, rig.device);
    if (!again) return "open: " + again.error().what;
    return again->head() == *appended ? "" : "another head after reopening";
}

}  // namespace disk_faults_test

using disk_faults_test::append_until_it_fails;
using disk_faults_test::expect_recovery;

TEST(LedgerOnAFailingDisk, RefusesAndTakesUpAgainWhenWritesSucceed) {
    const Rig rig;
    EXPECT_EQ(in_child([&]() -> std::string {
                  auto ledger = rig.create();
                  limit_files_to(262'144);
                  return expect_recovery(ledger, rig, {ErrorCode::io, [] { lift_file_limit(); }});
              }),
              "");
}

TEST(LedgerOnAFullDisk, RefusesAndTakesUpAgainWhenSpaceIsBack) {
    const Rig rig;
    const std::string told = in_child([&]() -> std::string {
        if (geteuid() != 0) {
            auto ledger = rig.create();
            limit_files_to(131'072);
            return expect_recovery(ledger, rig, {ErrorCode::io, [] { lift_file_limit(); }});
        }
        if (auto refused = small_disk_at(rig.folder); !refused.empty()) return refused;
        auto ledger = rig.create();
        fill_disk(rig.folder / "ballast");
        return expect_recovery(ledger, rig,
                               {ErrorCode::disk_full, [&] { std::filesystem::remove(rig.folder / "ballast"); }});
    });
    if (geteuid() != 0) std::cout << "not root: a file size limit stands in for the full file system\n";
    EXPECT_EQ(told, "");
}

TEST(LedgerOnAFailingDisk, StoresNothingOfARefusedEntry) {
    const Rig rig;
    EXPECT_EQ(in_child([&]() -> std::string {
                  auto ledger = rig.create();
                  limit_files_to(131'072);
                  const auto failed = append_until_it_fails(ledger, rig);
                  const auto held = LedgerReader(rig.folder).chains();
                  if (!failed || !held) return "no failure or no reading";
                  return held->at(0).summary.last == ledger.head().seq ? ""
                                                                       : "an entry nobody was thanked for is there";
              }),
              "");
}

TEST(LedgerOnAFailingDisk, BeginsNoSegmentByHalves) {
    const Rig rig;
    EXPECT_EQ(in_child([&]() -> std::string {
                  auto ledger = rig.create({.segment_entries = 2});
                  if (!ledger.append(rig.rating(4))) return "the first append failed";
                  limit_files_to(8192);
                  const auto failed = ledger.append(rig.rating(4));
                  if (failed || failed.error().code != ErrorCode::io) return "it should have been io";
                  lift_file_limit();
                  const auto appended = ledger.append(rig.rating(4));
                  if (!appended) return appended.error().what;
                  return appended->seq == 2 ? "" : "another seq";
              }),
              "");
}

TEST(LedgerOnAReadOnlyDisk, SaysSoAndChangesNothing) {
    const Rig rig;
    auto ledger = rig.create();
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.close());
    const auto open_it = [&]() -> std::string {
        if (geteuid() == 0) {
            const auto* place = rig.folder.c_str();
            if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                mount(place, place, nullptr, MS_BIND, nullptr) != 0 ||
                mount(nullptr, place, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0) {
                return std::string("mount: ") + std::strerror(errno);
            }
        }
        const auto refused = Ledger::open(rig.folder, chain, rig.device);
        if (refused || refused.error().code != ErrorCode::read_only) return "it should have been read_only";
        const auto unbegun = Ledger::create(rig.folder, rig.genesis(), rig.device);
        return !unbegun && unbegun.error().code == ErrorCode::read_only ? "" : "create should have been read_only";
    };
    const auto before = store_rig::snapshot(rig.folder);
    EXPECT_EQ(geteuid() == 0 ? in_child(open_it) : store_rig::as_agent(rig.folder, open_it), "");
    EXPECT_EQ(store_rig::snapshot(rig.folder), before);
}

}  // namespace hailong::store
