// Every Vietnamese syllable, made from its sounds: initial, glide, nucleus, final, tone, and the rules by which they
// are spelled. Written from the phonology (Đoàn Thiện Thuật, "Ngữ âm tiếng Việt") and not from the engine's own tables,
// so that the two check each other.
#pragma once

#include <string>
#include <vector>

#include "kiosk/text/syllable.h"

namespace hailong::text_test {

struct Syllable {
    std::u32string letters;   // with hats, horns and strokes, without the tone
    std::size_t nucleus = 0;  // index of the first letter of the vowel proper, behind a glide
    std::size_t seat = 0;     // index of the letter that bears the tone, modern
    std::size_t traditional_seat = 0;
    text::Tone tone = text::Tone::none;

    [[nodiscard]] std::u32string spelled(text::Placement placement) const;
};

[[nodiscard]] std::vector<Syllable> all_syllables();

}  // namespace hailong::text_test
