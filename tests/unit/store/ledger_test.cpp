#include "kiosk/store/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/segment_file.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::event;
using store_rig::Rig;
using testing::HasSubstr;
using testing::SizeIs;

namespace ledger_test {

std::vector<std::string> lines(const Rig& rig, const base::Digest& chain) {
    return LedgerReader(rig.folder).lines(chain, 0, {}).value();
}

}  // namespace ledger_test

using ledger_test::lines;

TEST(Ledger, BeginsWithItsGenesisLine) {
    const Rig rig;
    const auto genesis = rig.genesis();
    const auto ledger = Ledger::create(rig.folder, genesis, rig.device).value();
    EXPECT_EQ(ledger.head(), domain::begin_chain(domain::encode_genesis(genesis)));
    EXPECT_EQ(lines(rig, ledger.head().chain), std::vector{domain::encode_genesis(genesis)});
    EXPECT_EQ(ledger.genesis(), genesis);
}

TEST(Ledger, GivesBackWhatWasAppended) {
    const Rig rig;
    auto ledger = rig.create();
    const auto draft = rig.rating(4);
    const auto head = ledger.append(draft).value();
    EXPECT_EQ(head.seq, 1U);
    const auto held = lines(rig, head.chain);
    ASSERT_THAT(held, SizeIs(2));
    EXPECT_EQ(held[1], domain::encode_entry(draft, 1));
}

TEST(Ledger, ChainsEachLineToTheOneBefore) {
    const Rig rig;
    auto ledger = rig.create();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(ledger.append(rig.rating(1 + i)));
    const auto held = lines(rig, ledger.head().chain);
    domain::Head head = domain::begin_chain(held.front());
    for (std::size_t i = 1; i < held.size(); ++i) {
        head = domain::extend(head, held[i]);
        EXPECT_EQ(LedgerReader(rig.folder).at(head.chain, i).value().hash, head.hash) << i;
    }
    EXPECT_EQ(head, ledger.head());
}

TEST(Ledger, SignsEveryHeadWithTheDeviceKey) {
    const Rig rig;
    auto ledger = rig.create();
    for (int i = 0; i < 3; ++i) {
        const auto head = ledger.append(rig.rating(3)).value();
        const auto stored = LedgerReader(rig.folder).at(head.chain, head.seq).value();
        EXPECT_TRUE(domain::verify_head(rig.device.public_key(), head, stored.sig));
    }
}

TEST(Ledger, AppendsSeveralDraftsOrNone) {
    const Rig rig;
    auto ledger = rig.create();
    const std::vector<domain::Draft> good{event("started"), rig.rating(5)};
    EXPECT_EQ(ledger.append(good).value().seq, 2U);
    const std::vector<domain::Draft> one_too_long{rig.rating(5), store_rig::event_of_size(domain::kMaxLine)};
    EXPECT_EQ(ledger.append(one_too_long).error().code, ErrorCode::bad_input);
    EXPECT_THAT(lines(rig, ledger.head().chain), SizeIs(3));
}

TEST(Ledger, RefusesALineThatNoBatchCouldCarry) {
    const Rig rig;
    auto ledger = rig.create();
    const auto refused = ledger.append(store_rig::event_of_size(domain::kMaxLine));
    EXPECT_EQ(refused.error().code, ErrorCode::bad_input);
    EXPECT_THAT(refused.error().what, HasSubstr("append entry 1"));
    EXPECT_EQ(ledger.append(event("resumed")).value().seq, 1U);
}

TEST(Ledger, GoesOnWhereItStoppedWhenOpenedAgain) {
    const Rig rig;
    auto first = rig.create();
    const auto head = first.append(rig.rating(2)).value();
    ASSERT_TRUE(first.close());
    auto second = Ledger::open(rig.folder, head.chain, rig.device).value();
    EXPECT_EQ(second.head(), head);
    EXPECT_EQ(second.append(rig.rating(3)).value().seq, 2U);
}

TEST(Ledger, AfterCloseRefusesToAppend) {
    const Rig rig;
    auto ledger = rig.create();
    ASSERT_TRUE(ledger.close());
    EXPECT_THAT(ledger.append(rig.rating(3)).error().what, HasSubstr("closed"));
}

TEST(Ledger, OpensNoChainThatIsNotThere) {
    const Rig rig;
    EXPECT_EQ(Ledger::open(rig.folder, base::sha256("none"), rig.device).error().code, ErrorCode::not_found);
}

TEST(Ledger, OpensNoChainOfAnotherDeviceKey) {
    const Rig rig;
    const auto chain = rig.create().head().chain;
    EXPECT_EQ(Ledger::open(rig.folder, chain, base::Signer::generate()).error().code, ErrorCode::crypto);
}

TEST(Ledger, BeginsNoChainForAnotherDeviceKey) {
    const Rig rig;
    EXPECT_EQ(Ledger::create(rig.folder, rig.genesis(), base::Signer::generate()).error().code, ErrorCode::crypto);
    EXPECT_TRUE(std::filesystem::is_empty(rig.folder));
}

TEST(Ledger, BeginsNoChainTwice) {
    const Rig rig;
    const auto genesis = rig.genesis();
    ASSERT_TRUE(Ledger::create(rig.folder, genesis, rig.device));
    EXPECT_EQ(Ledger::create(rig.folder, genesis, rig.device).error().code, ErrorCode::conflict);
}

TEST(Ledger, RefusesToOpenAnEditedLineAndNamesIt) {
    const Rig rig;
    auto ledger = rig.create();
    for (int i = 0; i < 9; ++i) ASSERT_TRUE(ledger.append(rig.rating(3)));
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.close());
    store_rig::tamper(rig.segment(chain) / "ledger.db",
                      "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"mono_ms\":123456', "
                      "'\"mono_ms\":123457') AS BLOB) WHERE seq = 6");
    const auto refused = Ledger::open(rig.folder, chain, rig.device);
    EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
    EXPECT_THAT(refused.error().what, HasSubstr("entry 6"));
}

TEST(Ledger, RefusesToOpenAHeadItDidNotSign) {
    const Rig rig;
    auto ledger = rig.create();
    ASSERT_TRUE(ledger.append(rig.rating(3)));
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.close());
    store_rig::tamper(rig.segment(chain) / "ledger.db", "UPDATE entry SET sig = zeroblob(64) WHERE seq = 1");
    EXPECT_EQ(Ledger::open(rig.folder, chain, rig.device).error().code, ErrorCode::corrupt);
}

TEST(Ledger, StartsANewSegmentWhenOneIsFull) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 4});
    for (int i = 0; i < 9; ++i) ASSERT_TRUE(ledger.append(rig.rating(1 + i % 5)));
    const auto chain = ledger.head().chain;
    const auto names = segments_of(rig.folder, chain).value();
    ASSERT_THAT(names, SizeIs(3));
    EXPECT_EQ(names[1].first, 4U);
    EXPECT_EQ(names[2].first, 8U);
    EXPECT_THAT(lines(rig, chain), SizeIs(10));
}

TEST(Ledger, GoesOnInTheLastSegmentWhenOpenedAgain) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 4});
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    const auto head = ledger.head();
    ASSERT_TRUE(ledger.close());
    auto again = Ledger::open(rig.folder, head.chain, rig.device, {.segment_entries = 4}).value();
    EXPECT_EQ(again.head(), head);
    EXPECT_EQ(again.append(rig.rating(4)).value().seq, 8U);
    EXPECT_THAT(segments_of(rig.folder, head.chain).value(), SizeIs(3));
}

TEST(Ledger, ClearsAwaySegmentsThatAPowerCutLeftHalfMade) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 2});
    const auto chain = ledger.head().chain;
    const auto half_made = rig.folder / ("." + SegmentName{chain8_of(chain), 2}.folder());
    ASSERT_TRUE(base::make_folder(half_made, 02750));
    ASSERT_TRUE(base::write_file(half_made / "ledger.db", "half a file"));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    EXPECT_FALSE(std::filesystem::exists(half_made));
    EXPECT_THAT(lines(rig, chain), SizeIs(4));
}

TEST(Ledger, RefusesAnEmptySegmentThatDoesNotFollowTheOneBefore) {
    for (const bool forged : {false, true}) {
        const Rig rig;
        auto ledger = rig.create();
        const auto head = ledger.append(rig.rating(4)).value();
        ASSERT_TRUE(ledger.close());
        const auto believed = forged ? base::sha256("another past") : head.hash;
        ASSERT_TRUE(SegmentFile::create(rig.folder, SegmentStart{head.chain, 2, believed}, std::nullopt));
        const auto opened = Ledger::open(rig.folder, head.chain, rig.device);
        EXPECT_EQ(opened.has_value(), !forged);
        EXPECT_TRUE(opened || opened.error().code == ErrorCode::corrupt);
    }
}

TEST(Ledger, RefusesAnEmptySegmentAfterAnEndThatIsNotSigned) {
    const Rig rig;
    auto ledger = rig.create();
    const auto head = ledger.append(rig.rating(4)).value();
    ASSERT_TRUE(ledger.close());
    store_rig::tamper(rig.segment(head.chain) / "ledger.db", "UPDATE entry SET sig = zeroblob(64) WHERE seq = 1");
    ASSERT_TRUE(SegmentFile::create(rig.folder, SegmentStart{head.chain, 2, head.hash}, std::nullopt));
    EXPECT_EQ(Ledger::open(rig.folder, head.chain, rig.device).error().code, ErrorCode::corrupt);
}

// As when a flush was reported failed, but the entry is there all the same.
TEST(Ledger, ReadsTheFileAgainWhenItHoldsAnotherEndThanBelieved) {
    const Rig rig;
    auto ledger = rig.create();
    const auto line = domain::encode_entry(rig.rating(3), 1);
    const auto kept = domain::extend(ledger.head(), line);
    const auto hex = [](std::string_view bytes) { return "x'" + base::to_hex(bytes) + "'"; };
    ASSERT_EQ(
        store_rig::run_sql(rig.segment(kept.chain) / "ledger.db",
                           "INSERT INTO entry (seq, line, hash, sig) VALUES (1, " + hex(line) + ", " +
                               hex(kept.hash.view()) + ", " + hex(domain::sign_head(rig.device, kept).view()) + ")"),
        "");
    EXPECT_EQ(ledger.append(rig.rating(4)).error().code, ErrorCode::conflict);
    EXPECT_EQ(ledger.append(rig.rating(4)).value().seq, 2U);
    EXPECT_EQ(lines(rig, kept.chain)[1], line);
}

TEST(Ledger, MakesReadyWhatAToolClosedInItsOwnWay) {
    const Rig rig;
    auto ledger = rig.create();
    const auto head = ledger.append(rig.rating(4)).value();
    ASSERT_TRUE(ledger.close());
    const auto segment = rig.segment(head.chain);
    for (const char* name : {"ledger.db-wal", "ledger.db-shm"}) std::filesystem::remove(segment / name);
    ASSERT_EQ(LedgerReader(rig.folder).chains().error().code, ErrorCode::busy);
    ASSERT_TRUE(Ledger::make_ready(rig.folder));
    EXPECT_EQ(LedgerReader(rig.folder).chains().value().at(0).summary.head, head.hash);
}

TEST(Ledger, TidyEmptiesAWalOverItsLimitOnly) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 20'000, .wal_limit = 60'000});
    const auto wal = rig.segment(ledger.head().chain) / "ledger.db-wal";
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    ASSERT_TRUE(ledger.tidy());
    EXPECT_GT(std::filesystem::file_size(wal), 0U);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    ASSERT_TRUE(ledger.tidy());
    EXPECT_EQ(std::filesystem::file_size(wal), 0U);
    EXPECT_THAT(lines(rig, ledger.head().chain), SizeIs(22));
}

TEST(Ledger, LeavesAReaderThatHoldsTheWalBehindInItsSegment) {
    const Rig rig;
    constexpr std::uintmax_t kBound = 100'000;
    auto ledger = rig.create({.wal_bound = kBound});
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    auto reader = SegmentFile::open_reader(rig.segment(chain));
    ASSERT_TRUE(reader && reader->hold_still() && reader->last());
    std::uintmax_t longest = 0;
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(ledger.append(rig.rating(4)));
        const auto names = segments_of(rig.folder, chain).value();
        for (const SegmentName& name : names) {
            longest = std::max(longest, std::filesystem::file_size(rig.folder / name.folder() / "ledger.db-wal"));
        }
    }
    EXPECT_GT(longest, kBound);
    EXPECT_LT(longest, kBound + 40'000);  // one more entry
    ASSERT_THAT(segments_of(rig.folder, chain).value(), SizeIs(2));
    EXPECT_THAT(lines(rig, chain), SizeIs(102));
    EXPECT_EQ(reader->last().value()->seq, 1U);

    const auto closed = rig.segment(chain) / "ledger.db-wal";
    const auto being_written = rig.folder / segments_of(rig.folder, chain).value().back().folder() / "ledger.db-wal";
    const auto unread = std::filesystem::file_size(being_written);
    ASSERT_GT(unread, 0U);
    ASSERT_TRUE(Ledger::empty_closed(rig.folder, chain));
    EXPECT_EQ(std::filesystem::file_size(being_written), unread) << "this one is the writer's";
    EXPECT_GT(std::filesystem::file_size(closed), kBound);
    reader = fail(ErrorCode::not_found, "");
    ASSERT_TRUE(Ledger::empty_closed(rig.folder, chain));
    EXPECT_EQ(std::filesystem::file_size(closed), 0U);
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    EXPECT_THAT(lines(rig, chain), SizeIs(103));
}

TEST(Ledger, EmptiesALongWalAtOnceWhenNobodyHoldsIt) {
    const Rig rig;
    auto ledger = rig.create({.wal_bound = 100'000});
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    EXPECT_THAT(segments_of(rig.folder, ledger.head().chain).value(), SizeIs(1));
    EXPECT_LT(std::filesystem::file_size(rig.segment(ledger.head().chain) / "ledger.db-wal"), 140'000U);
}

TEST(Ledger, CleanStopEmptiesTheWalButKeepsItsFile) {
    const Rig rig;
    auto ledger = rig.create();
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    const auto segment = rig.segment(ledger.head().chain);
    ASSERT_TRUE(ledger.close());
    EXPECT_EQ(std::filesystem::file_size(segment / "ledger.db-wal"), 0U);
    EXPECT_TRUE(std::filesystem::exists(segment / "ledger.db-shm"));
}

TEST(Ledger, SealsAnswersSoThatOnlyTheProvinceReadsThem) {
    const Rig rig;
    auto ledger = rig.create();
    const auto head = ledger.append(rig.rating(2)).value();
    const auto entry = domain::parse_entry(lines(rig, head.chain).at(1)).value();
    EXPECT_EQ(entry.kind, domain::EntryKind::rating);
    const auto plain = rig.province.open(entry.box).value();
    const auto answer = domain::parse_plain(plain.view()).value();
    EXPECT_EQ(std::get<domain::Rating>(answer).score.value(), 2);
    EXPECT_FALSE(base::Opener::generate().open(entry.box));
}

}  // namespace hailong::store
