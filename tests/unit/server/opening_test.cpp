#include "sync/server/opening.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "kiosk/domain/genesis.h"
#include "sync/server/reception.h"
#include "sync/server/results.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::opening_test {

using domain::Seq;
using server_test::FakeTerminal;
using server_test::kNow;
using server_test::rating;
using server_test::visit;

constexpr const char* kToday = "2026-11-23";

// A chain of this device that claims another ward or another beginning.
FakeTerminal with_genesis(const std::string& unit, base::WallTime began) {
    domain::Genesis genesis;
    genesis.stamp = server_test::stamp_at(began);
    genesis.device = "k25195-1";
    genesis.unit = unit;
    genesis.dev_key = base::Signer::generate().public_key();
    genesis.rand = base::random_token();
    return {"k25195-1", domain::encode_genesis(genesis)};
}

class Opening : public ::testing::Test {
protected:
    Opening()
        : opening_(place_.province->intake_keys, place_.province->comment_keys, place_.province->dossier_key),
          reception_(*place_.archive, *place_.archive, *place_.province, opening_) {}

    void deliver(const FakeTerminal& terminal, base::WallTime now = kNow) { deliver(terminal, terminal.all(), now); }
    void deliver(const FakeTerminal& terminal, const domain::Batch& batch, base::WallTime now) {
        place_.admit(terminal, base::sha256(terminal.device()));
        const auto answered = reception_.receive({terminal.device(), "", "", false}, domain::join_batch(batch), now);
        ASSERT_TRUE(answered) << answered.error().what;
        EXPECT_EQ(answered->verdict, domain::Verdict::ok);
        reception_.open_received();
    }
    std::vector<server::DayCount> counts() { return *place_.archive->day_counts({"2026-01-01", "2026-12-31"}); }
    std::uint64_t quarantined() { return *place_.archive->quarantined(); }

    server_test::ProvinceInFolder place_;
    server::Opening opening_;
    server::Reception reception_;
};

TEST_F(Opening, CountsEachLevel) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake());
    terminal.answer(rating(5, 2), place_.intake());
    terminal.answer(rating(1, 3), place_.intake());
    deliver(terminal);
    ASSERT_EQ(counts().size(), 1U);
    EXPECT_EQ(counts()[0], (server::DayCount{"25195", kToday, {1, 0, 0, 0, 2}}));
}

TEST_F(Opening, PutsAsideWhatIsSealedButIsNotWhatItsEntrySays) {
    FakeTerminal terminal;
    const auto sealed = [&](domain::EntryKind kind, std::string_view plain) {
        domain::Draft draft;
        draft.kind = kind;
        draft.stamp = server_test::stamp_at(kNow);
        draft.key = base::key_id(place_.intake().view());
        draft.box = base::seal(place_.intake(), plain);
        terminal.append(domain::encode_entry(draft, terminal.last() + 1));
    };
    auto swapped = domain::seal_answer(rating(5, 1), server_test::stamp_at(kNow), {place_.intake(), place_.intake()});
    swapped.kind = domain::EntryKind::answer;
    terminal.append(domain::encode_entry(swapped, terminal.last() + 1));
    sealed(domain::EntryKind::rating, "no padding and no answer");
    sealed(domain::EntryKind::rating, std::string(256, ' '));
    sealed(domain::EntryKind::ticket, "no ticket");
    terminal.answer(rating(4, 2), place_.intake());
    deliver(terminal);
    EXPECT_EQ(quarantined(), 4U);
    ASSERT_EQ(counts().size(), 1U);
    EXPECT_EQ(counts()[0].n, (server::Counts{0, 0, 0, 1, 0})) << "and what follows is counted";
}

TEST_F(Opening, CountsOnlyTheLastRatingOfAVisit) {
    FakeTerminal terminal;
    terminal.answer(rating(1, 7), place_.intake());
    terminal.answer(rating(3, 8), place_.intake());
    terminal.answer(rating(4, 7), place_.intake());
    deliver(terminal);
    EXPECT_EQ(counts()[0].n, (server::Counts{0, 0, 1, 1, 0}));
}

TEST_F(Opening, TheSameVisitNumberOfTwoDevicesIsTwoVisits) {
    FakeTerminal one("k1");
    FakeTerminal two("k2");
    one.answer(rating(1, 7), place_.intake());
    two.answer(rating(4, 7), place_.intake());
    deliver(one);
    deliver(two);
    EXPECT_EQ(server::sum(counts()[0].n), 2U);
}

TEST_F(Opening, CountsADayByTheClockOfVietNam) {
    FakeTerminal terminal;
    const auto before_midnight = *base::parse_utc("2026-11-23T16:59:59.999Z");
    terminal.answer(rating(4, 1), place_.intake(), before_midnight);
    terminal.answer(rating(4, 2), place_.intake(), before_midnight + base::Millis(1));
    deliver(terminal, kNow + std::chrono::days(1));
    ASSERT_EQ(counts().size(), 2U);
    EXPECT_EQ(counts()[0].day, "2026-11-23");
    EXPECT_EQ(counts()[1].day, "2026-11-24");
}

TEST_F(Opening, NoReportCountsARehearsal) {
    FakeTerminal terminal("k25195-1", domain::GenesisReason::rehearsal);
    terminal.answer(rating(5, 1), place_.intake());
    terminal.append("not even JSON");
    deliver(terminal);
    EXPECT_TRUE(counts().empty());
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(Opening, AChainWithoutAReadableGenesisIsPutAsideNotCounted) {
    FakeTerminal terminal("k25195-1", "no genesis at all");
    terminal.answer(rating(5, 1), place_.intake());
    deliver(terminal);
    EXPECT_TRUE(counts().empty());
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Opening, PutsAsideWhatDoesNotOpenAndGoesOn) {
    FakeTerminal terminal;
    terminal.append("poison \xff");
    terminal.append("{\"v\":1,\"seq\":2}");
    terminal.answer(rating(5, 1), base::Opener::generate().public_key());  // sealed to nobody
    terminal.answer(rating(4, 2), place_.intake());
    deliver(terminal);
    EXPECT_EQ(quarantined(), 3U);
    EXPECT_EQ(counts()[0].n, (server::Counts{0, 0, 0, 1, 0}));
}

TEST_F(Opening, PutsAsideAnEntryThatClaimsAnotherPlace) {
    FakeTerminal terminal;
    terminal.append(domain::encode_entry(
        domain::seal_answer(rating(5, 1), server_test::stamp_at(kNow), {place_.intake(), place_.intake()}), 9));
    deliver(terminal);
    EXPECT_EQ(quarantined(), 1U);
    EXPECT_TRUE(counts().empty());
}

TEST_F(Opening, PutsAsideAGenesisOfAnotherDevice) {
    const FakeTerminal other("k99999-1");
    FakeTerminal terminal("k25195-1", other.line(0));
    terminal.answer(rating(5, 1), place_.intake());
    deliver(terminal);
    EXPECT_EQ(quarantined(), 1U);
    EXPECT_TRUE(counts().empty());
}

TEST_F(Opening, LeavesCommentsClosedAndCountsThem) {
    FakeTerminal terminal;
    terminal.answer(domain::Comment{visit(1), base::PrivateText("Xin cảm ơn")}, place_.province->keys.comment);
    deliver(terminal);
    EXPECT_EQ(quarantined(), 0U);
    EXPECT_TRUE(counts().empty());
    EXPECT_EQ(place_.archive->extra_counts({"2026-01-01", "2026-12-31"}).value(), (server::ExtraCounts{0, 0, 1}));
}

TEST_F(Opening, ComparesFlaggedRatingsWithTheRest) {
    FakeTerminal terminal;
    auto flagged = rating(5, 1);
    flagged.flags = 2;
    auto unscanned = rating(4, 2);
    unscanned.flags = 16;
    for (const auto& given : {flagged, unscanned, rating(1, 3)}) terminal.answer(given, place_.intake());
    deliver(terminal);
    const auto raw = place_.archive->day_counts({"2026-01-01", "2026-12-31"}).value();
    const auto filtered = place_.archive->filtered_counts({"2026-01-01", "2026-12-31"}).value();
    ASSERT_EQ(raw.size(), 1U);
    EXPECT_EQ(raw[0].n, (server::Counts{1, 0, 0, 1, 1}));
    ASSERT_EQ(filtered.size(), 1U);
    EXPECT_EQ(filtered[0].n, (server::Counts{1, 0, 0, 1, 0}));
}
TEST_F(Opening, MarksACodeThatWasGivenBefore) {
    FakeTerminal terminal;
    for (int i = 0; i < 3; ++i) {
        const auto* code = i < 2 ? "H56.14-240823-0001" : "H56.14-240823-0002";
        terminal.answer(domain::Dossier{visit(i), base::PrivateText(code), true}, place_.intake());
    }
    deliver(terminal);
    EXPECT_EQ(place_.archive->extra_counts({"2026-01-01", "2026-12-31"}).value(), (server::ExtraCounts{2, 1, 0}));
}
TEST_F(Opening, CountsItemsAndOfAVisitOnlyTheLast) {
    FakeTerminal terminal;
    terminal.answer(domain::Items{visit(1), "sipas-short@1", {1, 2}}, place_.intake());
    terminal.answer(domain::Items{visit(1), "sipas-short@1", {5, 2}}, place_.intake());
    terminal.answer(domain::Items{visit(2), "sipas-short@1", {5, 0}}, place_.intake());
    deliver(terminal);
    EXPECT_EQ(place_.archive->item_counts({"2026-01-01", "2026-12-31"}).value(),
              (std::vector<server::ItemCount>{
                  {"sipas-short@1", 0, 5, 2}, {"sipas-short@1", 1, 0, 1}, {"sipas-short@1", 1, 2, 1}}));
}
TEST_F(Opening, AnArchiveThatLookedPastTheseAnswersLooksAgain) {
    FakeTerminal terminal;
    terminal.answer(domain::Dossier{visit(1), base::PrivateText("H56.14-240823-0001"), true}, place_.intake());
    deliver(terminal);
    {
        SQLite::Database database(place_.places.archive().string(), SQLite::OPEN_READWRITE);
        database.exec("DROP TABLE opened_dossier");
    }
    const auto archive = server::SqliteArchive::open(place_.places.archive()).value();
    EXPECT_EQ(opening_.catch_up(*archive).value(), 2U);
    EXPECT_EQ(archive->extra_counts({"2026-01-01", "2026-12-31"}).value(), (server::ExtraCounts{1, 0, 0}));
}
TEST_F(Opening, OpensReasons) {
    FakeTerminal terminal;
    terminal.answer(domain::Reasons{visit(1), "quick@1", {1, 4}}, place_.intake());
    const server::SealedLine sealed{terminal.device(), terminal.chain(), 1, terminal.line(1), "", {kNow, kNow, {}}};
    const auto opened = opening_.open(sealed);
    ASSERT_TRUE(std::holds_alternative<server::OpenedReasons>(opened.content));
    EXPECT_EQ(std::get<server::OpenedReasons>(opened.content).reasons.picks, (std::vector<int>{1, 4}));
    deliver(terminal);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(Opening, ATerminalDoesNotChooseTheWardItCountsFor) {
    FakeTerminal terminal = with_genesis("26000", kNow);
    terminal.answer(rating(5, 1), place_.intake());
    deliver(terminal);
    EXPECT_TRUE(counts().empty());
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Opening, CountsAVisitsLastRatingAlsoWhenTheNewerChainArrivesFirst) {
    FakeTerminal older = with_genesis("25195", kNow - std::chrono::minutes(2));
    FakeTerminal newer = with_genesis("25195", kNow - std::chrono::minutes(1));
    older.append(5);
    older.answer(rating(1, 7), place_.intake());
    newer.answer(rating(4, 7), place_.intake());
    deliver(newer);
    deliver(older);
    ASSERT_EQ(counts().size(), 1U);
    EXPECT_EQ(counts()[0].n, (server::Counts{0, 0, 0, 1, 0}));
}

TEST_F(Opening, PutsAsideARatingFromAfterItsReceipt) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake(), kNow + std::chrono::minutes(59));
    terminal.answer(rating(5, 2), place_.intake(), kNow + std::chrono::minutes(61));
    deliver(terminal);
    EXPECT_EQ(server::sum(counts()[0].n), 1U);
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Opening, PutsAsideARatingFromBeforeItsTerminalWasEnrolled) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake(), kNow - std::chrono::minutes(59));
    terminal.answer(rating(5, 2), place_.intake(), kNow - std::chrono::minutes(61));
    deliver(terminal);
    EXPECT_EQ(server::sum(counts()[0].n), 1U);
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Opening, CorrectsAWrongClockByTheUptimeSince) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake(), *base::parse_utc("2020-01-01T00:00:00.000Z"));
    auto batch = terminal.all();
    // The entry was made at 1 s of this boot, a day ago.
    batch.header.clock = R"({"boot":"00000000000000000000000000000000","mono_ms":86401000})";
    FakeTerminal::rewrite(batch);
    deliver(terminal, batch, kNow + std::chrono::days(1));
    ASSERT_EQ(counts().size(), 1U);
    EXPECT_EQ(counts()[0].day, kToday);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(Opening, CorrectsNothingByTheUptimeOfAnotherBoot) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake(), kNow);
    auto batch = terminal.all();
    batch.header.clock = R"({"boot":"01000000000000000000000000000000","mono_ms":1000})";
    FakeTerminal::rewrite(batch);
    deliver(terminal, batch, kNow + std::chrono::days(1));
    EXPECT_EQ(counts()[0].day, kToday);
}

TEST_F(Opening, CountsNoDayOutsideTheSpan) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake());
    deliver(terminal);
    EXPECT_TRUE(place_.archive->day_counts({"2026-11-01", "2026-11-22"})->empty());
    EXPECT_TRUE(place_.archive->day_counts({"2026-11-24", "2026-11-30"})->empty());
    EXPECT_EQ(place_.archive->day_counts({kToday, kToday})->size(), 1U);
}

TEST_F(Opening, CanBeDoneAgainFromTheEntries) {
    FakeTerminal terminal;
    for (int i = 0; i < 20; ++i) terminal.answer(rating(1 + i % 5, i), place_.intake());
    terminal.append("poison");
    deliver(terminal);
    const auto before = counts();
    ASSERT_TRUE(place_.archive->forget_all());
    EXPECT_TRUE(counts().empty());
    EXPECT_EQ(*opening_.catch_up(*place_.archive), 22U);
    EXPECT_EQ(counts(), before);
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Opening, AReceiptIsSignedAndAnswersTheHeaderLine) {
    FakeTerminal terminal;
    terminal.answer(rating(5, 1), place_.intake());
    place_.admit(terminal);
    const auto batch = terminal.all();
    const auto answered = reception_.receive({terminal.device(), "", "", false}, domain::join_batch(batch), kNow);
    const auto receipt = domain::parse_receipt(answered->text, place_.province->keys);
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_EQ(receipt->req, domain::request_digest(batch.header_line));
    EXPECT_EQ(receipt->chain, terminal.chain());
    EXPECT_EQ(receipt->through, 1U);
    EXPECT_EQ(receipt->head, terminal.hash(1));
    EXPECT_EQ(receipt->epoch, *place_.archive->epoch());
    EXPECT_EQ(receipt->province, "dong-nai");
    EXPECT_EQ(receipt->now, kNow);
}

TEST_F(Opening, TheStateSaysWhatIsHeldOfAChain) {
    FakeTerminal terminal;
    terminal.append(4);
    deliver(terminal);
    const auto target = protocol::state_target({base::random_token(), terminal.chain()});
    const auto told = reception_.tell_state({terminal.device(), "", "", false}, target, kNow);
    const auto receipt = domain::parse_receipt(told->text, place_.province->keys);
    EXPECT_EQ(receipt->through, 4U);
    EXPECT_EQ(receipt->head, terminal.hash(4));
    EXPECT_EQ(receipt->req, domain::request_digest(target));
}

TEST_F(Opening, TheStateListsEveryChain) {
    FakeTerminal terminal;
    terminal.append(4);
    deliver(terminal);
    const auto target = protocol::state_target({base::random_token(), std::nullopt});
    const auto told = reception_.tell_state({terminal.device(), "", "", false}, target, kNow);
    const auto receipt = domain::parse_receipt(told->text, place_.province->keys);
    EXPECT_EQ(receipt->through, std::nullopt);
    EXPECT_EQ(receipt->want, (std::vector<domain::Want>{{terminal.chain(), 5}}));
}

TEST_F(Opening, ABatchOfAnotherDeviceIsNotTaken) {
    FakeTerminal terminal;
    place_.admit(terminal);
    const auto answered = reception_.receive({"k00001-1", "", "", false}, domain::join_batch(terminal.all()), kNow);
    EXPECT_EQ(answered.error().code, ErrorCode::conflict);
    EXPECT_TRUE(place_.archive->chains()->empty());
}

TEST_F(Opening, AForgedOldReceiptDoesNotJumpAHole) {
    FakeTerminal terminal;
    terminal.append(9);
    place_.admit(terminal);
    domain::Receipt base;
    base.province = "dong-nai";
    base.epoch = "0000000000000001";
    base.device = terminal.device();
    base.chain = terminal.chain();
    base.through = 4;
    base.head = terminal.hash(4);
    auto batch = terminal.batch(5, 9);
    batch.header.base = domain::encode_receipt(base, base::Signer::generate());
    FakeTerminal::rewrite(batch);
    const auto forged = reception_.receive({terminal.device(), "", "", false}, domain::join_batch(batch), kNow);
    EXPECT_EQ(forged->verdict, domain::Verdict::gap);
    batch.header.base = domain::encode_receipt(base, place_.province->receipt_key);
    FakeTerminal::rewrite(batch);
    const auto honest = reception_.receive({terminal.device(), "", "", false}, domain::join_batch(batch), kNow);
    EXPECT_EQ(honest->verdict, domain::Verdict::ok);
}

}  // namespace hailong::opening_test
