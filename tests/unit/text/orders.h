// All the orders in which people type one syllable: a mark right after its letter, anywhere behind it, or at the end of
// the word; the tone from its vowel on; the stroke of đ at once or once a vowel stands; "ươ" with one key or with two.
#pragma once

#include <string>
#include <vector>

#include "kiosk/text/word.h"
#include "tests/unit/text/syllables.h"

namespace hailong::text_test {

[[nodiscard]] std::vector<std::u32string> typing_orders(const Syllable& syllable, text::Method method);

// The letters as keys of their own, and the tone (a combining mark stands for its key) wherever it may be pressed.
[[nodiscard]] std::vector<std::u32string> direct_orders(const Syllable& syllable);

}  // namespace hailong::text_test
