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

// The same for one code point, without memory of its own. `at` has room for four bytes; the count of bytes written is
// returned.
std::size_t encode_to(char32_t point, char* at);
// `utf8` begins with a code point; U+FFFD and a length of 1 where it does not.
[[nodiscard]] char32_t first_of(std::string_view utf8);
[[nodiscard]] std::size_t length_of_first(std::string_view utf8);

[[nodiscard]] Result<std::string> to_nfc(std::string_view utf8);
[[nodiscard]] bool is_nfc(std::string_view utf8);

// User-perceived characters (UAX #29), as parts of `utf8`. What is not UTF-8 comes back as one piece.
[[nodiscard]] std::vector<std::string_view> graphemes(std::string_view utf8);

// How many there are, and where the last one begins (0 in an empty text); without a copy. What is not UTF-8 is one
// piece.
[[nodiscard]] std::size_t grapheme_count(std::string_view utf8);
[[nodiscard]] std::size_t last_grapheme(std::string_view utf8);

[[nodiscard]] bool is_letter(char32_t point);

// What a keyboard may add behind `previous` (0: nothing stands there): a visible character or a space that stands for
// itself and leaves the text in NFC without touching what stands. Refuses controls, combining marks, and what is not
// assigned.
[[nodiscard]] bool can_follow(char32_t previous, char32_t point);

// Adds the code points of `utf8` to `all`: what a font must have.
void collect_code_points(std::string_view utf8, std::set<char32_t>& all);

// Lower case, one code point for one: enough to compare words of our languages.
[[nodiscard]] std::u32string lower(std::u32string_view code_points);

}  // namespace hailong::text
