#include "kiosk/app/ballast.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iostream>

#include "tests/support/child.h"
#include "tests/support/process.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Desk;
using app_office::Office;

namespace ballast_test {

// An empty disk of 16 MB in place of the ledger folder, seen by this process only.
std::string sixteen_megabytes_at(const base::Path& place) {
    const bool mounted = unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         mount("small", place.c_str(), "tmpfs", 0, "size=16m") == 0;
    return mounted ? "" : std::string("mount: ") + std::strerror(errno);
}

void fill_to_the_end(const base::Path& file) {
    std::ofstream out(file, std::ios::binary);
    const std::string block(4096, 'x');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
}

// Rates until a rating is refused, at most `most` times; how many were saved.
int rate(Desk& desk, int most) {
    for (int i = 0; i < most; ++i) {
        const auto before = desk.session->last_saved();
        desk.touch_face(1 + i % 5);
        if (desk.session->last_saved() == before) return i;
        desk.pass(base::Millis(30'000));
    }
    return most;
}

// An idle terminal takes it, on a thread of its own.
bool takes(Desk& desk, const base::Path& ballast) {
    return test::eventually([&] {
        desk.pass(base::Millis(60'000));
        return std::filesystem::exists(ballast);
    });
}

std::string fill_and_recover(const Office& office) {
    const base::Path ballast = office.places.ledger() / ".ballast";
    const base::Path filler = office.places.ledger() / "filler";
    Desk desk(office);
    if (!takes(desk, ballast)) return "no ballast was taken";
    fill_to_the_end(filler);
    static_cast<void>(rate(desk, 100));
    if (std::filesystem::exists(ballast)) return "the ballast was not released";
    if (!desk.reaches(flow::Service::open)) return "the ballast did not help";
    desk.pass(base::Millis(30'000));
    if (rate(desk, 100) < 100) return "less than a hundred ratings fit into the ballast";
    fill_to_the_end(office.places.ledger() / "more");
    static_cast<void>(rate(desk, 1'000));
    desk.pass(base::Millis(30'000));
    if (desk.session->state().service != flow::Service::paused) return "not paused";
    std::filesystem::remove(filler);
    std::filesystem::remove(office.places.ledger() / "more");
    if (!desk.reaches(flow::Service::open)) return "it did not come back";
    return takes(desk, ballast) ? "" : "the ballast was not taken again";
}

}  // namespace ballast_test

TEST(Ballast, IsTakenOnlyWhereRoomIsLeftBesideIt) {
    EXPECT_FALSE(may_take_ballast(kBallastBytes));
    EXPECT_FALSE(may_take_ballast(kBallastBytes + kFreeBesideBallast - 1));
    EXPECT_TRUE(may_take_ballast(kBallastBytes + kFreeBesideBallast));
}

TEST(Ballast, OccupiesItsBlocksAndIsGivenOnce) {
    const Office office;
    ASSERT_TRUE(take_ballast(office.places));
    ASSERT_TRUE(take_ballast(office.places));
    EXPECT_EQ(std::filesystem::file_size(office.places.ledger() / ".ballast"), kBallastBytes);
    EXPECT_TRUE(release_ballast(office.places));
    EXPECT_FALSE(release_ballast(office.places));
}

TEST(Ballast, CarriesATerminalOnAFullDiskAndIsTakenAgainWhenSpaceReturns) {
    if (geteuid() != 0) {
        std::cout << "not root: no small disk can be mounted, so none was filled\n";
        return;
    }
    const Office office;
    office.enrol();
    EXPECT_EQ(test::in_child([&]() -> std::string {
                  if (auto refused = ballast_test::sixteen_megabytes_at(office.places.ledger()); !refused.empty()) {
                      return refused;
                  }
                  return ballast_test::fill_and_recover(office);
              }),
              "");
}

}  // namespace hailong::app
