#include "kiosk/app/upkeep.h"

#include <gtest/gtest.h>

#include <thread>

#include "kiosk/app/serving_chain.h"
#include "kiosk/store/segment_file.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;
using app_office::stamp;

namespace upkeep_test {

void work_once(Upkeep& upkeep, base::MonoTime now) {
    upkeep.begin(now);
    while (upkeep.is_busy() && !upkeep.take()) std::this_thread::yield();
}

TEST(Upkeep, EmptiesWhatAReaderHeldInAClosedSegment) {
    const Office office;
    office.enrol();
    const auto station = office.station().value();
    store::LedgerOptions options;
    constexpr std::uintmax_t kBound = 100'000;
    options.wal_bound = kBound;
    auto ledger = open_serving_ledger({office.places, station, office.device, stamp(), options}).value().ledger;
    const auto chain = ledger.head().chain;
    const auto segments = [&] { return store::segments_of(office.places.ledger(), chain).value(); };
    const auto now = base::SystemClock().now().mono;
    Upkeep upkeep({office.places, office.card, office.device.public_key(), chain, office.device_id});
    work_once(upkeep, now);  // the reading of all closed segments, once a day, would empty it too
    const auto first = office.places.ledger() / segments().front().folder();
    auto reader = store::SegmentFile::open_reader(first);
    ASSERT_TRUE(reader && reader->hold_still() && reader->last());
    while (segments().size() == 1) ASSERT_TRUE(ledger.append(domain::device_event("resumed", stamp())));
    reader = fail(ErrorCode::not_found, "");
    ASSERT_GT(std::filesystem::file_size(first / "ledger.db-wal"), kBound);
    work_once(upkeep, now + Upkeep::kPause);
    EXPECT_EQ(std::filesystem::file_size(first / "ledger.db-wal"), 0U);
}

}  // namespace upkeep_test
}  // namespace hailong::app
