// Lines broken where a reader would break them. Breaks are taken at spaces; U+00A0 joins, and the language packs list
// the words that must stay together ("hài lòng", catalog.h puts the U+00A0 in). Khmer has no spaces between words: its
// texts carry U+200B there, as Khmer is usually typed, since Pango and UAX #14 know no other break in it either. Pure:
// the measuring comes from outside.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hailong::text {

using Measure = std::function<float(std::string_view)>;  // width of one line

enum class Balance {
    even,   // labels and titles: as few lines as possible, then of lengths as alike as possible
    first,  // running text: each line takes what it holds
};

// Every line fits `width`, unless a single letter does not. '\n' always breaks. A word wider than a line is cut between
// graphemes, so that nothing runs out of its box. Lines have no space at their ends; an empty text gives one empty
// line.
[[nodiscard]] std::vector<std::string> break_lines(std::string_view text, float width, const Measure& measure,
                                                   Balance balance = Balance::even);

// The places where break_lines() may end a line: a text of n lines that are each whole lacks n − 1 of its own.
[[nodiscard]] std::size_t count_breaks(std::string_view text);

}  // namespace hailong::text
