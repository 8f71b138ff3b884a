// Letters as people count them. Text of the product is UTF-8 in NFC: Dear ImGui does not shape, so "ế" must be one code
// point, and texts are compared and hashed as bytes. Pure; wraps utf8proc.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace hailong::text {

// Errors: bad_input when it is not UTF-8.
[[nodiscard]] Result<std::u32string> decode(std::string_view utf8);
[[nodiscard]] std::string encode(std::u32string_view code_points);

[[nodiscard]] Result<std::string> to_nfc(std::string_view utf8);
[[nodiscard]] bool is_nfc(std::string_view utf8);

// User-perceived characters (UAX #29), as parts of `utf8`. What is not UTF-8 comes back as one piece.
[[nodiscard]] std::vector<std::string_view> graphemes(std::string_view utf8);

// Adds the code points of `utf8` to `all`: what a font must have.
void collect_code_points(std::string_view utf8, std::set<char32_t>& all);

// Lower case, one code point for one: enough to compare words of our languages.
[[nodiscard]] std::u32string lower(std::u32string_view code_points);

}  // namespace hailong::text
