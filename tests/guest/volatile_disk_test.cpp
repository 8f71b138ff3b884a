#include "tests/guest/volatile_disk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hailong::guest {

namespace {

constexpr std::size_t kSectors = 64;
const std::string kOld(kSectors* kSector, 'o');
const std::string kNew(kSectors* kSector, 'n');

std::size_t new_sectors(const VolatileDisk& disk) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < disk.size(); at += kSector) {
        const auto sector = disk.read(at, kSector);
        EXPECT_EQ(std::count(sector.begin(), sector.end(), sector[0]), static_cast<long>(kSector)) << "torn within";
        count += sector[0] == 'n' ? 1U : 0U;
    }
    return count;
}

}  // namespace

TEST(VolatileDisk, KeepsWhatWasFlushedUnderEveryFate) {
    for (const Fate fate : kFates) {
        Random random(1);
        VolatileDisk disk(kOld);
        disk.write(0, kNew);
        disk.flush();
        disk.cut(fate, random);
        EXPECT_EQ(new_sectors(disk), kSectors) << name_of(fate);
    }
}

TEST(VolatileDisk, ReadsWhatWasWrittenBeforeItIsFlushed) {
    VolatileDisk disk(kOld);
    disk.write(kSector, std::string(kSector, 'n'));
    EXPECT_EQ(new_sectors(disk), 1U);
    EXPECT_EQ(disk.open_writes(), 1U);
}

// After thirty-two unflushed writes of two sectors each.
std::size_t left_after(Fate fate) {
    Random random(1);
    VolatileDisk disk(kOld);
    for (std::size_t at = 0; at < disk.size(); at += 2 * kSector) disk.write(at, std::string(2 * kSector, 'n'));
    disk.cut(fate, random);
    return new_sectors(disk);
}

TEST(VolatileDisk, KeepsAllOrNothingOrSomethingOfWhatWasNotFlushed) {
    EXPECT_EQ(left_after(Fate::kept), kSectors);
    EXPECT_EQ(left_after(Fate::dropped), 0U);
    for (const Fate fate : {Fate::some, Fate::torn, Fate::ordered}) {
        EXPECT_GT(left_after(fate), 0U) << name_of(fate);
        EXPECT_LT(left_after(fate), kSectors) << name_of(fate);
    }
}

TEST(VolatileDisk, TearsAWriteOnlyBetweenSectorsAndOnlyWhenAskedTo) {
    Random random(1);
    VolatileDisk disk(kOld);
    disk.write(0, kNew);
    disk.cut(Fate::some, random);
    EXPECT_EQ(new_sectors(disk) % kSectors, 0U);
    VolatileDisk other(kOld);
    other.write(0, kNew);
    other.cut(Fate::torn, random);
    EXPECT_NE(new_sectors(other) % kSectors, 0U);
}

TEST(VolatileDisk, RefusesPlacesBehindItsEnd) {
    const VolatileDisk disk(kOld);
    EXPECT_TRUE(disk.holds(disk.size() - 1, 1));
    EXPECT_FALSE(disk.holds(disk.size() - 1, 2));
    EXPECT_FALSE(disk.holds(~std::uint64_t(0), 2));
}

}  // namespace hailong::guest
