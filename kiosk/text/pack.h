// pack.json, what a language pack says of itself (assets/README.md tells how to make one). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::text {

// A file as read; its name is for messages.
struct Source {
    std::string json;
    std::string name;
};
[[nodiscard]] Result<Source> read_source(const base::Path& file);  // errors: not_found, io

inline constexpr std::string_view kDraft = "draft";
inline constexpr std::string_view kSigned = "signed";

struct PackCard {
    std::string language;               // "vi": the folder's name, which the configuration lists
    std::string name;                   // as its own speakers call it; stands on the language's button
    std::string status;                 // "draft", "reviewed" or "signed"
    std::string signed_by;              // signed only: who, a native speaker who works with citizens
    std::string signed_on;              // and when, YYYY-MM-DD
    std::string script = "latin";       // "latin" or "khmer"
    std::string fallback;               // whose texts serve where this pack has none; "vi" when the file names none
    bool is_complete = false;           // has every text itself, and --check says where it does not
    std::vector<std::string> no_break;  // words that a line break must not part
};

// Members nobody knows are refused, but for "note". Errors: bad_input, "file:line:column: …" or
// "file: member: what; remedy".
[[nodiscard]] Result<PackCard> parse_card(const Source& pack);

}  // namespace hailong::text
