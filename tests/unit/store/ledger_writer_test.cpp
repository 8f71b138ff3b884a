#include "kiosk/store/ledger_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <semaphore>

#include "kiosk/store/ledger_reader.h"
#include "tests/unit/store/rig.h"

namespace hailong::store {

using store_rig::Rig;
using testing::SizeIs;

TEST(LedgerWriter, GivesResultsInTheOrderOfSubmission) {
    const Rig rig;
    std::counting_semaphore<> written(0);
    LedgerWriter writer(rig.create(), [&] { written.release(); });
    for (Ticket ticket = 11; ticket <= 15; ++ticket) ASSERT_TRUE(writer.submit(ticket, rig.rating(4)));
    for (int i = 0; i < 5; ++i) written.acquire();
    const auto results = writer.take_results();
    ASSERT_THAT(results, SizeIs(5));
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(results[i].ticket, 11 + i);
        EXPECT_EQ(results[i].head.value().seq, 1 + i);
    }
    EXPECT_THAT(writer.take_results(), SizeIs(0));
}

TEST(LedgerWriter, WritesWhatWaitsBeforeItStops) {
    const Rig rig;
    auto ledger = rig.create();
    const auto chain = ledger.head().chain;
    {
        LedgerWriter writer(std::move(ledger), [] {});
        for (Ticket ticket = 1; ticket <= 20; ++ticket) ASSERT_TRUE(writer.submit(ticket, rig.rating(3)));
    }
    EXPECT_THAT(LedgerReader(rig.folder).lines(chain, 1, {}).value(), SizeIs(20));
}

TEST(LedgerWriter, CommitsBeforeItTells) {
    const Rig rig;
    auto ledger = rig.create();
    const auto chain = ledger.head().chain;
    std::binary_semaphore written(0);
    LedgerWriter writer(std::move(ledger), [&] { written.release(); });
    ASSERT_TRUE(writer.submit(1, rig.rating(3)));
    written.acquire();
    EXPECT_EQ(LedgerReader(rig.folder).at(chain, 1).value().hash, writer.take_results().at(0).head.value().hash);
}

TEST(LedgerWriter, TellsOfAnEntryThatWasRefusedAndGoesOn) {
    const Rig rig;
    std::counting_semaphore<> written(0);
    LedgerWriter writer(rig.create(), [&] { written.release(); });
    ASSERT_TRUE(writer.submit(1, store_rig::event_of_size(domain::kMaxLine)));
    ASSERT_TRUE(writer.submit(2, rig.rating(3)));
    written.acquire();
    written.acquire();
    const auto results = writer.take_results();
    EXPECT_EQ(results.at(0).head.error().code, ErrorCode::bad_input);
    EXPECT_EQ(results.at(1).head.value().seq, 1U);
}

TEST(LedgerWriter, RefusesMoreThanADiskThatHangsCouldEverTake) {
    const Rig rig;
    std::binary_semaphore go_on(0);
    std::binary_semaphore held(0);
    bool first = true;
    LedgerWriter writer(rig.create(), [&] {
        if (!std::exchange(first, false)) return;
        held.release();
        go_on.acquire();  // the writer thread stands still, as behind a disk that does not answer
    });
    ASSERT_TRUE(writer.submit(1, rig.rating(3)));
    held.acquire();
    for (std::size_t i = 0; i < LedgerWriter::kMaxWaiting; ++i) ASSERT_TRUE(writer.submit(2 + i, rig.rating(3)));
    EXPECT_EQ(writer.submit(99, rig.rating(3)).error().code, ErrorCode::busy);
    go_on.release();
}

}  // namespace hailong::store
