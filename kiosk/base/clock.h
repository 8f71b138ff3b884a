// Time. Pure code takes `now`; a loop owns a Clock& and reads it once per turn.
// Records use wall time (UTC, milliseconds); deadlines use mono (CLOCK_BOOTTIME: it counts suspend, never jumps).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"

namespace hailong::base {

using Millis = std::chrono::milliseconds;
using WallTime = std::chrono::sys_time<Millis>;

struct MonoTag {
    using duration = Millis;
    using rep = duration::rep;
    using period = duration::period;
    static constexpr bool is_steady = true;
};
using MonoTime = std::chrono::time_point<MonoTag, Millis>;

struct Instant {
    WallTime wall;
    MonoTime mono;
};

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

// "2026-11-23T02:15:07.123Z", years 1970–9999. parse_utc takes that form only.
[[nodiscard]] std::string format_utc(WallTime time);
[[nodiscard]] Result<WallTime> parse_utc(std::string_view text);
// The office's calendar day "2026-11-23" and hour: UTC+07:00, no daylight saving in Viet Nam.
[[nodiscard]] std::string office_day(WallTime time);
[[nodiscard]] std::string office_time(WallTime time);  // "2026-11-23 09:15"

// This boot of this machine: /proc/sys/kernel/random/boot_id.
[[nodiscard]] Result<Token16> read_boot_id();

}  // namespace hailong::base
