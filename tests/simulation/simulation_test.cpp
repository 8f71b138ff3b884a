#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/store/ledger.h"
#include "sync/agent/store_ledger.h"
#include "tests/simulation/seeded_random.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/storm.h"

namespace hailong::simulation {

class Simulation : public testing::Test {
protected:
    Simulation() {
        seed_randomness(0);
        EXPECT_TRUE(base::init_crypto());
        authority_ = std::make_unique<Authority>();
    }
    // A quiet world of two days.
    static Layout quiet() {
        Layout layout = lay_out(1);
        layout.terminals = 1;
        layout.span = std::chrono::days(2);
        layout.tick = std::chrono::minutes(20);
        layout.entries_a_day = 20;
        layout.office_hours = false;
        layout.faults.clear();
        return layout;
    }
    static Fault fault(FaultKind kind, Millis at, Millis lasts = Millis(0)) {
        return {kind, at, lasts, 100, 0, static_cast<std::uint64_t>(at.count())};
    }

    std::unique_ptr<Authority> authority_;
};

TEST_F(Simulation, AQuietWorldDeliversEverything) {
    const Ending ending = live(*authority_, quiet(), Weakness::none);
    EXPECT_EQ(ending.failure, std::nullopt);
    EXPECT_GE(ending.tally.entries, 40U);
    EXPECT_GE(ending.tally.exchanges, 140U);
}

TEST_F(Simulation, TheSameSeedGivesTheSameWorld) {
    const Layout layout = lay_out(7);
    const Ending first = live(*authority_, layout, Weakness::none, World::Trace::yes);
    (void)live(*authority_, quiet(), Weakness::none);
    const Ending second = live(*authority_, layout, Weakness::none, World::Trace::yes);
    EXPECT_EQ(first.trace, second.trace);
    EXPECT_EQ(first.tally.exchanges, second.tally.exchanges);
}

TEST_F(Simulation, AFailureIsShrunkToTheFaultsThatMatter) {
    Layout layout = quiet();
    using std::chrono::hours;
    layout.faults = {fault(FaultKind::offline, hours(1), hours(2)), fault(FaultKind::back_up_server, hours(10)),
                     fault(FaultKind::kill_agent, hours(15)),       fault(FaultKind::offline, hours(29), hours(3)),
                     fault(FaultKind::restore_server, hours(30)),   fault(FaultKind::lose_reply, hours(40), hours(1))};
    ASSERT_TRUE(live(*authority_, layout, Weakness::forgives_gaps).failure);
    const Layout fewest = shrink(*authority_, layout, Weakness::forgives_gaps, 100);
    ASSERT_EQ(fewest.faults.size(), 3U) << describe(fewest);
    EXPECT_EQ(fewest.faults[0].kind, FaultKind::back_up_server);
    EXPECT_EQ(fewest.faults[1].kind, FaultKind::offline);
    EXPECT_EQ(fewest.faults[2].kind, FaultKind::restore_server);
}

// Worlds of copied disks and archives put back in which entries once stayed on a disk: a fork answered `ok` in its
// common part (13), what fell into a hole on the way of a fork (24, 51), a version that the province held beside the
// other, pruned, and jumped over by an archive put back (276), …
TEST_F(Simulation, EveryVersionOfACopiedDiskArrives) {
    for (const std::uint64_t seed : {13U, 24U, 26U, 51U, 276U, 7000U}) {
        EXPECT_EQ(live(*authority_, lay_out(seed), Weakness::none).failure, std::nullopt) << seed;
    }
}

// A bit of a request turned on its way, in the clock that its header tells: that ratings were given 201 s earlier.
TEST_F(Simulation, ATurnedBitMovesNoRatingInTime) {
    EXPECT_EQ(live(*authority_, lay_out(1281), Weakness::none).failure, std::nullopt);
}

// The archive is put back from a copy older than the copying of a disk. The version that then comes second has pruned
// entries at numbers where the first one's stand, below the hole that is recorded for it.
TEST_F(Simulation, AHoleMayTellLessThanIsLostOfACopiedDisk) {
    for (const std::uint64_t seed : {28U, 34U}) {
        const Ending ending = live(*authority_, lay_out(seed), Weakness::none);
        EXPECT_EQ(ending.failure, std::nullopt) << seed;
        EXPECT_GT(ending.tally.holes, 0U) << seed;
    }
}

TEST_F(Simulation, ThirteenThousandTerminalsComeBackAtThirtyASecond) {
    const Surge surge = rage({1, 13'000, std::chrono::hours(24), Storm::Jitter::own});
    EXPECT_LE(surge.busiest_minute, 30);
    EXPECT_EQ(surge.missing, 0);
}

TEST_F(Simulation, WithoutJitterTheyComeBackTogether) {
    EXPECT_EQ(rage({1, 1'000, std::chrono::hours(1), Storm::Jitter::none}).busiest_second, 1'000);
}

// The same chain on a real disk and on a virtual one.
TEST_F(Simulation, AVirtualLedgerAnswersAsARealOneDoes) {
    const base::Signer& key = authority_->device_keys.front();
    domain::Genesis genesis;
    genesis.stamp = {kBegin, base::Token16{}, 1};
    genesis.device = device_name(0);
    genesis.unit = "25195";
    genesis.dev_key = key.public_key();
    genesis.rand = base::random_token();
    const test::TempFolder folder;
    VirtualLedger virtually;
    virtually.begin(genesis, key);
    auto really = store::Ledger::create(folder.path(), genesis, key);
    ASSERT_TRUE(really);
    for (int i = 0; i < 30; ++i) {
        const auto draft = domain::device_event("visit", {kBegin + Millis(i), base::Token16{}, i});
        virtually.append(draft, key);
        ASSERT_TRUE(really->append(draft));
    }
    ASSERT_TRUE(really->close());
    agent::StoreLedger real(folder.path());
    const auto chain = virtually.held.front().id;
    EXPECT_EQ(virtually.chains()->chains, real.chains()->chains);
    for (const auto& [from, limit] : {std::pair<Seq, std::size_t>{0, 500}, {7, 10}, {30, 500}, {31, 0}}) {
        const auto one = virtually.slice(chain, from, {limit, 256 * 1024});
        const auto other = real.slice(chain, from, {limit, 256 * 1024});
        ASSERT_TRUE(one && other) << from;
        EXPECT_EQ(one->lines, other->lines);
        EXPECT_EQ(one->last, other->last);
        EXPECT_EQ(one->prev, other->prev);
        EXPECT_EQ(one->head, other->head);
        EXPECT_EQ(one->sig, other->sig);
    }
    EXPECT_EQ(virtually.slice(chain, 0, {500, 1000})->lines.size(), real.slice(chain, 0, {500, 1000})->lines.size());
    EXPECT_EQ(virtually.hash_at(chain, 30).value(), real.hash_at(chain, 30).value());
    for (const Seq seq : {Seq{31}, Seq{99}})
        EXPECT_EQ(virtually.hash_at(chain, seq).error().code, real.hash_at(chain, seq).error().code);
    EXPECT_TRUE(virtually.verify(chain) && real.verify(chain));
}

}  // namespace hailong::simulation
