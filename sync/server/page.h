// The results page: plain HTML for people and officers, no script, everything from outside escaped.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "sync/server/results.h"

namespace hailong::server {

struct PageFacts {
    std::string authority;
    std::string from_day;  // "2026-10-25"
    base::WallTime now;
    Results results;
    Results home;  // ratings given at home, with a ticket
    std::vector<TerminalReport> terminals;
    std::uint64_t quarantined = 0;
    Results filtered{};  // without ratings that bear signs of misuse
    std::vector<FactorResult> factors{};
    ExtraCounts extras{};
};

[[nodiscard]] std::string render_page(const PageFacts& facts);
// Replaces {{name}} once, from left to right: what is put in is never looked at again.
using PageValues = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] std::string filled(std::string_view page, const PageValues& values);
[[nodiscard]] std::string_view style_sheet();
[[nodiscard]] std::string escape_html(std::string_view text);
[[nodiscard]] std::string percent(double share);             // "84,1 %"
[[nodiscard]] std::string vietnamese_day(std::string_view);  // "2026-11-23" → "23/11/2026"

// Only our own style sheet: no script, no frame, no form, nothing from elsewhere.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
inline constexpr std::string_view kStylePath = "/trang.css";

}  // namespace hailong::server
