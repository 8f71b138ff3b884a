// What every archive engine must know of holes and of other versions of a chain.
#include "tests/unit/server/archive_desk.h"

namespace hailong::archive_contract_test {

TEST_F(Archive, RemembersAHoleAndTheHashBehindIt) {
    receive(terminal_.batch(0, 4));
    const auto batch = terminal_.batch(7, 9);
    domain::Receipt base;
    base.chain = terminal_.chain();
    base.through = 6;
    base.head = terminal_.hash(6);
    ASSERT_TRUE(engine_->ledgers->receive(server::question_of(batch, kNow),
                                          [&](const server::Held& held) -> Result<server::Change> {
                                              return judge({batch, base, "receipt"}, held).change;
                                          }));
    const auto holes = engine_->records->holes_of(engine_->records->chains()->front());
    ASSERT_EQ(holes->size(), 1U);
    EXPECT_EQ(holes->front(), (server::Hole{5, 6, terminal_.hash(6), "receipt"}));
    EXPECT_EQ(receive(batch).before, terminal_.hash(6));
}

TEST_F(Archive, KnowsWhatAHolesReceiptSaysOfEntriesToCome) {
    receive(terminal_.batch(0, 4));
    domain::Receipt base;
    base.chain = terminal_.chain();
    base.through = 9;
    base.head = terminal_.hash(9);
    const auto text = domain::encode_receipt(base, terminal_.key());
    const auto batch = terminal_.batch(7, 8);
    ASSERT_TRUE(engine_->ledgers->receive(server::question_of(batch, kNow),
                                          [&](const server::Held& held) -> Result<server::Change> {
                                              EXPECT_TRUE(held.vouched.empty());
                                              return judge({batch, base, text}, held).change;
                                          }));
    EXPECT_EQ(receive(terminal_.batch(9, 9)).vouched, (std::vector<server::Vouched>{{9, terminal_.hash(9)}}));
    EXPECT_TRUE(receive(terminal_.heartbeat(9)).vouched.empty()) << "it has come";
}

TEST_F(Archive, AHoleThatNothingVouchesForIsToldToPeople) {
    receive(terminal_.batch(0, 4));
    receive(FakeTerminal::pruned_to(7, terminal_.batch(7, 9)));
    EXPECT_TRUE(engine_->reports->terminals()->front().disputed);
    EXPECT_EQ(engine_->records->holes_of(engine_->records->chains()->front())->size(), 1U);
}

TEST_F(Archive, FollowsItsOwnVersionToTheBeginning) {
    receive(terminal_.all());
    EXPECT_EQ(receive(terminal_.batch(8, 9)).version, (server::Followed{0, std::nullopt}));
    EXPECT_EQ(receive(terminal_.heartbeat(9)).whole, (std::set<base::Digest>{terminal_.chain()}));
}

TEST_F(Archive, FollowsTheOtherVersionOfAForkDownToTheCommonPart) {
    receive(terminal_.all());
    FakeTerminal other = terminal_.cut(5);
    for (int i = 0; i < 6; ++i) other.append("{\"other\":" + std::to_string(i) + "}");
    EXPECT_EQ(receive(other.batch(4, 7)).version, (server::Followed{0, std::nullopt}));
    EXPECT_EQ(receive(other.batch(8, 9)).version, (server::Followed{0, 6}));
    EXPECT_TRUE(receive(other.batch(10, 11)).whole.empty());
    EXPECT_TRUE(receive(other.heartbeat(11)).whole.contains(other.chain()));
    EXPECT_EQ(receive(terminal_.batch(8, 9)).version, (server::Followed{0, std::nullopt}));
    EXPECT_EQ(engine_->forked_lines().size(), 6U);
}

TEST_F(Archive, FollowsAnOtherVersionOnlyAsFarAsItIsHeld) {
    receive(terminal_.all());
    FakeTerminal other = terminal_.cut(5);
    for (int i = 0; i < 6; ++i) other.append("{\"other\":" + std::to_string(i) + "}");
    receive(other.batch(9, 10));  // 6 to 8 are missing
    const auto held = receive(other.heartbeat(11));
    EXPECT_EQ(held.version, (server::Followed{}));
    EXPECT_TRUE(held.whole.empty());
    EXPECT_EQ(receive(other.batch(11, 11)).version, (server::Followed{9, 8}));
    receive(other.batch(6, 8));
    EXPECT_TRUE(receive(other.heartbeat(11)).whole.contains(other.chain())) << "in whatever order it came";
}

TEST_F(Archive, FollowsAVersionThroughAHoleThatAnOldDiskHasFilled) {
    receive(terminal_.batch(0, 4));
    const auto jump = FakeTerminal::pruned_to(7, terminal_.batch(7, 9));
    receive(jump);
    const auto pruned = receive(jump);
    EXPECT_EQ(pruned.whole.size(), 1U) << "the terminal that pruned 5 and 6 has nothing more to give";
    EXPECT_EQ(receive(terminal_.heartbeat(9)).version, (server::Followed{7, std::nullopt}));
    EXPECT_TRUE(receive(terminal_.batch(6, 6)).whole.empty());
    EXPECT_EQ(receive(terminal_.heartbeat(9)).version, (server::Followed{6, std::nullopt}));
    receive(terminal_.batch(5, 5));
    EXPECT_EQ(receive(terminal_.heartbeat(9)).version, (server::Followed{0, std::nullopt}));
    EXPECT_EQ(stored().size(), 8U) << "the hole is still one";
}

// The archive is older than a copied disk. One version comes up to 5, the other has pruned all below 8: that its 4 and
// 5 are others, too, nobody can know until some disk brings them.
TEST_F(Archive, JoinsTwoVersionsOverAHoleUntilADiskShowsThatTheyDiffer) {
    receive(terminal_.batch(0, 5));
    FakeTerminal other = terminal_.cut(3);
    for (int i = 4; i <= 9; ++i) other.append("{\"other\":" + std::to_string(i) + "}");
    const auto jump = FakeTerminal::pruned_to(8, other.batch(8, 9));
    receive(jump);
    EXPECT_EQ(engine_->records->holes_of(engine_->records->chains()->front())->front().from, 6U);
    EXPECT_EQ(receive(jump).whole.size(), 1U);
    EXPECT_EQ(receive(terminal_.cut(5).heartbeat(5)).whole.size(), 1U) << "both have nothing more to give";
    EXPECT_TRUE(receive(other.heartbeat(9)).whole.empty()) << "an older copy of the second disk has";
    receive(other.batch(0, 7));
    const auto held = receive(other.heartbeat(9));
    EXPECT_EQ(held.version, (server::Followed{0, 4}));
    EXPECT_EQ(held.whole.size(), 1U);
    EXPECT_EQ(engine_->forked_lines().size(), 4U);
    EXPECT_EQ(stored().size(), 8U) << "nothing that was held is changed";
}

}  // namespace hailong::archive_contract_test
