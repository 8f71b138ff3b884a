#include "kiosk/base/clock.h"

#include <gtest/gtest.h>

namespace hailong::base {

TEST(Utc, RoundTripsAMillisecond) {
    const std::string text = "2026-11-23T02:15:07.123Z";
    EXPECT_EQ(format_utc(parse_utc(text).value()), text);
}
TEST(Utc, KnowsTheEpochAndLeapDays) {
    EXPECT_EQ(format_utc(WallTime{}), "1970-01-01T00:00:00.000Z");
    EXPECT_TRUE(parse_utc("2028-02-29T00:00:00.000Z"));
    EXPECT_FALSE(parse_utc("2027-02-29T00:00:00.000Z"));
}
TEST(Utc, GoesOnAfter2038) {
    EXPECT_EQ(format_utc(parse_utc("2050-01-01T00:00:00.000Z").value()), "2050-01-01T00:00:00.000Z");
}
TEST(Utc, RefusesOtherForms) {
    for (const char* text : {"", "2026-11-23", "2026-11-23T02:15:07Z", "2026-11-23 02:15:07.123Z",
                             "2026-11-23T24:15:07.123Z", "2026-13-23T02:15:07.123Z", "2026-11-23T02:60:07.123Z",
                             "2026-11-23T02:15:07.123+07", "1969-12-31T23:59:59.999Z", "2026-11-23T02:15:-7.123Z"}) {
        EXPECT_FALSE(parse_utc(text)) << text;
    }
}
TEST(OfficeDay, ChangesAtMidnightInVietNam) {
    EXPECT_EQ(office_day(parse_utc("2026-11-22T16:59:59.999Z").value()), "2026-11-22");
    EXPECT_EQ(office_day(parse_utc("2026-11-22T17:00:00.000Z").value()), "2026-11-23");
    EXPECT_EQ(office_time(parse_utc("2026-11-22T17:05:00.000Z").value()), "2026-11-23 00:05");
}
TEST(BootId, IsTheSameTwice) { EXPECT_EQ(read_boot_id().value(), read_boot_id().value()); }
TEST(SystemClock, MonoDoesNotGoBack) {
    const SystemClock clock;
    const auto first = clock.now();
    EXPECT_GE(clock.now().mono, first.mono);
}

}  // namespace hailong::base
