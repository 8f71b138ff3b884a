#include "kiosk/text/typing.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <optional>
#include <type_traits>

#include "kiosk/text/unicode.h"

namespace hailong::text {

namespace {

std::optional<Tone> tone_of(char32_t combining) {
    switch (combining) {
        case U'\u0301':
            return Tone::sac;
        case U'\u0300':
            return Tone::huyen;
        case U'\u0309':
            return Tone::hoi;
        case U'\u0303':
            return Tone::nga;
        case U'\u0323':
            return Tone::nang;
        default:
            return std::nullopt;
    }
}

std::optional<Shape> shape_of(char32_t combining) {
    switch (combining) {
        case U'\u0302':
            return Shape::hat;
        case U'\u0306':
            return Shape::breve;
        case U'\u031B':
            return Shape::horn;
        default:
            return std::nullopt;
    }
}

// "@" belongs to a word, so that the name before it gets its keys back: "hoas@" and not "hoá@".
bool is_of_word(char32_t point) { return is_letter(point) || point == U'@'; }

}  // namespace

// The whole state, in wiped memory. `text` = what is settled + the word being typed, which begins at `word_begin`.
struct Typing::Draft {
    static constexpr std::size_t kSlack = 4 * (Word::kMaxKeys + 1);  // a word is written first and measured then

    std::array<char, kMaxBytes + kSlack> text{};
    std::size_t size = 0;
    std::size_t word_begin = 0;
    bool foreign = false;  // the word at the end takes keys as they are; it is settled, and `word` empty
    Word word;
    Word before;  // of the key under way, to go back to when the text would be too long
    std::array<char32_t, Word::kMaxKeys> letters{};  // of the word taken up from the text

    [[nodiscard]] std::string_view view() const { return {text.data(), size}; }

    [[nodiscard]] bool fits() const { return size <= kMaxBytes && grapheme_count(view()) <= kMaxCharacters; }

    void put(char32_t point) { size += encode_to(point, text.data() + size); }

    void put_word() {
        size = word_begin;
        for (const char32_t point : word.shown()) put(point);
    }

    void settle(bool is_foreign) {
        word = Word{};
        word_begin = size;
        foreign = is_foreign;
    }

    [[nodiscard]] std::size_t start_of_last(std::size_t end) const {
        do --end;
        while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U);
        return end;
    }

    [[nodiscard]] char32_t last() const { return size == 0 ? 0 : first_of(view().substr(start_of_last(size))); }

    bool append(char32_t point, bool is_foreign);
    bool press(char32_t key, const TypingRules& rules);
    bool show_word();
    bool replace_vowel(std::optional<Tone> tone, std::optional<Shape> shape);
    void replace(std::size_t at, char32_t point);
    void take_up_last_word(Placement placement);
};

static_assert(std::is_trivially_copyable_v<Word>);

bool Typing::Draft::append(char32_t point, bool is_foreign) {
    const auto before_size = size;
    put(point);
    if (!fits()) {
        size = before_size;
        return false;
    }
    settle(is_foreign);
    return true;
}

bool Typing::Draft::press(char32_t key, const TypingRules& rules) {
    before = word;
    const auto pressed = word.press(key, rules);
    if (pressed == Pressed::outside) return append(key, false);
    if (!show_word()) return false;
    if (pressed == Pressed::foreign) settle(true);
    return true;
}

// After a change of `word`, which goes back to `before` if the text would be too long.
bool Typing::Draft::show_word() {
    put_word();
    if (fits()) return true;
    word = before;
    put_word();
    return false;
}

void Typing::Draft::replace(std::size_t at, char32_t point) {
    std::array<char, 4> bytes{};
    const auto length = encode_to(point, bytes.data());
    const auto old_end = at + length_of_first(view().substr(at));
    std::memmove(text.data() + at + length, text.data() + old_end, size - old_end);
    std::memcpy(text.data() + at, bytes.data(), length);
    size = size - (old_end - at) + length;
}

// In a word that is no syllable a tone stands on its last vowel, and a shape on its last letter.
bool Typing::Draft::replace_vowel(std::optional<Tone> tone, std::optional<Shape> shape) {
    if (size + 2 > kMaxBytes) return false;  // a mark makes a letter at most two bytes longer
    for (std::size_t at = size; at > 0;) {
        at = start_of_last(at);
        const char32_t point = first_of(view().substr(at));
        if (!is_of_word(point)) return false;
        auto [letter, stood] = take_apart(point);
        if (tone && letter.is_vowel()) {
            replace(at, put_together(letter, stood == *tone ? Tone::none : *tone));
            settle(true);
            return true;
        }
        if (!shape) continue;
        if (!letter.takes(*shape)) return false;
        letter.shape = *shape;
        replace(at, put_together(letter, stood));
        settle(true);
        return true;
    }
    return false;
}

void Typing::Draft::take_up_last_word(Placement placement) {
    std::size_t begin = size;
    std::size_t count = 0;
    while (begin > 0 && count <= letters.size()) {
        const auto at = start_of_last(begin);
        const char32_t point = first_of(view().substr(at));
        if (!is_of_word(point)) break;
        if (count < letters.size()) letters[letters.size() - 1 - count] = point;
        begin = at;
        ++count;
    }
    settle(count > 0);
    if (count == 0 || count > letters.size()) return;
    if (!word.take_up(std::span(letters).last(count), placement)) return;
    foreign = false;
    word_begin = begin;
    put_word();
}

Typing::Typing(TypingRules rules) : rules_(rules), memory_(base::Secret::of_size(sizeof(Draft))) { clear(); }

void Typing::clear() {
    static_assert(std::is_trivially_destructible_v<Draft>);
    new (memory_.data()) Draft;  // writes zeros over all of it
}

// The draft is plain memory without pointers: its bytes are all there is to copy.
Typing::Typing(const Typing& other) : rules_(other.rules_), memory_(other.memory_.view()) {}

Typing& Typing::operator=(const Typing& other) {
    if (this == &other) return *this;
    rules_ = other.rules_;
    memory_ = base::Secret(other.memory_.view());
    return *this;
}

Typing::Draft& Typing::draft() { return *std::launder(reinterpret_cast<Draft*>(memory_.data())); }

const Typing::Draft& Typing::draft() const { return *std::launder(reinterpret_cast<const Draft*>(memory_.data())); }

bool Typing::type(char32_t key) {
    auto& now = draft();
    if (const auto tone = tone_of(key)) return mark(*tone);
    if (const auto shape = shape_of(key)) {
        now.before = now.word;
        if (now.word.reshape(*shape, rules_.placement)) return now.show_word();
        return now.replace_vowel(std::nullopt, shape);
    }
    if (!can_follow(now.last(), key)) return false;
    const bool may_mark = mark_of(key, rules_.method).kind != Mark::Kind::none;
    if (is_of_word(key) || (may_mark && !now.word.is_empty())) {
        return now.foreign ? now.append(key, is_of_word(key)) : now.press(key, rules_);
    }
    return now.append(key, false);
}

bool Typing::mark(Tone tone) {
    auto& now = draft();
    now.before = now.word;
    if (now.word.sound(tone, rules_.placement)) return now.show_word();
    return now.replace_vowel(tone, std::nullopt);
}

bool Typing::erase() {
    auto& now = draft();
    if (now.size == 0) return false;
    const auto begin = last_grapheme(now.view());
    std::memset(now.text.data() + begin, 0, now.size - begin);
    now.size = begin;
    now.take_up_last_word(rules_.placement);
    return true;
}

std::string_view Typing::text() const { return draft().view(); }

std::size_t Typing::characters() const { return grapheme_count(text()); }

}  // namespace hailong::text
