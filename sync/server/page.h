// The results page: plain HTML for people and officers, no script, everything from outside escaped.
#pragma once

#include <string>
#include <string_view>

#include "sync/server/results.h"

namespace hailong::server {

struct PageFacts {
    std::string authority;
    std::string from_day;  // "2026-10-25"
    base::WallTime now;
    Results results;
    std::vector<TerminalReport> terminals;
    std::uint64_t quarantined = 0;
};

[[nodiscard]] std::string render_page(const PageFacts& facts);
[[nodiscard]] std::string_view style_sheet();
[[nodiscard]] std::string escape_html(std::string_view text);
[[nodiscard]] std::string percent(double share);             // "84,1 %"
[[nodiscard]] std::string vietnamese_day(std::string_view);  // "2026-11-23" → "23/11/2026"

// Only our own style sheet: no script, no frame, no form, nothing from elsewhere.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
inline constexpr std::string_view kStylePath = "/trang.css";

}  // namespace hailong::server
