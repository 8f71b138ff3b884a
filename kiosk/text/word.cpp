#include "kiosk/text/word.h"

#include <algorithm>

namespace hailong::text {

namespace {

constexpr Mark toned(Tone tone) { return {.kind = Mark::Kind::tone, .tone = tone}; }
constexpr Mark hatted(char32_t base) { return {.kind = Mark::Kind::shape, .hat = true, .base = base}; }
constexpr Mark kStroke{.kind = Mark::Kind::stroke};
constexpr Mark kToneless{.kind = Mark::Kind::toneless};

Mark telex_mark(char32_t key) {
    switch (key) {
        case U's':
            return toned(Tone::sac);
        case U'f':
            return toned(Tone::huyen);
        case U'r':
            return toned(Tone::hoi);
        case U'x':
            return toned(Tone::nga);
        case U'j':
            return toned(Tone::nang);
        case U'z':
            return kToneless;
        case U'a':
        case U'e':
        case U'o':
            return hatted(key);
        case U'w':
            return {.kind = Mark::Kind::shape, .horn = true, .breve = true};
        case U'd':
            return kStroke;
        default:
            return {};
    }
}

Mark vni_mark(char32_t key) {
    switch (key) {
        case U'1':
            return toned(Tone::sac);
        case U'2':
            return toned(Tone::huyen);
        case U'3':
            return toned(Tone::hoi);
        case U'4':
            return toned(Tone::nga);
        case U'5':
            return toned(Tone::nang);
        case U'0':
            return kToneless;
        case U'6':
            return hatted(0);
        case U'7':
            return {.kind = Mark::Kind::shape, .horn = true};
        case U'8':
            return {.kind = Mark::Kind::shape, .breve = true};
        case U'9':
            return kStroke;
        default:
            return {};
    }
}

bool is_digit(char32_t key) { return key >= U'0' && key <= U'9'; }

char32_t small_letter(char32_t key) { return key >= U'A' && key <= U'Z' ? key - U'A' + U'a' : key; }

bool is(const Letter& letter, char32_t base, Shape shape) { return letter.base == base && letter.shape == shape; }

}  // namespace

Mark mark_of(char32_t key, Method method) {
    switch (method) {
        case Method::telex:
            return telex_mark(small_letter(key));
        case Method::vni:
            return vni_mark(key);
        case Method::letters:
            return {};
    }
    return {};
}

Pressed Word::press(char32_t key, const TypingRules& rules) {
    if (key_count_ == kMaxKeys) {  // no word of any language we speak: what stands, stands
        shown_[shown_count_++] = key;
        return Pressed::foreign;
    }
    keys_[key_count_++] = key;
    const auto effect = apply(mark_of(key, rules.method), rules);
    if (effect == Effect::made) marked_ = true;
    if (effect == Effect::undone) undone_ = true;
    if (effect == Effect::none && is_digit(key)) {
        --key_count_;
        return Pressed::outside;
    }
    show(rules.placement);
    const bool w_gave_itself_back = effect == Effect::undone && is(letters_[length_ - 1], U'w', Shape::plain);
    return effect == Effect::made || w_gave_itself_back ? Pressed::kept : add(key, rules.placement);
}

bool Word::sound(Tone tone, Placement placement) {
    const Tone wanted = tone == tone_ ? Tone::none : tone;
    if (!has_vowel() || !could_be_syllable(letters(), wanted)) return false;
    tone_ = wanted;
    show(placement);
    keep_shown_as_keys();
    return true;
}

bool Word::reshape(Shape shape, Placement placement) {
    if (length_ == 0 || !letters_[length_ - 1].takes(shape) || !try_shape(length_ - 1, shape)) return false;
    show(placement);
    keep_shown_as_keys();
    return true;
}

bool Word::take_up(std::span<const char32_t> letters, Placement placement) {
    *this = Word{};
    for (const char32_t letter : letters) {
        const auto sounded = take_apart(letter);
        const bool second_tone = sounded.tone != Tone::none && tone_ != Tone::none;
        if (second_tone || length_ == kMaxKeys) {
            *this = Word{};
            return false;
        }
        letters_[length_++] = sounded.letter;
        if (sounded.tone != Tone::none) tone_ = sounded.tone;
    }
    if (!is_possible()) {
        *this = Word{};
        return false;
    }
    show(placement);
    keep_shown_as_keys();
    return true;
}

bool Word::has_vowel() const {
    return std::any_of(letters().begin(), letters().end(), [](const Letter& letter) { return letter.is_vowel(); });
}

std::size_t Word::pair_uo() const {
    for (std::size_t i = rime_begin(letters()); i + 1 < length_; ++i) {
        if (letters_[i].base == U'u' && letters_[i + 1].base == U'o') return i;
    }
    return length_;
}

// "thuở", "huơ", "khuơ": the only open words in "uơ". Everywhere else "uo" and a horn are on their way to "ươ".
bool Word::ends_open_after_h() const {
    const auto pair = pair_uo();
    if (pair == 0 || pair + 2 != length_ || letters_[pair - 1].base != U'h') return false;
    return pair == 1 || (pair == 2 && (letters_[0].base == U't' || letters_[0].base == U'k'));
}

Word::Effect Word::apply(const Mark& mark, const TypingRules& rules) {
    switch (mark.kind) {
        case Mark::Kind::none:
            return Effect::none;
        case Mark::Kind::tone:
            return apply_tone(mark.tone);
        case Mark::Kind::toneless:
            return apply_toneless(key_count_ > 1 ? keys_[key_count_ - 2] : 0);
        case Mark::Kind::stroke:
            return apply_stroke();
        case Mark::Kind::shape:
            return mark.hat ? apply_hat(mark.base) : apply_hook(mark, rules);
    }
    return Effect::none;
}

Word::Effect Word::apply_tone(Tone tone) {
    if (!has_vowel()) return Effect::none;
    if (tone == tone_) {
        tone_ = Tone::none;
        return Effect::undone;
    }
    if (!could_be_syllable(letters(), tone)) return Effect::none;
    tone_ = tone;
    return Effect::made;
}

Word::Effect Word::apply_toneless(char32_t previous_key) {
    if (tone_ != Tone::none) {
        tone_ = Tone::none;
        return Effect::made;
    }
    const bool repeated = marked_ && (small_letter(previous_key) == U'z' || previous_key == U'0');
    return repeated ? Effect::undone : Effect::none;
}

Word::Effect Word::apply_hat(char32_t base) {
    const auto fits = [base](const Letter& letter) { return base == 0 || letter.base == base; };
    const auto pair = pair_uo();
    if (pair < length_ && fits(letters_[pair + 1]) && try_pair(pair, Shape::plain, Shape::hat)) return Effect::made;
    for (std::size_t i = length_; i > 0; --i) {
        if (fits(letters_[i - 1]) && try_shape(i - 1, Shape::hat)) return Effect::made;
    }
    for (auto& letter : std::span(letters_).first(length_)) {
        if (!fits(letter) || letter.shape != Shape::hat) continue;
        letter.shape = Shape::plain;
        return Effect::undone;
    }
    return Effect::none;
}

Word::Effect Word::apply_hook(const Mark& mark, const TypingRules& rules) {
    const auto pair = pair_uo();
    if (mark.horn && pair < length_) {
        const bool open = ends_open_after_h() && letters_[pair].shape == Shape::plain;
        if (try_pair(pair, open ? Shape::plain : Shape::horn, Shape::horn)) return Effect::made;
    }
    for (std::size_t i = pair < length_ ? 0 : length_; i > 0; --i) {
        if (mark.breve && try_shape(i - 1, Shape::breve)) return Effect::made;
        if (mark.horn && try_shape(i - 1, Shape::horn)) return Effect::made;
    }
    if (drop_hooks(mark)) return Effect::undone;
    const bool alone = mark.horn && mark.breve && rules.w_alone;  // both: it is the "w" of Telex
    return alone && add_w() ? Effect::made : Effect::none;
}

bool Word::drop_hooks(const Mark& mark) {
    bool any = false;
    for (auto& letter : std::span(letters_).first(length_)) {
        const bool ours = (mark.horn && letter.shape == Shape::horn) || (mark.breve && letter.shape == Shape::breve);
        if (!ours) continue;
        letter.shape = Shape::plain;
        if (letter.from_w) letter.base = U'w';
        any = true;
    }
    return any;
}

bool Word::add_w() {
    const bool capital = keys_[key_count_ - 1] == U'W';
    letters_[length_++] = {.base = U'u', .shape = Shape::horn, .capital = capital, .from_w = true};
    if (is_possible()) return true;
    --length_;
    return false;
}

// Of a word with vowels only the first letter can be the d; among consonants (QĐ, HĐND) it is the one just typed.
Word::Effect Word::apply_stroke() {
    const bool syllable = has_vowel();
    if (length_ == 0 || no_stroke_ || (syllable && !letters_[1].is_vowel())) return Effect::none;
    auto& letter = letters_[syllable ? 0 : length_ - 1];
    if (letter.base != U'd') return Effect::none;
    no_stroke_ = letter.shape == Shape::stroke;
    letter.shape = no_stroke_ ? Shape::plain : Shape::stroke;
    return no_stroke_ ? Effect::undone : Effect::made;
}

bool Word::try_shape(std::size_t at, Shape shape) {
    auto& letter = letters_[at];
    const auto before = letter.shape;
    if (before == shape || !letter.takes(shape)) return false;
    letter.shape = shape;
    if (is_possible()) return true;
    letter.shape = before;
    return false;
}

bool Word::try_pair(std::size_t at, Shape u, Shape o) {
    const auto before_u = letters_[at].shape;
    const auto before_o = letters_[at + 1].shape;
    if (before_u == u && before_o == o) return false;
    letters_[at].shape = u;
    letters_[at + 1].shape = o;
    if (is_possible()) return true;
    letters_[at].shape = before_u;
    letters_[at + 1].shape = before_o;
    return false;
}

Pressed Word::add(char32_t key, Placement placement) {
    const auto sounded = take_apart(key);
    const bool second_tone = sounded.tone != Tone::none && tone_ != Tone::none;
    letters_[length_++] = sounded.letter;
    if (sounded.tone != Tone::none) tone_ = sounded.tone;
    join_uo();
    if (is_possible() && !second_tone) {
        show(placement);
        return Pressed::kept;
    }
    if (marked_ && !undone_) {
        std::copy_n(keys_.begin(), key_count_, shown_.begin());
        shown_count_ = key_count_;
    } else {
        shown_[shown_count_++] = key;
    }
    return Pressed::foreign;
}

// With a letter behind it a half-marked pair can only be "ươ": "thuơ" grows to "thương", and "đưo" to "đương".
void Word::join_uo() {
    const auto pair = pair_uo();
    if (pair + 2 >= length_) return;
    const bool half = is(letters_[pair], U'u', Shape::horn) != is(letters_[pair + 1], U'o', Shape::horn);
    if (half) try_pair(pair, Shape::horn, Shape::horn);
}

void Word::show(Placement placement) {
    const auto seat = tone_seat(letters(), placement);
    for (std::size_t i = 0; i < length_; ++i) shown_[i] = put_together(letters_[i], seat == i ? tone_ : Tone::none);
    shown_count_ = length_;
}

void Word::keep_shown_as_keys() {
    std::copy_n(shown_.begin(), shown_count_, keys_.begin());
    key_count_ = shown_count_;
    marked_ = false;
}

}  // namespace hailong::text
