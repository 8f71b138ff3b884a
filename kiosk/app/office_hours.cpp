#include "kiosk/app/office_hours.h"

#include <algorithm>
#include <cstdio>

namespace hailong::app {

namespace {

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<flow::OfficeHours::Span> span_from(const std::string& text) {
    unsigned from_hour = 0;
    unsigned from_minute = 0;
    unsigned to_hour = 0;
    unsigned to_minute = 0;
    char rest = 0;
    const int read =
        std::sscanf(text.c_str(), "%2u:%2u-%2u:%2u%c", &from_hour, &from_minute, &to_hour, &to_minute, &rest);
    if (read != 4 || from_minute > 59 || to_minute > 59) return std::nullopt;
    const flow::OfficeHours::Span span{std::chrono::minutes(from_hour * 60 + from_minute),
                                       std::chrono::minutes(to_hour * 60 + to_minute)};
    if (span.from >= span.to || span.to > std::chrono::hours(24)) return std::nullopt;
    return span;
}

}  // namespace

Result<flow::OfficeHours> parse_office_hours(const std::vector<std::string>& days,
                                             const std::vector<std::string>& open) {
    flow::OfficeHours hours;
    hours.days.fill(false);
    for (const std::string& day : days) {
        const auto known = std::find(kDays.begin(), kDays.end(), day);
        if (known == kDays.end()) {
            return fail(ErrorCode::bad_input,
                        "hours.days: \"" + day + "\" is no day; write mon, tue, wed, thu, fri, sat or sun");
        }
        hours.days.at(static_cast<std::size_t>(known - kDays.begin())) = true;
    }
    for (const std::string& text : open) {
        const auto span = span_from(text);
        if (!span)
            return fail(ErrorCode::bad_input, "hours.open: \"" + text + "\" is no span; write it as \"07:30-11:30\"");
        hours.spans.push_back(*span);
    }
    return hours;
}

}  // namespace hailong::app
