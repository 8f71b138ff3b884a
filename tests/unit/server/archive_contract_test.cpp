// What every archive engine must do. The engine under test comes from make_engine(): sqlite_engine.cpp today; another
// engine joins by another such file and the same tests.
#include <stdexcept>
#include <thread>

#include "tests/unit/server/archive_desk.h"

namespace hailong::archive_contract_test {

TEST_F(Archive, HoldsNothingOfANewDevice) {
    const auto held = receive(terminal_.batch(0, 3));
    EXPECT_FALSE(held.chain);
    EXPECT_TRUE(held.chains.empty());
    EXPECT_TRUE(held.overlap.empty());
    EXPECT_EQ(held.device_keys, (std::vector<server::EnrolledKey>{{terminal_.key().public_key(), "25195"}}));
}

TEST_F(Archive, KeepsLinesByteForByte) {
    terminal_.append(std::string("\xff\x01 not text, \0 with a zero", 26));
    terminal_.append(std::string());
    receive(terminal_.all());
    const auto lines = stored();
    ASSERT_EQ(lines.size(), 12U);
    for (Seq seq = 0; seq <= terminal_.last(); ++seq) {
        EXPECT_EQ(lines[seq], (server::StoredLine{seq, terminal_.line(seq), terminal_.hash(seq)}));
    }
}

TEST_F(Archive, RemembersTheChainsEndAndKey) {
    receive(terminal_.batch(0, 3));
    receive(terminal_.batch(4, 9));
    const auto held = receive(terminal_.heartbeat(9));
    ASSERT_TRUE(held.chain);
    EXPECT_EQ(*held.chain, (server::HeldChain{9, terminal_.hash(9), terminal_.key().public_key()}));
}

TEST_F(Archive, ShowsTheHashBeforeABatchAndItsOverlap) {
    receive(terminal_.batch(0, 6));
    const auto held = receive(terminal_.batch(5, 9));
    EXPECT_EQ(held.before, terminal_.hash(4));
    ASSERT_EQ(held.overlap.size(), 2U);
    EXPECT_EQ(held.overlap[1], (server::StoredLine{6, terminal_.line(6), terminal_.hash(6)}));
}

TEST_F(Archive, StoresARepeatedBatchOnce) {
    receive(terminal_.all());
    receive(terminal_.all());
    EXPECT_EQ(stored().size(), 10U);
}

TEST_F(Archive, KeepsBothVersionsOfAFork) {
    receive(terminal_.all());
    auto other = terminal_.cut(5);
    other.append("{\"other\":6}");
    const auto batch = other.batch(5, 6);
    receive(batch);
    EXPECT_EQ(stored()[6].line, terminal_.line(6));
    EXPECT_EQ(engine_->forked_lines(), std::vector<std::string>{"{\"other\":6}"});
}

TEST_F(Archive, MarksTheDeviceOfAForkDisputed) {
    receive(terminal_.all());
    auto other = terminal_.cut(5);
    other.append("{\"other\":6}");
    receive(other.batch(5, 6));
    const auto terminals = engine_->reports->terminals();
    ASSERT_EQ(terminals->size(), 1U);
    EXPECT_TRUE(terminals->front().disputed);
}

TEST_F(Archive, KeepsAForkShownTwiceOnce) {
    receive(terminal_.all());
    auto other = terminal_.cut(5);
    other.append("{\"other\":6}");
    receive(other.batch(5, 6));
    receive(other.batch(5, 6));
    EXPECT_EQ(engine_->forked_lines().size(), 1U);
    EXPECT_EQ(engine_->fork_evidence(), 1);
}

TEST_F(Archive, KeepsTheEvidenceOfEachPartOfAFork) {
    receive(terminal_.all());
    auto other = terminal_.cut(5);
    other.append("{\"other\":6}");
    other.append("{\"other\":7}");
    receive(other.batch(5, 6));
    receive(other.batch(5, 7));
    EXPECT_EQ(engine_->fork_evidence(), 2);
}

TEST_F(Archive, KeepsTheSignedHeaderOfEachAppendingBatch) {
    const auto first = terminal_.batch(0, 3);
    const auto second = terminal_.batch(4, 9);
    receive(first);
    receive(second);
    receive(terminal_.heartbeat(9));
    const auto evidence = engine_->records->evidence_of(engine_->records->chains()->front());
    ASSERT_EQ(evidence->size(), 2U);
    EXPECT_EQ(evidence->at(0).header_line, first.header_line);
    EXPECT_EQ(evidence->at(1).sig, second.header.sig);
}

TEST_F(Archive, StoresNothingWhenTheDecisionFails) {
    const auto batch = terminal_.all();
    const auto done = engine_->ledgers->receive(
        server::question_of(batch, kNow),
        [](const server::Held&) -> Result<server::Change> { return fail(ErrorCode::io, "changed my mind"); });
    EXPECT_EQ(done.error().what, "changed my mind");
    EXPECT_TRUE(stored().empty());
    EXPECT_EQ(engine_->reports->terminals()->front().contact, std::nullopt);
}

TEST_F(Archive, StoresNothingOfABatchThatBreaksInTheMiddle) {
    const auto batch = terminal_.all();
    const auto done = engine_->ledgers->receive(server::question_of(batch, kNow),
                                                [&](const server::Held& held) -> Result<server::Change> {
                                                    auto change = judge({batch, std::nullopt, ""}, held).change;
                                                    change.append[7].seq = 2;  // held already at that moment
                                                    return change;
                                                });
    EXPECT_EQ(done.error().code, ErrorCode::corrupt);
    EXPECT_TRUE(stored().empty());
    EXPECT_TRUE(engine_->records->chains()->empty());
}

TEST_F(Archive, RefusesADeviceWithoutARow) {
    FakeTerminal stranger("k99999-1");
    const auto done =
        engine_->ledgers->receive(server::question_of(stranger.all(), kNow),
                                  [](const server::Held&) -> Result<server::Change> { return server::Change{}; });
    EXPECT_EQ(done.error().code, ErrorCode::not_found);
}

TEST_F(Archive, TwoBatchesAtOnceBothArrive) {
    std::vector<std::unique_ptr<FakeTerminal>> terminals;
    for (int i = 0; i < 4; ++i) {
        terminals.push_back(std::make_unique<FakeTerminal>("t-" + std::to_string(i)));
        terminals.back()->append(99);
        server_test::admit(*engine_->registry, *terminals.back(), base::sha256(std::to_string(i)));
    }
    std::vector<std::thread> threads;
    for (const auto& terminal : terminals) {
        threads.emplace_back([&] {
            for (Seq first = 0; first < 100; first += 10) receive(terminal->batch(first, first + 9));
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(stored().size(), 400U);
}

TEST_F(Archive, FindsATerminalByItsTlsKey) {
    const auto found = engine_->ledgers->terminal_of(tls_key());
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->device, terminal_.device());
    EXPECT_FALSE((*found)->revoked);
    EXPECT_EQ(*engine_->ledgers->terminal_of(base::sha256("unknown")), std::nullopt);
}

TEST_F(Archive, ARevokedDeviceStaysKnownAsRevoked) {
    ASSERT_TRUE(engine_->registry->revoke(terminal_.device()));
    EXPECT_TRUE((*engine_->ledgers->terminal_of(tls_key()))->revoked);
    EXPECT_EQ(engine_->registry->revoke("nobody").error().code, ErrorCode::not_found);
}

TEST_F(Archive, AReplacedTlsKeyIsRevokedAndTheNewOneCounts) {
    const auto next = base::sha256("the next TLS key");
    server_test::admit(*engine_->registry, terminal_, next);
    EXPECT_TRUE((*engine_->ledgers->terminal_of(tls_key()))->revoked);
    EXPECT_FALSE((*engine_->ledgers->terminal_of(next))->revoked);
}

TEST_F(Archive, EnrollingAgainWithTheTlsKeyInUseKeepsIt) {
    server_test::admit(*engine_->registry, terminal_, tls_key());
    EXPECT_FALSE((*engine_->ledgers->terminal_of(tls_key()))->revoked);
}

TEST_F(Archive, ARevokedTlsKeyNeverComesBack) {
    ASSERT_TRUE(engine_->registry->revoke(terminal_.device()));
    EXPECT_THROW(server_test::admit(*engine_->registry, terminal_, tls_key()), std::runtime_error);
    EXPECT_TRUE((*engine_->ledgers->terminal_of(tls_key()))->revoked);
    const auto next = base::sha256("the next TLS key");
    server_test::admit(*engine_->registry, terminal_, next);
    EXPECT_FALSE((*engine_->ledgers->terminal_of(next))->revoked);
    EXPECT_TRUE((*engine_->ledgers->terminal_of(tls_key()))->revoked);
}

TEST_F(Archive, BeginsANewEpoch) {
    const auto before = *engine_->ledgers->epoch();
    ASSERT_TRUE(engine_->ledgers->begin_epoch("00112233aabbccdd"));
    EXPECT_NE(before, "00112233aabbccdd");
    EXPECT_EQ(*engine_->ledgers->epoch(), "00112233aabbccdd");
}

TEST_F(Archive, NotesContactAndWhatIsPending) {
    receive(terminal_.batch(0, 3));
    const auto report = engine_->reports->terminals()->front();
    EXPECT_EQ(report.contact, kNow);
    EXPECT_EQ(report.pending, 6U);
}

TEST_F(Archive, ACodeIsKeptAsItWasGiven) {
    server::Code code;
    code.id = "0011223344556677";
    code.secret = std::string("\0binary\xff", 8);
    code.terminal = {"k1", "25195", "Phường", false};
    code.expires = kNow;
    code.failures = 3;
    code.nonces = {base::random_token(), base::random_token()};
    ASSERT_TRUE(engine_->registry->add_code(code));
    EXPECT_EQ(engine_->registry->add_code(code).error().code, ErrorCode::conflict);
    server::Code read;
    ASSERT_TRUE(
        engine_->registry->with_code(code.id, [&](const server::Code& held) -> Result<server::Registry::CodeChange> {
            read = held;
            return server::Registry::CodeChange{held, std::nullopt};
        }));
    EXPECT_EQ(read.secret, code.secret);
    EXPECT_EQ(read.nonces, code.nonces);
    EXPECT_EQ(read.failures, 3);
    EXPECT_EQ(read.used, std::nullopt);
}

TEST_F(Archive, KnowsNoCodeThatWasNotAdded) {
    const auto done = engine_->registry->with_code(
        "ffffffffffffffff", [](const server::Code& held) -> Result<server::Registry::CodeChange> {
            return server::Registry::CodeChange{held, std::nullopt};
        });
    EXPECT_EQ(done.error().code, ErrorCode::not_found);
}

TEST_F(Archive, HandsOutSealedLinesUntilTheyAreKept) {
    receive(terminal_.all());
    const auto sealed = engine_->answers->next_sealed(4);
    ASSERT_EQ(sealed->size(), 4U);
    EXPECT_EQ(sealed->at(3).line, terminal_.line(3));
    ASSERT_TRUE(engine_->answers->keep({{terminal_.device(), terminal_.chain(), 3, server::NothingToOpen{}}}));
    EXPECT_EQ(engine_->answers->next_sealed(4)->front().seq, 4U);
}

TEST_F(Archive, SaysWhenASealedLineArrived) {
    auto first = terminal_.batch(0, 3);
    first.header.clock = R"({"boot":"000102030405060708090a0b0c0d0e0f","mono_ms":61000})";
    receive(first);
    receive(terminal_.batch(4, 9));
    const auto sealed = engine_->answers->next_sealed(10);
    ASSERT_EQ(sealed->size(), 10U);
    EXPECT_EQ(sealed->at(3).arrival.received, kNow);
    EXPECT_EQ(sealed->at(3).arrival.enrolled, kNow);
    ASSERT_TRUE(sealed->at(3).arrival.clock);
    EXPECT_EQ(sealed->at(3).arrival.clock->mono, base::Millis(61000));
    EXPECT_FALSE(sealed->at(4).arrival.clock);
}

server::Opened opened(const FakeTerminal& terminal, Seq seq, decltype(server::Opened::content) content) {
    return {terminal.device(), terminal.chain(), seq, std::move(content)};
}
constexpr auto kAllDays = [] { return server::DaySpan{"2026-01-01", "2026-12-31"}; };

TEST_F(Archive, KeepsEveryKindOfAnswerOnce) {
    receive(terminal_.all());
    auto rating = server_test::rating(5, 1);
    rating.flags = 1;
    const auto code = base::sha256("a code");
    const std::vector<server::Opened> all{
        opened(terminal_, 1, server::OpenedRating{rating, kNow, ""}),
        opened(terminal_, 2, server::OpenedItems{{server_test::visit(1), "sipas-short@1", {5, 0}}, kNow, ""}),
        opened(terminal_, 3, server::OpenedDossier{server_test::visit(1), code, true, kNow, ""}),
        opened(terminal_, 4, server::OpenedDossier{server_test::visit(2), code, true, kNow, ""}),
        opened(terminal_, 5, server::SealedComment{kNow, ""})};
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(engine_->answers->keep(all));
        EXPECT_EQ(engine_->reports->day_counts(kAllDays())->size(), 1U);
        EXPECT_TRUE(engine_->reports->filtered_counts(kAllDays())->empty());
        EXPECT_EQ(engine_->reports->item_counts(kAllDays()).value(),
                  (std::vector<server::ItemCount>{{"sipas-short@1", 0, 5, 1}, {"sipas-short@1", 1, 0, 1}}));
        EXPECT_EQ(engine_->reports->extra_counts(kAllDays()).value(), (server::ExtraCounts{1, 1, 1}));
        ASSERT_TRUE(engine_->answers->forget_all());
        EXPECT_EQ(engine_->reports->extra_counts(kAllDays()).value(), server::ExtraCounts{});
    }
}

TEST_F(Archive, CountsNothingThatIsInDoubt) {
    receive(terminal_.all());
    const auto code = base::sha256("a code");
    ASSERT_TRUE(engine_->answers->keep(
        {opened(terminal_, 1, server::OpenedItems{{server_test::visit(1), "sipas-short@1", {5}}, kNow, "late"}),
         opened(terminal_, 2, server::OpenedDossier{server_test::visit(1), code, true, kNow, "late"}),
         opened(terminal_, 3, server::SealedComment{kNow, "late"}),
         opened(terminal_, 4, server::OpenedDossier{server_test::visit(2), code, true, kNow, ""})}));
    EXPECT_TRUE(engine_->reports->item_counts(kAllDays())->empty());
    EXPECT_EQ(engine_->reports->extra_counts(kAllDays()).value(), (server::ExtraCounts{1, 0, 0}))
        << "what is in doubt does not make the true one a repetition";
    EXPECT_EQ(engine_->reports->quarantined().value(), 3U);
}

}  // namespace hailong::archive_contract_test
