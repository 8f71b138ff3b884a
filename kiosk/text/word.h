// The word under the finger: the keys pressed since it began, and the Vietnamese syllable they make. A mark goes to
// where the language allows it, whenever it is typed ("duongwdf" is "đường"). A mark typed twice is taken back and its
// key stands for itself. A word that can no longer be Vietnamese gives its keys back ("windows"). Plain memory without
// pointers, because it lives in wiped memory (typing.h). Pure.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "kiosk/text/syllable.h"

namespace hailong::text {

// `letters`: every key is what it shows; marks come from keys of their own. For who knows neither method, and for
// English.
enum class Method { telex, vni, letters };

struct TypingRules {
    Method method = Method::telex;
    Placement placement = Placement::traditional;
    bool w_alone = true;  // Telex: a "w" with nothing to mark is an "ư"
};

enum class Pressed {
    kept,     // shown() is the word now
    foreign,  // shown() is the word now, and no key will change its letters any more
    outside,  // the key does not belong to a word; nothing was changed
};

// What a key means where it can be a mark.
struct Mark {
    enum class Kind { none, tone, toneless, shape, stroke };
    Kind kind = Kind::none;
    Tone tone = Tone::none;
    bool hat = false;
    bool horn = false;
    bool breve = false;
    char32_t base = 0;  // the only letter a hat may go to; 0: any
};

class Word {
public:
    static constexpr std::size_t kMaxKeys = 32;  // a syllable takes eleven; the rest is for changing one's mind

    [[nodiscard]] Pressed press(char32_t key, const TypingRules& rules);

    // The keys on the screen that name a tone; the same tone again takes it away. False: it cannot stand on this word.
    [[nodiscard]] bool sound(Tone tone, Placement placement);
    // A combining mark for the last letter. False: it cannot stand there.
    [[nodiscard]] bool reshape(Shape shape, Placement placement);

    // Takes up a word that stands in the text already. False: it is foreign, and this word is empty.
    [[nodiscard]] bool take_up(std::span<const char32_t> letters, Placement placement);

    [[nodiscard]] std::span<const char32_t> shown() const { return std::span(shown_).first(shown_count_); }
    [[nodiscard]] bool is_empty() const { return length_ == 0; }

private:
    enum class Effect { none, made, undone };

    [[nodiscard]] std::span<const Letter> letters() const { return std::span(letters_).first(length_); }
    [[nodiscard]] bool has_vowel() const;
    [[nodiscard]] bool is_possible() const { return could_be_syllable(letters(), tone_); }
    [[nodiscard]] std::size_t pair_uo() const;  // where "uo" begins, with any marks; length_ without
    [[nodiscard]] bool ends_open_after_h() const;

    Effect apply(const Mark& mark, const TypingRules& rules);
    Effect apply_tone(Tone tone);
    Effect apply_toneless(char32_t previous_key);
    Effect apply_hat(char32_t base);
    Effect apply_hook(const Mark& mark, const TypingRules& rules);
    Effect apply_stroke();
    bool add_w();
    bool try_shape(std::size_t at, Shape shape);
    bool try_pair(std::size_t at, Shape u, Shape o);
    bool drop_hooks(const Mark& mark);

    Pressed add(char32_t key, Placement placement);
    void join_uo();
    void show(Placement placement);
    void keep_shown_as_keys();

    std::array<Letter, kMaxKeys> letters_{};
    std::array<char32_t, kMaxKeys> keys_{};
    std::array<char32_t, kMaxKeys + 1> shown_{};
    std::size_t length_ = 0;
    std::size_t key_count_ = 0;
    std::size_t shown_count_ = 0;
    Tone tone_ = Tone::none;
    bool marked_ = false;     // a key became a mark, so there is something to give back
    bool undone_ = false;     // a mark was taken back by repeating: the word stands as it is and gives no keys back
    bool no_stroke_ = false;  // "ddd": a further d is a letter
};

[[nodiscard]] Mark mark_of(char32_t key, Method method);

}  // namespace hailong::text
