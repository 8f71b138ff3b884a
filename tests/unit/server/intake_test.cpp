#include "tests/unit/server/intake_desk.h"

namespace hailong::intake_test {

// A terminal with the same key whose entries from `from` on are others.
FakeTerminal forked(const FakeTerminal& terminal, Seq from) {
    FakeTerminal other = terminal.cut(from - 1);
    for (Seq seq = from; seq <= terminal.last(); ++seq) other.append("{\"other\":" + std::to_string(seq) + "}");
    return other;
}

TEST_F(Intake, TakesTheFirstBatchOfAnUnknownChain) {
    const auto ruling = rule(terminal_.batch(0, 9), nothing_of(terminal_));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_EQ(ruling.head, terminal_.hash(9));
    ASSERT_EQ(ruling.change.append.size(), 10U);
    EXPECT_EQ(ruling.change.append[3].line, terminal_.line(3));
    EXPECT_EQ(ruling.change.append[3].hash, terminal_.hash(3));
}

TEST_F(Intake, ReadsUnitAndReasonFromTheGenesis) {
    const auto ruling = rule(terminal_.all(), nothing_of(terminal_));
    EXPECT_EQ(ruling.change.reason, "enrolled");
    EXPECT_EQ(ruling.change.unit, "25195");
}

TEST_F(Intake, TakesAChainWhoseGenesisNobodyCanRead) {
    FakeTerminal odd("k25195-1", "this is no JSON at all");
    const auto ruling = rule(odd.all(), nothing_of(odd));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 0U);
    EXPECT_EQ(ruling.change.reason, "unreadable");
}

TEST_F(Intake, DoubtsAChainOfAWardThatItsKeyWasNotEnrolledFor) {
    auto held = nothing_of(terminal_);
    held.device_keys[0].unit = "26000";
    const auto ruling = rule(terminal_.all(), held);
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_NE(ruling.change.doubt.find("25195"), std::string::npos) << ruling.change.doubt;
    EXPECT_EQ(rule(terminal_.all(), nothing_of(terminal_)).change.doubt, "");
}

TEST_F(Intake, NotesTheTerminalsUptimeClock) {
    auto batch = terminal_.all();
    batch.header.clock = R"({"at":"x","boot":"000102030405060708090a0b0c0d0e0f","mono_ms":61000})";
    const auto clock = rule(batch, nothing_of(terminal_)).change.clock;
    ASSERT_TRUE(clock);
    EXPECT_EQ(clock->boot.hex(), "000102030405060708090a0b0c0d0e0f");
    EXPECT_EQ(clock->mono, base::Millis(61000));
}

TEST_F(Intake, TakesTheNextEntries) {
    const auto batch = terminal_.batch(5, 9);
    const auto ruling = rule(batch, holding(terminal_, 4, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_EQ(ruling.change.append.size(), 5U);
    EXPECT_EQ(ruling.change.reason, "");
}

TEST_F(Intake, TakesOnlyTheNewPartOfAnOverlap) {
    const auto batch = terminal_.batch(2, 9);
    const auto ruling = rule(batch, holding(terminal_, 6, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    ASSERT_EQ(ruling.change.append.size(), 3U);
    EXPECT_EQ(ruling.change.append.front().seq, 7U);
}

TEST_F(Intake, SaysOkToARepeatAndStoresNothing) {
    const auto batch = terminal_.batch(5, 9);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_EQ(ruling.head, terminal_.hash(9));
    EXPECT_TRUE(ruling.change.append.empty());
}

TEST_F(Intake, SaysOkToAnOldBatchWithAllThatIsHeld) {
    const auto batch = terminal_.batch(0, 3);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
}

TEST_F(Intake, ClaimsNothingBehindABatchThatAForkMayFollow) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.batch(0, 3);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 3U) << "entry 9 of ours is not in that version";
    EXPECT_EQ(ruling.head, terminal_.hash(3));
}

TEST_F(Intake, SaysOkToAHeartbeat) {
    const auto batch = terminal_.heartbeat(9);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_TRUE(ruling.change.append.empty());
}

TEST_F(Intake, NoticesAGap) {
    const auto batch = terminal_.batch(7, 9);
    const auto ruling = rule(batch, holding(terminal_, 4, batch));
    EXPECT_EQ(ruling.verdict, Verdict::gap);
    EXPECT_EQ(ruling.through, 4U);
    EXPECT_EQ(ruling.head, terminal_.hash(4));
    EXPECT_TRUE(ruling.change.append.empty());
    EXPECT_TRUE(ruling.change.beside.empty()) << "what is behind a gap comes again";
}

TEST_F(Intake, NoticesAGapBeforeAnUnknownChain) {
    const auto ruling = rule(terminal_.batch(1, 9), nothing_of(terminal_));
    EXPECT_EQ(ruling.verdict, Verdict::gap);
    EXPECT_EQ(ruling.through, std::nullopt);
    EXPECT_EQ(ruling.head, std::nullopt);
}

TEST_F(Intake, NoticesAGapByAHeartbeat) {
    const auto batch = terminal_.heartbeat(9);
    EXPECT_EQ(rule(batch, holding(terminal_, 4, batch)).verdict, Verdict::gap);
}

TEST_F(Intake, FindsTheFirstEntryThatDiffers) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.batch(4, 9);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.at_seq, 6U);
    EXPECT_EQ(ruling.at_hash, terminal_.hash(6));
}

TEST_F(Intake, SaysThatTheOtherVersionIsHeldOnceItIsKept) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.batch(4, 8);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.through, 8U);
    EXPECT_EQ(ruling.head, other.hash(8));
}

TEST_F(Intake, KeepsTheOtherVersionOfAFork) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.batch(4, 9);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_TRUE(ruling.change.fork_seen);
    ASSERT_EQ(ruling.change.beside.size(), 4U);
    EXPECT_EQ(ruling.change.beside.front().seq, 6U);
    EXPECT_EQ(ruling.change.beside.front().line, other.line(6));
    EXPECT_TRUE(ruling.change.append.empty());
}

TEST_F(Intake, ForksAtTheFirstLineOfABatch) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.batch(6, 9);
    EXPECT_EQ(rule(batch, holding(terminal_, 9, batch)).at_seq, 6U);
}

TEST_F(Intake, ForksWhenThePreviousHashIsAnother) {
    const auto other = forked(terminal_, 4);
    const auto batch = other.batch(8, 9);
    const auto ruling = rule(batch, holding(terminal_, 7, batch));
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.at_seq, 7U);
    EXPECT_EQ(ruling.at_hash, terminal_.hash(7));
    EXPECT_EQ(ruling.change.beside.size(), 2U);
}

TEST_F(Intake, AsksForAnotherVersionFromItsFloorWhenWhatLiesBeforeTheBatchIsUnknown) {
    const auto other = forked(terminal_, 4);
    const auto batch = other.batch(8, 9);
    const auto ruling = rule(batch, holding(terminal_, 7, batch));
    EXPECT_EQ(ruling.change.beside.size(), 2U) << "kept all the same";
    EXPECT_EQ(ruling.through, std::nullopt);
    EXPECT_EQ(ruling.head, std::nullopt);
}

TEST_F(Intake, KeepsTheRestOfAForkAlsoBehindItsOwnEnd) {
    const auto other = forked(terminal_, 4);
    const auto batch = other.batch(8, 9);
    auto held = holding(terminal_, 5, batch);
    held.version = {0, 4};  // entries 0 to 7 of that version are held, and 4 differs
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.change.beside.size(), 2U);
    EXPECT_EQ(ruling.at_seq, 4U);
    EXPECT_EQ(ruling.through, 9U);
    EXPECT_TRUE(ruling.change.append.empty());
}

TEST_F(Intake, KeepsTheRestOfAForkWhoseBeginningIsUnknown) {
    const auto other = forked(terminal_, 4);
    const auto batch = other.batch(8, 9);
    auto held = holding(terminal_, 5, batch);
    held.version = {7, std::nullopt};
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.change.beside.size(), 2U);
    EXPECT_EQ(ruling.through, std::nullopt);
}

TEST_F(Intake, KeepsOfAForkAlsoWhatFellIntoAHoleOfOurs) {
    const auto other = forked(terminal_, 4);
    const auto batch = other.batch(2, 9);
    auto held = holding(terminal_, 9, batch);
    std::erase_if(held.overlap, [](const auto& line) { return line.seq >= 3 && line.seq <= 6; });
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_EQ(ruling.at_seq, 7U) << "the first that both hold";
    ASSERT_EQ(ruling.change.beside.size(), 7U);
    EXPECT_EQ(ruling.change.beside.front().seq, 3U);
}

TEST_F(Intake, ForksByAHeartbeatOfAnotherHead) {
    const auto other = forked(terminal_, 6);
    const auto batch = other.heartbeat(9);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::fork);
    EXPECT_TRUE(ruling.change.fork_seen);
}

TEST_F(Intake, ForksByAnOlderHeartbeatOfAnotherHead) {
    const auto other = forked(terminal_, 3);
    const auto batch = other.heartbeat(5);
    EXPECT_EQ(rule(batch, holding(terminal_, 9, batch)).verdict, Verdict::fork);
}

TEST_F(Intake, SeesATerminalThatFellBehind) {
    const auto old = terminal_.cut(5);
    const auto batch = old.heartbeat(5);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::behind);
    EXPECT_EQ(ruling.through, 5U);
    EXPECT_EQ(ruling.head, terminal_.hash(5));
    EXPECT_EQ(ruling.at_seq, 9U);
    EXPECT_EQ(ruling.at_hash, terminal_.hash(9));
    EXPECT_FALSE(ruling.change.fork_seen);
}

TEST_F(Intake, SeesATerminalThatFellBehindAndRepeatsItsTail) {
    const auto old = terminal_.cut(5);
    const auto batch = old.batch(3, 5);
    const auto ruling = rule(batch, holding(terminal_, 9, batch));
    EXPECT_EQ(ruling.verdict, Verdict::behind);
    EXPECT_EQ(ruling.through, 5U);
}

TEST_F(Intake, SignsNoHeadThatItDoesNotHold) {
    const auto old = terminal_.cut(5);
    const auto batch = old.heartbeat(5);
    auto held = holding(terminal_, 9, batch);
    held.before = std::nullopt;  // entry 5 lies in a hole
    held.version = {};
    held.whole.clear();
    const auto ruling = rule(batch, held);
    EXPECT_EQ(ruling.verdict, Verdict::behind);
    EXPECT_EQ(ruling.through, std::nullopt);
    EXPECT_EQ(ruling.head, std::nullopt);
    EXPECT_EQ(ruling.at_seq, 9U);
}

TEST_F(Intake, RefusesAHeadThatTheLinesDoNotGive) {
    auto batch = terminal_.batch(5, 9);
    batch.lines[2] += ' ';
    const auto ruling = rule(batch, holding(terminal_, 4, batch));
    EXPECT_EQ(ruling.verdict, Verdict::hash);
    EXPECT_EQ(ruling.through, 4U);
    EXPECT_TRUE(ruling.change.append.empty());
}

TEST_F(Intake, RefusesAWrongSignature) {
    auto batch = terminal_.batch(5, 9);
    batch.header.sig.bytes[0] ^= 1U;
    const auto ruling = rule(batch, holding(terminal_, 4, batch));
    EXPECT_EQ(ruling.verdict, Verdict::hash);
    EXPECT_EQ(ruling.at_seq, 9U);
}

TEST_F(Intake, RefusesASignatureByAnotherDevicesKey) {
    const FakeTerminal stranger;
    auto batch = terminal_.batch(0, 9);
    stranger.sign(batch);
    EXPECT_EQ(rule(batch, nothing_of(terminal_)).verdict, Verdict::hash);
}

TEST_F(Intake, RefusesAnotherKeyOfTheDeviceOnAKnownChain) {
    const FakeTerminal replaced;
    auto batch = terminal_.batch(5, 9);
    auto held = holding(terminal_, 4, batch);
    held.device_keys.push_back({replaced.key().public_key(), "25195"});
    replaced.sign(batch);
    EXPECT_EQ(rule(batch, held).verdict, Verdict::hash);
}

TEST_F(Intake, AcceptsANewChainByANewerKeyOfTheDevice) {
    const FakeTerminal old_life;
    auto held = nothing_of(old_life);
    held.device_keys.push_back({terminal_.key().public_key(), "25195"});
    const auto ruling = rule(terminal_.all(), held);
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.change.dev_key, terminal_.key().public_key());
}

TEST_F(Intake, RefusesAChainThatIsNotNamedAfterItsGenesis) {
    auto batch = terminal_.all();
    batch.header.chain = base::sha256("another chain");
    terminal_.sign(batch);
    EXPECT_EQ(rule(batch, nothing_of(terminal_)).verdict, Verdict::hash);
}

TEST_F(Intake, HashComesBeforeGap) {
    auto batch = terminal_.batch(7, 9);
    batch.header.sig.bytes[0] ^= 1U;
    EXPECT_EQ(rule(batch, holding(terminal_, 4, batch)).verdict, Verdict::hash);
}

TEST_F(Intake, TakesNotesWhenTheLedgerCannotBeRead) {
    auto batch = terminal_.heartbeat(9);
    batch.header.chain = std::nullopt;
    batch.header.why = "locked";
    FakeTerminal::rewrite(batch);
    const auto ruling = rule(batch, nothing_of(terminal_));
    EXPECT_EQ(ruling.verdict, Verdict::ok);
    EXPECT_EQ(ruling.through, std::nullopt);
    EXPECT_EQ(ruling.change.trouble, "locked");
}

TEST_F(Intake, WantsTheTailOfAnOtherChainThatItLacks) {
    FakeTerminal old_chain;
    old_chain.append(20);
    auto batch = terminal_.all();
    batch.header.chains.push_back({old_chain.chain(), 0, 20, old_chain.hash(20)});
    auto held = nothing_of(terminal_);
    held.chains.emplace(old_chain.chain(), server::HeldChain{12, old_chain.hash(12), {}});
    const auto ruling = rule(batch, held);
    ASSERT_EQ(ruling.want.size(), 1U);
    EXPECT_EQ(ruling.want[0], (domain::Want{old_chain.chain(), 13}));
}

TEST_F(Intake, WantsAWholeChainThatItLostInARestore) {
    auto batch = terminal_.all();
    const auto lost = base::sha256("lost chain");
    batch.header.chains.push_back({lost, 0, 0, lost});
    const auto ruling = rule(batch, nothing_of(terminal_));
    ASSERT_EQ(ruling.want.size(), 1U);
    EXPECT_EQ(ruling.want[0], (domain::Want{lost, 0}));
}

TEST_F(Intake, WantsAnOtherChainFromItsFloorWhenItsEndIsNotTheOneWeHold) {
    auto batch = terminal_.all();
    const auto other = base::sha256("other chain");
    batch.header.chains.push_back({other, 3, 7, base::sha256("their end")});
    auto held = nothing_of(terminal_);
    held.chains.emplace(other, server::HeldChain{7, base::sha256("our end"), {}});
    EXPECT_EQ(rule(batch, held).want, (std::vector<domain::Want>{{other, 3}}));
    held.whole.insert(other);
    EXPECT_TRUE(rule(batch, held).want.empty()) << "it is kept beside ours";
}

TEST_F(Intake, CountsWhatIsStillToCome) {
    const auto batch = terminal_.batch(0, 3);  // the header tells of entries up to 9
    EXPECT_EQ(rule(batch, nothing_of(terminal_)).change.pending, 6U);
}

TEST_F(Intake, BelievesNoEndBeforeTheBatchsOwn) {
    auto batch = terminal_.batch(5, 9);
    batch.header.chains.front().last = 7;
    batch.header.chains.front().head = terminal_.hash(7);
    auto held = holding(terminal_, 4, batch);
    held.whole.insert(terminal_.chain());
    EXPECT_EQ(rule(batch, held).through, 9U);
}

TEST_F(Intake, TakesABatchWhoseClockNobodyCanRead) {
    auto batch = terminal_.all();
    for (const char* clock : {"no JSON", "{}", R"({"boot":"000102030405060708090a0b0c0d0e0f"})", R"({"mono_ms":1})"}) {
        batch.header.clock = clock;
        const auto ruling = rule(batch, nothing_of(terminal_));
        EXPECT_EQ(ruling.verdict, Verdict::ok) << clock;
        EXPECT_FALSE(ruling.change.clock) << clock;
    }
}

TEST_F(Intake, AsksNothingOfAChainWhenNoneIsTold) {
    auto batch = terminal_.heartbeat(9);
    batch.header.chain.reset();
    batch.header.why = "locked";
    EXPECT_EQ(server::question_of(batch, server_test::kNow).floor, batch.header.first);
}

}  // namespace hailong::intake_test
