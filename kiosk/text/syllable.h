// How a Vietnamese syllable is written: its letters, which of them may stand together, and where its tone is placed.
// Sources: the finals and initials of Đoàn Thiện Thuật, "Ngữ âm tiếng Việt" (1977); both conventions of tone placement
// as Vietnamese schoolbooks and offices use them (hòa: traditional; hoà: modern). Pure; keeps no copy of a letter.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace hailong::text {

enum class Tone { none, sac, huyen, hoi, nga, nang };
enum class Shape { plain, hat, breve, horn, stroke };
enum class Placement { traditional, modern };

// A letter without its tone. A code point that is no Vietnamese letter is its own base and has no other shape.
struct Letter {
    char32_t base = 0;  // lower case
    Shape shape = Shape::plain;
    bool capital = false;
    bool from_w = false;  // an ư that one "w" made out of nothing

    [[nodiscard]] bool is_vowel() const;
    [[nodiscard]] bool takes(Shape other) const;  // "o" takes a horn, "e" does not
};

struct Sounded {
    Letter letter;
    Tone tone = Tone::none;
};

[[nodiscard]] Sounded take_apart(char32_t letter);              // "Ế" is a capital e with a hat, and sắc
[[nodiscard]] char32_t put_together(Letter letter, Tone tone);  // one code point, so NFC

// Whether more letters and marks can still make a syllable of this: "tié" can, "ưin" and "hòc" cannot. Wider than the
// dictionary: it takes misspellings people make ("nghành"), names of the region (Krông, Xtiêng, Đắk), and words of
// consonants alone (QĐ, đc), because a mark refused hurts more than one too many.
[[nodiscard]] bool could_be_syllable(std::span<const Letter> word, Tone tone);

// The letter of a syllable, or of what could become one, that bears the tone. Nothing where there is no vowel.
[[nodiscard]] std::optional<std::size_t> tone_seat(std::span<const Letter> word, Placement placement);

// Where the vowels of the rime begin: behind "qu", behind "gi" where another vowel follows.
[[nodiscard]] std::size_t rime_begin(std::span<const Letter> word);

}  // namespace hailong::text
