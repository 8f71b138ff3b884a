#include "kiosk/store/ledger_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include "kiosk/store/segment_file.h"
#include "tests/support/child.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Holder;
using store_rig::Rig;
using testing::SizeIs;

namespace ledger_reader_test {

base::Digest only_chain(const base::Path& folder) { return LedgerReader(folder).chains().value().at(0).summary.chain; }

// Reads everything the agent reads, then tries what it must not be able to do. "" when all is as promised.
std::string read_and_try_to_write(const base::Path& folder, std::size_t expected_lines) {
    const LedgerReader reader(folder);
    const auto chains = reader.chains();
    if (!chains) return "chains: " + chains.error().what;
    if (chains->size() != 1) return "chains: " + std::to_string(chains->size());
    const auto& summary = chains->front().summary;
    const auto lines = reader.lines(summary.chain, 0, {});
    if (!lines) return "lines: " + lines.error().what;
    if (lines->size() != expected_lines) return "lines: " + std::to_string(lines->size());
    const auto at = reader.at(summary.chain, summary.last);
    if (!at || at->hash != summary.head) return "the head does not fit";
    const base::Path segment = folder / SegmentName{chain8_of(summary.chain), 0}.folder();
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) {
        if (open((segment / name).c_str(), O_RDWR) >= 0 || errno != EACCES)
            return std::string("could open for writing ") + name;
        if (unlink((segment / name).c_str()) == 0) return std::string("could remove ") + name;
    }
    for (const base::Path& place : {segment / "ledger.db-journal", segment / "new", folder / "new"}) {
        if (open(place.c_str(), O_RDWR | O_CREAT, 0600) >= 0 || errno != EACCES)
            return "could create " + place.string();
    }
    return rename(segment.c_str(), (folder / "moved").c_str()) == 0 ? "could rename the segment" : "";
}

}  // namespace ledger_reader_test

using ledger_reader_test::only_chain;
using ledger_reader_test::read_and_try_to_write;

TEST(LedgerReader, SeesNothingWhereThereIsNoLedgerYet) {
    const test::TempFolder temp;
    EXPECT_THAT(LedgerReader(temp / "ledger").chains().value(), SizeIs(0));
    EXPECT_FALSE(std::filesystem::exists(temp / "ledger"));
}

TEST(LedgerReader, SeesEachCommitOfAWriterThatGoesOn) {
    const Rig rig;
    auto ledger = rig.create();
    for (domain::Seq i = 1; i <= 3; ++i) {
        ASSERT_TRUE(ledger.append(rig.rating(4)));
        const auto summary = LedgerReader(rig.folder).chains().value().at(0).summary;
        EXPECT_EQ(summary.last, i);
        EXPECT_EQ(summary.head, ledger.head().hash);
        EXPECT_EQ(summary.floor, 0U);
    }
}

TEST(LedgerReader, GivesLinesFromASeqOnWithinItsLimit) {
    const Rig rig;
    auto ledger = rig.create();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    const auto chain = ledger.head().chain;
    const LedgerReader reader(rig.folder);
    const auto all = reader.lines(chain, 0, {}).value();
    EXPECT_EQ(reader.lines(chain, 3, {.lines = 4}).value(), std::vector(all.begin() + 3, all.begin() + 7));
    const std::size_t two = all[3].size() + all[4].size() + 2;
    EXPECT_THAT(reader.lines(chain, 3, {.lines = 500, .bytes = two}).value(), SizeIs(2));
    EXPECT_THAT(reader.lines(chain, 3, {.lines = 500, .bytes = two - 1}).value(), SizeIs(1));
    EXPECT_THAT(reader.lines(chain, 3, {.lines = 500, .bytes = 1}).value(), SizeIs(1));
}

TEST(LedgerReader, GivesNoLinesBehindTheLast) {
    const Rig rig;
    const auto ledger = rig.create();
    EXPECT_THAT(LedgerReader(rig.folder).lines(ledger.head().chain, 1, {}).value(), SizeIs(0));
}

TEST(LedgerReader, ReadsOverSegmentBorders) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 3});
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    const LedgerReader reader(rig.folder);
    const auto chain = ledger.head().chain;
    const auto all = reader.lines(chain, 0, {}).value();
    ASSERT_THAT(all, SizeIs(11));
    for (domain::Seq seq = 1; seq < all.size(); ++seq) EXPECT_EQ(domain::parse_entry(all[seq]).value().seq, seq);
    EXPECT_EQ(reader.lines(chain, 5, {.lines = 3}).value(), std::vector(all.begin() + 5, all.begin() + 8));
    EXPECT_EQ(reader.at(chain, 10).value().hash, ledger.head().hash);
}

TEST(LedgerReader, ReadsAChainWhoseNewestSegmentIsStillEmpty) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 3});
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    ASSERT_TRUE(ledger.append(rig.rating(4)));
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.close());
    // What a power cut between the rotation and the next entry leaves.
    const SegmentStart next{chain, 3, ledger.head().hash};
    ASSERT_TRUE(SegmentFile::create(rig.folder, next, std::nullopt));
    {
        const auto opened = SegmentFile::open_writer(rig.segment(chain, 3));
    }
    const auto summary = LedgerReader(rig.folder).chains().value().at(0).summary;
    EXPECT_EQ(summary.last, 2U);
    EXPECT_EQ(summary.head, LedgerReader(rig.folder).at(chain, 2).value().hash);
    EXPECT_THAT(LedgerReader(rig.folder).lines(chain, 0, {}).value(), SizeIs(3));
    EXPECT_EQ(Ledger::open(rig.folder, chain, rig.device).value().append(rig.rating(4)).value().seq, 3U);
}

TEST(LedgerReader, KnowsNoOtherChainAndNoLaterEntry) {
    const Rig rig;
    const auto ledger = rig.create();
    const LedgerReader reader(rig.folder);
    EXPECT_EQ(reader.at(ledger.head().chain, 1).error().code, ErrorCode::not_found);
    EXPECT_EQ(reader.at(base::sha256("other"), 0).error().code, ErrorCode::not_found);
    base::Digest twin = ledger.head().chain;  // the same first eight digits
    twin.bytes[31] ^= 1;
    EXPECT_EQ(reader.lines(twin, 0, {}).error().code, ErrorCode::not_found);
}

TEST(LedgerReader, CallsAFolderWithoutWalIndexNotReady) {
    const Rig rig;
    auto ledger = rig.create();
    const auto segment = rig.segment(ledger.head().chain);
    ASSERT_TRUE(ledger.close());
    for (const char* name : {"ledger.db-shm", "ledger.db-wal"}) {
        const auto aside = rig.temp / "aside";
        std::filesystem::rename(segment / name, aside);
        EXPECT_EQ(LedgerReader(rig.folder).chains().error().code, ErrorCode::busy) << name;
        EXPECT_FALSE(std::filesystem::exists(segment / name)) << name;
        std::filesystem::rename(aside, segment / name);
    }
    EXPECT_TRUE(LedgerReader(rig.folder).chains());
}

TEST(LedgerReader, SurveysWhatCanBeReadBesideWhatCannot) {
    const Rig rig;
    const auto bad = rig.create().head().chain;
    const auto good = rig.create().head();
    ASSERT_TRUE(base::write_file(rig.segment(bad) / "ledger.db", std::string(8'192, 'x')));
    const LedgerReader reader(rig.folder);
    const auto found = reader.survey().value();
    ASSERT_THAT(found.readable, SizeIs(1));
    EXPECT_EQ(found.readable[0].summary.head, good.hash);
    ASSERT_THAT(found.unreadable, SizeIs(1));
    EXPECT_EQ(found.unreadable[0].chain8, chain8_of(bad));
    EXPECT_EQ(found.unreadable[0].why.code, ErrorCode::corrupt);
    EXPECT_EQ(reader.chains().error().code, ErrorCode::corrupt);
}

TEST(LedgerReader, DoesNotReadAChainWhoseBeginningIsAnotherOfItsSegments) {
    const Rig rig;
    auto ledger = rig.create({.segment_entries = 3});
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(ledger.append(rig.rating(4)));
    const auto chain = ledger.head().chain;
    ASSERT_TRUE(ledger.close());
    std::filesystem::copy_file(rig.segment(chain, 3) / "ledger.db", rig.segment(chain) / "ledger.db",
                               std::filesystem::copy_options::overwrite_existing);
    const auto found = survey_as_owner(rig.folder).value();
    EXPECT_THAT(found.readable, SizeIs(0));
    ASSERT_THAT(found.unreadable, SizeIs(1));
    EXPECT_EQ(found.unreadable[0].why.code, ErrorCode::corrupt);
    EXPECT_TRUE(found.unreadable[0].why.what.ends_with("says that it is another"));
}

TEST(LedgerReader, TakesTheNewestChainThatIsNoRehearsal) {
    const Rig rig;
    auto genesis = rig.genesis();
    const auto old = Ledger::create(rig.folder, genesis, rig.device).value().head();
    auto next = rig.genesis(domain::GenesisReason::rekeyed);
    next.stamp.at -= std::chrono::hours(24 * 365);  // a clock that fell back: the link decides
    next.prev = domain::PreviousChain{old.chain, old.seq, old.hash, true};
    const auto current = Ledger::create(rig.folder, next, rig.device).value().head();
    auto rehearsal = rig.genesis(domain::GenesisReason::rehearsal);
    rehearsal.stamp.at += std::chrono::hours(1);
    ASSERT_TRUE(Ledger::create(rig.folder, rehearsal, rig.device));
    const auto chains = LedgerReader(rig.folder).chains().value();
    ASSERT_THAT(chains, SizeIs(3));
    EXPECT_EQ(enrolled_chain(chains)->summary.chain, current.chain);
    EXPECT_EQ(chains[1].summary.chain, old.chain);
    EXPECT_EQ(chains[2].genesis->reason, domain::GenesisReason::rehearsal);
}

TEST(LedgerReader, TakesNoRehearsalForTheEnrolledChain) {
    const Rig rig;
    ASSERT_TRUE(Ledger::create(rig.folder, rig.genesis(domain::GenesisReason::rehearsal), rig.device));
    EXPECT_FALSE(enrolled_chain(LedgerReader(rig.folder).chains().value()));
    EXPECT_FALSE(enrolled_chain({}));
}

TEST(LedgerReader, AsAnotherUserReadsButNeverWritesWhileTheTerminalRuns) {
    const Rig rig;
    store_rig::give_to_agents_group(rig.folder);
    Holder terminal(rig, 20);
    const auto before = store_rig::snapshot(rig.folder);
    EXPECT_EQ(store_rig::as_agent(rig.folder, [&] { return read_and_try_to_write(rig.folder, 21); }), "");
    EXPECT_EQ(store_rig::snapshot(rig.folder), before);
}

TEST(LedgerReader, AsAnotherUserReadsButNeverWritesAfterACleanStop) {
    const Rig rig;
    store_rig::give_to_agents_group(rig.folder);
    Holder terminal(rig, 20);
    terminal.stop_cleanly();
    const auto before = store_rig::snapshot(rig.folder);
    EXPECT_EQ(store_rig::as_agent(rig.folder, [&] { return read_and_try_to_write(rig.folder, 21); }), "");
    EXPECT_EQ(store_rig::snapshot(rig.folder), before);
}

TEST(LedgerReader, AsAnotherUserReadsButNeverWritesAfterAKill) {
    const Rig rig;
    store_rig::give_to_agents_group(rig.folder);
    Holder terminal(rig, 20);
    terminal.kill();
    const auto before = store_rig::snapshot(rig.folder);
    EXPECT_EQ(store_rig::as_agent(rig.folder, [&] { return read_and_try_to_write(rig.folder, 21); }), "");
    EXPECT_EQ(store_rig::snapshot(rig.folder), before);
    EXPECT_EQ(Ledger::open(rig.folder, only_chain(rig.folder), rig.device).value().head().seq, 20U);
}

TEST(LedgerReader, LeavesTheFolderAloneEvenWithTheWritersRights) {
    const Rig rig;
    Holder terminal(rig, 5);
    terminal.kill();
    const auto before = store_rig::snapshot(rig.folder);
    EXPECT_EQ(test::in_child([&] {
                  const auto chains = LedgerReader(rig.folder).chains();
                  return chains ? std::string() : chains.error().what;
              }),
              "");
    EXPECT_EQ(store_rig::snapshot(rig.folder), before);
}

TEST(LedgerReader, ReadsWhatAKilledTerminalCommitted) {
    const Rig rig;
    Holder terminal(rig, 7);
    terminal.kill();
    EXPECT_EQ(LedgerReader(rig.folder).chains().value().at(0).summary.last, 7U);
}

}  // namespace hailong::store
