#include "kiosk/app/serving_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/store/quarantine.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;
using app_office::stamp;

namespace serving_chain_test {

Result<store::Ledger> begin_rehearsal(const Office& office, const domain::Stamp& at) {
    const auto station = office.station().value();
    return begin_rehearsal_ledger({office.places, station, office.device, at, {}});
}

Result<store::Ledger> open_ledger(const Office& office) {
    const auto station = office.station().value();
    auto opened = open_serving_ledger({office.places, station, office.device, stamp(), {}});
    if (!opened) return tl::unexpected<Error>(opened.error());
    return std::move(opened->ledger);
}

base::Path segment_of(const Office& office, const base::Digest& chain, domain::Seq first = 0) {
    return office.places.ledger() / store::SegmentName{store::chain8_of(chain), first}.folder();
}

void damage(const Office& office, const base::Digest& chain) {
    ASSERT_TRUE(base::write_file(segment_of(office, chain) / "ledger.db", std::string(8'192, 'x')));
}

// Begins a ledger of short segments with so many entries behind its genesis.
base::Digest begin_in_segments(const LedgerOrder& order, int entries) {
    auto ledger = open_serving_ledger(order).value().ledger;
    for (int i = 0; i < entries; ++i) EXPECT_TRUE(ledger.append(domain::device_event("resumed", stamp())));
    return ledger.head().chain;
}

}  // namespace serving_chain_test

using serving_chain_test::begin_in_segments;
using serving_chain_test::begin_rehearsal;
using serving_chain_test::damage;
using serving_chain_test::open_ledger;
using serving_chain_test::segment_of;

TEST(ServingLedger, BeginsOnceAndIsOpenedAgain) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    const auto again = open_ledger(office).value();
    EXPECT_EQ(again.head().chain, chain);
    EXPECT_EQ(again.genesis().reason, domain::GenesisReason::enrolled);
    EXPECT_EQ(again.genesis().device, "k-0001");
    EXPECT_FALSE(again.genesis().prev);
}

TEST(ServingLedger, IsOpenedWhenItsWalIsMissing) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    for (const char* name : {"ledger.db-wal", "ledger.db-shm"}) {
        std::filesystem::remove(segment_of(office, chain) / name);
    }
    EXPECT_EQ(open_ledger(office).value().head().chain, chain);
}

TEST(ServingLedger, IsOpenedBesideARehearsalThatIsDamaged) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    const auto bad = begin_rehearsal(office, stamp()).value().head().chain;
    damage(office, bad);
    EXPECT_EQ(open_ledger(office).value().head().chain, chain);
}

TEST(ServingLedger, PutsAsideWhatIsDamagedAndBeginsAChainThatNamesIt) {
    const Office office;
    office.enrol();
    const auto head = open_ledger(office).value().append(domain::device_event("resumed", stamp())).value();
    // SQLite sees garbage; the entries are still there to be read.
    const auto file = segment_of(office, head.chain) / "ledger.db";
    auto bytes = base::read_file(file).value();
    bytes.replace(0, 100, std::string(100, 'x'));
    ASSERT_TRUE(base::write_file(file, bytes));
    const auto ledger = open_ledger(office).value();
    EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::quarantine);
    EXPECT_EQ(ledger.genesis().prev, (domain::PreviousChain{head.chain, 1, head.hash, false}));
    EXPECT_EQ(base::read_file(office.places.quarantine() / segment_of(office, head.chain).filename() / "ledger.db"),
              bytes);
    EXPECT_FALSE(std::filesystem::exists(segment_of(office, head.chain)));
    EXPECT_EQ(open_ledger(office).value().head().chain, ledger.head().chain);
}

TEST(ServingLedger, NamesADamagedChainOfWhichNothingIsLeft) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    std::filesystem::remove(segment_of(office, chain) / "ledger.db");
    EXPECT_EQ(open_ledger(office).value().genesis().prev, (domain::PreviousChain{chain, 0, chain, false}));
}

TEST(ServingLedger, ServesWithoutItsMemory) {
    const Office office;
    office.enrol();
    damage(office, open_ledger(office).value().head().chain);
    ASSERT_TRUE(base::write_file(office.places.kiosk() / "state.json", "{\"v\":"));
    const auto chain = open_ledger(office).value().head().chain;
    EXPECT_EQ(open_ledger(office).value().head().chain, chain);
}

TEST(ServingLedger, LeavesTheSoundBeginningOfADamagedChainToBeSent) {
    const Office office;
    office.enrol();
    const auto station = office.station().value();
    const LedgerOrder order{office.places, station, office.device, stamp(), {.segment_entries = 2}, {}};
    const auto chain = begin_in_segments(order, 6);
    std::filesystem::resize_file(segment_of(office, chain, 6) / "ledger.db", 5'000);
    const auto opened = open_serving_ledger(order).value();
    EXPECT_EQ(opened.put_aside->from, 6U);
    const auto chains = store::LedgerReader(office.places.ledger()).chains().value();
    ASSERT_EQ(chains.size(), 2U);
    EXPECT_EQ(chains[0].summary.chain, opened.ledger.head().chain);
    EXPECT_EQ(chains[1].summary.chain, chain);
    EXPECT_EQ(chains[1].summary.last, 5U);
    EXPECT_EQ(open_serving_ledger(order).value().ledger.head().chain, chains[0].summary.chain);
}

TEST(ServingLedger, PutsAChainAsideWhoseBeginningIsAnotherOfItsSegments) {
    const Office office;
    office.enrol();
    const auto station = office.station().value();
    const LedgerOrder order{office.places, station, office.device, stamp(), {.segment_entries = 2}, {}};
    const auto chain = begin_in_segments(order, 2);
    std::filesystem::copy_file(segment_of(office, chain, 2) / "ledger.db", segment_of(office, chain, 0) / "ledger.db",
                               std::filesystem::copy_options::overwrite_existing);
    const auto opened = open_serving_ledger(order).value();
    ASSERT_TRUE(opened.put_aside);
    EXPECT_EQ(opened.put_aside->from, 0U);
    EXPECT_EQ(opened.ledger.genesis().reason, domain::GenesisReason::quarantine);
    EXPECT_EQ(opened.ledger.genesis().prev.value().chain, chain);
}

// As when the power went between putting the old one aside and beginning the next.
TEST(ServingLedger, StillNamesTheOldChainWhenItWasInterrupted) {
    const Office office;
    office.enrol();
    const auto head = open_ledger(office).value().head();
    const domain::PreviousChain link{head.chain, 0, head.hash, false};
    const auto chain8 = store::chain8_of(head.chain);
    ASSERT_TRUE(save_terminal_record(office.places, {head.chain, {stamp().at}, TerminalRecord::Healing{chain8, link}}));
    ASSERT_TRUE(store::put_aside(office.places.ledger(), {chain8, 0}));
    const auto ledger = open_ledger(office).value();
    EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::quarantine);
    EXPECT_EQ(ledger.genesis().prev, link);
    EXPECT_EQ(load_terminal_record(office.places), (TerminalRecord{ledger.head().chain, {stamp().at}, std::nullopt}));
}

TEST(ServingLedger, PutsNoMoreThanFiveAsideADay) {
    const Office office;
    office.enrol();
    for (int i = 0; i < 5; ++i) damage(office, open_ledger(office).value().head().chain);
    const auto last = open_ledger(office).value().head().chain;
    damage(office, last);
    EXPECT_EQ(open_ledger(office).error().code, ErrorCode::corrupt);
    EXPECT_TRUE(std::filesystem::exists(segment_of(office, last)));
    const auto station = office.station().value();
    auto tomorrow = stamp();
    tomorrow.at += std::chrono::days(1);
    EXPECT_TRUE(open_serving_ledger({office.places, station, office.device, tomorrow, {}}));
}

TEST(ServingLedger, TakesABlockThatCannotBeReadForNoDamage) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    const auto file = segment_of(office, chain) / "ledger.db";
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);  // reading it fails with EISDIR
    EXPECT_FALSE(open_ledger(office));
    EXPECT_TRUE(std::filesystem::exists(segment_of(office, chain)));
}

TEST(ServingLedger, BeginsAnewBesideDamageThatANewerChainFollows) {
    Office office;
    office.enrol();
    const auto bad = open_ledger(office).value().head().chain;
    for (const char* unit : {"25198", "25201"}) {
        office.unit = unit;
        office.enrol();
        EXPECT_EQ(open_ledger(office).value().genesis().unit, unit);
        if (office.unit == "25198") damage(office, bad);
    }
}

TEST(ServingLedger, IsNotARehearsalThatWasBegunLater) {
    const Office office;
    office.enrol();
    const auto chain = open_ledger(office).value().head().chain;
    auto later = stamp();
    later.at += std::chrono::hours(1);
    ASSERT_TRUE(begin_rehearsal(office, later));
    EXPECT_EQ(open_ledger(office).value().head().chain, chain);
}

TEST(ServingLedger, BeginsAnewWithALinkAfterANewDeviceKey) {
    Office office;
    office.enrol();
    const auto old = open_ledger(office).value().head();
    office.device = base::Signer::generate();
    office.enrol();
    const auto ledger = open_ledger(office).value();
    EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::rekeyed);
    EXPECT_EQ(ledger.genesis().prev, (domain::PreviousChain{old.chain, old.seq, old.hash, true}));
}

TEST(ServingLedger, BeginsAnewWithALinkAfterAMoveToAnotherUnit) {
    Office office;
    office.enrol();
    const auto old = open_ledger(office).value().head();
    office.unit = "25198";
    office.enrol();
    const auto ledger = open_ledger(office).value();
    EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::enrolled);
    EXPECT_EQ(ledger.genesis().unit, "25198");
    EXPECT_EQ(ledger.genesis().prev->chain, old.chain);
    EXPECT_EQ(app_office::enrolled_chain(office), ledger.head().chain);
}

}  // namespace hailong::app
