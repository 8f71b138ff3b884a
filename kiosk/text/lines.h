// Lines broken where a reader would break them. Breaks are taken at spaces; U+00A0 joins, and the language files list
// the words that must stay together ("hài lòng", catalog.h puts the U+00A0 in). Pure: the measuring comes from outside.
#pragma once

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

}  // namespace hailong::text
