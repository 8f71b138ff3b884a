#include "kiosk/app/standing.h"

#include <gtest/gtest.h>

#include "kiosk/app/serving_chain.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;
using app_office::stamp;

namespace standing_test {

store::Ledger open_on(const Office& office, const Standing& standing) {
    const auto station = office.station().value();
    return open_serving_ledger({office.places, station, office.device, stamp(), {}, standing}).value().ledger;
}

}  // namespace standing_test

using standing_test::open_on;

TEST(Standing, HasMovedOnlyWhenSomethingKnownDiffers) {
    EXPECT_FALSE(has_moved({}, {"m", "d"}));
    EXPECT_FALSE(has_moved({"m", "d"}, {}));
    EXPECT_FALSE(has_moved({"m", "d"}, {"m", ""}));
    EXPECT_FALSE(has_moved({"m", "d"}, {"m", "d"}));
    EXPECT_TRUE(has_moved({"m", "d"}, {"other", "d"}));
    EXPECT_TRUE(has_moved({"m", "d"}, {"m", "other"}));
    EXPECT_TRUE(has_moved({"m", "d"}, {"", "other"}));
}

TEST(Standing, TakesTheMainboardsNumberWhereThereIsNoMachineId) {
    const test::TempFolder temp;
    ASSERT_TRUE(base::write_file(temp / "uuid", "4C4C4544-0042\n"));
    EXPECT_EQ(read_standing(temp / "", {temp / "none", temp / "uuid"}).machine, "4C4C4544-0042");
    ASSERT_TRUE(base::write_file(temp / "id", "uninitialized\n"));
    EXPECT_EQ(read_standing(temp / "", {temp / "id", temp / "uuid"}).machine, "4C4C4544-0042");
    ASSERT_TRUE(base::write_file(temp / "id", "0123456789abcdef0123456789abcdef\n"));
    EXPECT_EQ(read_standing(temp / "", {temp / "id", temp / "uuid"}).machine, "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(read_standing(temp / "none", {temp / "none", temp / "none"}), Standing{});
}

TEST(MovedLedger, GoesOnWhereNothingCanBeTold) {
    const Office office;
    office.enrol();
    const auto chain = open_on(office, {}).head().chain;
    EXPECT_EQ(open_on(office, {"m", "d"}).head().chain, chain);
    EXPECT_EQ(open_on(office, {}).head().chain, chain);
    EXPECT_EQ(open_on(office, {"m", "d"}).head().chain, chain);
}

TEST(MovedLedger, BeginsALinkedChainOnAnotherMachineOrDiskOnce) {
    const Office office;
    office.enrol();
    auto head = open_on(office, {"m", "d"}).head();
    for (const Standing& moved : {Standing{"other", "d"}, Standing{"other", "e"}, Standing{"", "f"}}) {
        const auto ledger = open_on(office, moved);
        EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::moved);
        EXPECT_EQ(ledger.genesis().prev, (domain::PreviousChain{head.chain, head.seq, head.hash, true}));
        head = ledger.head();
        EXPECT_EQ(open_on(office, moved).head().chain, head.chain);
    }
    EXPECT_EQ(load_terminal_record(office.places).standing, (Standing{"other", "f"}));
}

TEST(MovedLedger, OfACopyBeginsAChainOfItsOwnBesideTheOriginal) {
    Office office;
    office.enrol();
    const auto chain = open_on(office, {"m", "d"}).head().chain;
    const base::Path original = office.places.root;
    std::filesystem::copy(original, office.temp / "copy", std::filesystem::copy_options::recursive);
    office.places.root = office.temp / "copy";
    EXPECT_NE(open_on(office, {"other", "e"}).head().chain, chain);
    office.places.root = original;
    EXPECT_EQ(open_on(office, {"m", "d"}).head().chain, chain);
}

}  // namespace hailong::app
