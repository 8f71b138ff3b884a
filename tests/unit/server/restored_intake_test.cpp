#include "tests/unit/server/intake_desk.h"

namespace hailong::intake_test {

// Restored from an old copy: entries 5 and 6 were pruned by the terminal under a receipt of the lost time.
class RestoredIntake : public Intake {
protected:
    // Of a header that tells no floor, as on a stick: nothing but the receipt speaks for the jump.
    Ruling rule_with_base(domain::Batch batch, std::optional<Seq> through, const base::Digest& head) {
        batch.header.chains.clear();
        domain::Receipt base;
        base.chain = terminal_.chain();
        base.through = through;
        base.head = head;
        return judge({batch, base, "the receipt"}, holding(terminal_, 4, batch));
    }
};

TEST_F(RestoredIntake, JumpsOverAHoleUnderItsOwnOldReceipt) {
    const auto ruling = rule_with_base(terminal_.batch(7, 9), 8, terminal_.hash(8));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    ASSERT_TRUE(ruling.change.hole);
    EXPECT_EQ(*ruling.change.hole, (server::Hole{5, 6, terminal_.hash(6), "the receipt"}));
}

TEST_F(RestoredIntake, JumpsWhenTheReceiptEndsRightBeforeTheBatch) {
    EXPECT_EQ(rule_with_base(terminal_.batch(7, 9), 6, terminal_.hash(6)).verdict, Verdict::ok);
}

TEST_F(RestoredIntake, DoesNotJumpUnderAReceiptOfAnotherHash) {
    EXPECT_EQ(rule_with_base(terminal_.batch(7, 9), 8, terminal_.hash(7)).verdict, Verdict::gap);
}

TEST_F(RestoredIntake, DoesNotJumpFurtherThanTheReceiptReaches) {
    EXPECT_EQ(rule_with_base(terminal_.batch(7, 9), 5, terminal_.hash(5)).verdict, Verdict::gap);
}

TEST_F(RestoredIntake, JumpsUnderAReceiptThatReachesBeyondTheBatch) {
    const auto ruling = rule_with_base(terminal_.batch(7, 8), 9, terminal_.hash(9));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 8U);
    EXPECT_EQ(ruling.change.hole, (server::Hole{5, 6, terminal_.hash(6), "the receipt"}));
}

TEST_F(RestoredIntake, HoldsTheTerminalToThatReceiptWhenTheChainHasGrownSoFar) {
    const auto batch = terminal_.batch(7, 9);
    auto held = holding(terminal_, 6, batch);
    held.vouched = {{9, terminal_.hash(9)}};
    EXPECT_EQ(rule(batch, held).verdict, Verdict::ok);
    held.vouched = {{8, terminal_.hash(7)}, {9, terminal_.hash(9)}};
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.at_seq, 8U);
    EXPECT_EQ(ruling.at_hash, terminal_.hash(7));
    EXPECT_EQ(ruling.change.beside.size(), 3U) << "kept for people";
    EXPECT_TRUE(ruling.change.append.empty());
    EXPECT_TRUE(ruling.change.fork_seen);
}

TEST_F(RestoredIntake, JumpsToTheFloorOfATerminalThatLostTheReceiptAndTellsPeople) {
    const auto whole = terminal_.batch(7, 9);
    EXPECT_FALSE(rule(whole, holding(terminal_, 4, whole)).change.is_hole_unproven);
    const auto batch = FakeTerminal::pruned_to(7, whole);
    const auto ruling = rule(batch, holding(terminal_, 4, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_EQ(ruling.change.hole, (server::Hole{5, 6, terminal_.hash(6), ""}));
    EXPECT_TRUE(ruling.change.is_hole_unproven);
}

TEST_F(RestoredIntake, KeepsBesideWhatFellIntoAHole) {
    const auto old = terminal_.cut(5);
    const auto batch = old.batch(1, 5);
    auto held = holding(terminal_, 9, batch);
    std::erase_if(held.overlap, [](const auto& line) { return line.seq >= 3; });  // 3 to 6 lie in a hole
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::behind);
    EXPECT_EQ(ruling.through, 5U) << "all of that disk is held now";
    EXPECT_EQ(ruling.head, terminal_.hash(5));
    ASSERT_EQ(ruling.change.beside.size(), 3U);
    EXPECT_EQ(ruling.change.beside.front().seq, 3U);
    EXPECT_FALSE(ruling.change.fork_seen);
}

TEST_F(RestoredIntake, AsksADiskThatHoldsWhatFellIntoAHole) {
    const auto batch = terminal_.heartbeat(9);  // of a disk that holds all from 0 on
    auto held = holding(terminal_, 9, batch);
    held.whole.clear();
    held.version = {7, std::nullopt};  // below it lies a hole
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, std::nullopt) << "it begins at its floor";
}

TEST_F(RestoredIntake, AsksForNothingThatATerminalHasPruned) {
    const auto batch = FakeTerminal::pruned_to(7, terminal_.heartbeat(9));
    auto held = holding(terminal_, 9, batch);
    held.whole.clear();
    held.version = {7, std::nullopt};
    EXPECT_EQ(rule(batch, held).through, 9U);
}

TEST_F(RestoredIntake, LearnsOfAForkAgainFromTheChainThatWasBegunForIt) {
    const FakeTerminal forked("k25195-1", domain::GenesisReason::fork);
    EXPECT_TRUE(rule(forked.all(), nothing_of(forked)).change.fork_seen);
    const FakeTerminal other("k25195-1", domain::GenesisReason::behind);
    EXPECT_FALSE(rule(other.all(), nothing_of(other)).change.fork_seen);
}

TEST_F(RestoredIntake, DoesNotJumpForAHeartbeat) {
    EXPECT_EQ(rule_with_base(terminal_.heartbeat(9), 9, terminal_.hash(9)).verdict, Verdict::gap);
}

TEST_F(RestoredIntake, DoesNotJumpUnderAReceiptOfAnotherChainOrOfNothing) {
    EXPECT_EQ(rule_with_base(terminal_.batch(7, 9), std::nullopt, terminal_.hash(6)).verdict, Verdict::gap);
    auto batch = terminal_.batch(7, 9);
    batch.header.chains.clear();
    domain::Receipt base;
    base.chain = FakeTerminal().chain();
    base.through = 6;
    base.head = terminal_.hash(6);
    EXPECT_EQ(judge({batch, base, "the receipt"}, holding(terminal_, 4, batch)).verdict, Verdict::gap);
}

TEST_F(RestoredIntake, NamesTheFirstOfSeveralBrokenReceipts) {
    const auto batch = terminal_.batch(7, 9);
    auto held = holding(terminal_, 6, batch);
    const server::Vouched eight{8, terminal_.hash(1)};
    const server::Vouched nine{9, terminal_.hash(2)};
    for (const auto& words : {std::vector{eight, nine}, std::vector{nine, eight}}) {
        held.vouched = words;
        EXPECT_EQ(rule(batch, held).at_seq, 8U);
        EXPECT_EQ(rule(batch, held).at_hash, eight.hash);
    }
}

TEST_F(RestoredIntake, AHeartbeatAtTheFloorBringsNothing) {
    const auto batch = FakeTerminal::pruned_to(10, terminal_.heartbeat(9));
    auto held = holding(terminal_, 9, batch);
    held.whole.clear();
    held.version = {};
    EXPECT_EQ(rule(batch, held).through, std::nullopt);
}

}  // namespace hailong::intake_test
