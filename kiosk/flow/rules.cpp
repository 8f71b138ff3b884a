#include "kiosk/flow/rules.h"

#include <algorithm>

namespace hailong::flow {

bool OfficeHours::is_open(base::WallTime at) const {
    if (spans.empty()) return true;
    // UTC+07:00 all year (base/clock.h).
    const auto local = std::chrono::floor<std::chrono::minutes>(at) + std::chrono::hours(7);
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::weekday day{midnight};
    if (!days.at(day.iso_encoding() - 1)) return false;
    return std::any_of(spans.begin(), spans.end(), [&](const Span& span) {
        const auto minute = local - midnight;
        return minute >= span.from && minute < span.to;
    });
}

}  // namespace hailong::flow
