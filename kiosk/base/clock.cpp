#include "kiosk/base/clock.h"

#include <fmt/format.h>
#include <time.h>

#include <charconv>

#include "kiosk/base/files.h"

namespace hailong::base {

namespace {

// Viet Nam keeps UTC+07:00 the whole year (Quyết định 134-CP, 1967; no daylight saving since).
constexpr std::chrono::hours kOfficeOffset{7};

Millis read_clock(clockid_t id) {
    timespec ts{};
    clock_gettime(id, &ts);
    return Millis(static_cast<std::int64_t>(ts.tv_sec) * 1000 + ts.tv_nsec / 1'000'000);
}

bool parse_number(std::string_view text, int& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() && text[0] != '-';
}

struct Civil {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<Millis> time;
};

Civil civil(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<Millis>(time - day)};
}

std::string format_date(const std::chrono::year_month_day& date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

}  // namespace

Instant SystemClock::now() const {
    return {WallTime(read_clock(CLOCK_REALTIME)), MonoTime(read_clock(CLOCK_BOOTTIME))};
}

std::string format_utc(WallTime time) {
    const Civil c = civil(time);
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(c.date), c.time.hours().count(),
                       c.time.minutes().count(), c.time.seconds().count(), c.time.subseconds().count());
}

Result<WallTime> parse_utc(std::string_view text) {
    constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
    const auto wrong = [&] { return fail(ErrorCode::bad_input, "not a UTC time like 2026-11-23T02:15:07.123Z"); };
    if (text.size() != kShape.size()) return wrong();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool fits = kShape[i] == '0' ? (text[i] >= '0' && text[i] <= '9') : text[i] == kShape[i];
        if (!fits) return wrong();
    }
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0;
    const bool numbers = parse_number(text.substr(0, 4), year) && parse_number(text.substr(5, 2), month) &&
                         parse_number(text.substr(8, 2), day) && parse_number(text.substr(11, 2), hour) &&
                         parse_number(text.substr(14, 2), minute) && parse_number(text.substr(17, 2), second) &&
                         parse_number(text.substr(20, 3), milli);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!numbers || !date.ok() || year < 1970 || hour > 23 || minute > 59 || second > 59) return wrong();
    return WallTime(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + Millis(milli);
}

std::string office_day(WallTime time) { return format_date(civil(time + kOfficeOffset).date); }

std::string office_time(WallTime time) {
    const Civil c = civil(time + kOfficeOffset);
    return fmt::format("{} {:02}:{:02}", format_date(c.date), c.time.hours().count(), c.time.minutes().count());
}

Result<Token16> read_boot_id() {
    HL_TRY(const std::string text, read_file("/proc/sys/kernel/random/boot_id", 64));
    std::string hex;
    for (const char c : text) {
        if (c != '-' && c != '\n') hex += c;
    }
    return Token16::from_hex_text(hex);
}

}  // namespace hailong::base
