#include "kiosk/text/syllable.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace hailong::text {

namespace {

struct Row {
    char32_t base;
    Shape shape;
    std::u32string_view tones;  // in the order of Tone
};

constexpr std::array kVowels{
    Row{U'a', Shape::plain, U"aáàảãạ"}, Row{U'a', Shape::breve, U"ăắằẳẵặ"}, Row{U'a', Shape::hat, U"âấầẩẫậ"},
    Row{U'e', Shape::plain, U"eéèẻẽẹ"}, Row{U'e', Shape::hat, U"êếềểễệ"},   Row{U'i', Shape::plain, U"iíìỉĩị"},
    Row{U'o', Shape::plain, U"oóòỏõọ"}, Row{U'o', Shape::hat, U"ôốồổỗộ"},   Row{U'o', Shape::horn, U"ơớờởỡợ"},
    Row{U'u', Shape::plain, U"uúùủũụ"}, Row{U'u', Shape::horn, U"ưứừửữự"},  Row{U'y', Shape::plain, U"yýỳỷỹỵ"},
};

// "kr", "st", "xt" are of names only (Krông, Stiêng, Xtiêng) and bear no tone: so "store" is left alone.
constexpr std::array<std::u32string_view, 28> kOnsets{
    U"b",  U"c", U"ch", U"d", U"g", U"gh", U"h", U"k",  U"kh", U"l", U"m", U"n",  U"ng", U"ngh",
    U"nh", U"p", U"ph", U"q", U"r", U"s",  U"t", U"th", U"tr", U"v", U"x", U"kr", U"st", U"xt"};
constexpr std::array<std::u32string_view, 3> kForeignOnsets{U"kr", U"st", U"xt"};

// All finals by their first letter. "ăk" and "uk" are of names (Đắk Lắk, Búk).
constexpr std::u32string_view kRimesOfA =
    U"ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây";
constexpr std::u32string_view kRimesOfE = U"ec em en eng eo ep et êch êm ên êng ênh êp êt êu";
constexpr std::u32string_view kRimesOfI = U"ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu";
constexpr std::u32string_view kRimesOfO =
    U"oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oem oen oeo oet oi om on ong oong ooc "
    U"op "
    U"ot ôc ôi ôm ôn ông ôp ôt ơi ơm ơn ơng ơp ơt";
constexpr std::u32string_view kRimesOfU =
    U"ua uâc uân uâng uât uây uc uêch uên uênh uêt uêu ui uk um un ung uôc uôi uôm uôn uông uôt uơ up ut uya uych uyên "
    U"uyêt "
    U"uyn uynh uyp uyt uyu ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu";
constexpr std::u32string_view kRimesOfY = U"ya yêc yêm yên yêng yêp yêt yêu ych ym yn ynh yp yt yu";

std::u32string_view rimes_of(char32_t vowel) {
    switch (vowel) {
        case U'a':
            return kRimesOfA;
        case U'e':
            return kRimesOfE;
        case U'i':
            return kRimesOfI;
        case U'o':
            return kRimesOfO;
        case U'u':
            return kRimesOfU;
        case U'y':
            return kRimesOfY;
        default:
            return {};
    }
}

// As take_apart(), without its search: every key asks for some hundred letters of the finals.
constexpr std::pair<char32_t, Shape> apart_in_rime(char32_t letter) {
    switch (letter) {
        case U'ă':
            return {U'a', Shape::breve};
        case U'â':
            return {U'a', Shape::hat};
        case U'ê':
            return {U'e', Shape::hat};
        case U'ô':
            return {U'o', Shape::hat};
        case U'ơ':
            return {U'o', Shape::horn};
        case U'ư':
            return {U'u', Shape::horn};
        default:
            return {letter, Shape::plain};
    }
}

std::size_t onset_length(std::span<const Letter> word) {
    const auto vowel = std::find_if(word.begin(), word.end(), [](const Letter& letter) { return letter.is_vowel(); });
    return static_cast<std::size_t>(vowel - word.begin());
}

bool spells(std::span<const Letter> letters, std::u32string_view onset) {
    return std::equal(letters.begin(), letters.end(), onset.begin(), onset.end(),
                      [](const Letter& letter, char32_t wanted) { return letter.base == wanted; });
}

bool is_onset(std::span<const Letter> letters, Tone tone) {
    const auto is = [letters](std::u32string_view onset) { return spells(letters, onset); };
    if (letters.empty()) return true;
    if (tone != Tone::none && std::any_of(kForeignOnsets.begin(), kForeignOnsets.end(), is)) return false;
    return std::any_of(kOnsets.begin(), kOnsets.end(), is);
}

// A plain letter may still get its mark; a marked one stands for itself.
bool may_become(const Letter& letter, char32_t wanted) {
    const auto [base, shape] = apart_in_rime(wanted);
    return letter.base == base && (letter.shape == Shape::plain || letter.shape == shape);
}

bool begins_rime(std::span<const Letter> letters) {
    if (letters.empty()) return true;
    auto rimes = rimes_of(letters.front().base);
    while (!rimes.empty()) {
        const auto rime = rimes.substr(0, rimes.find(U' '));
        rimes.remove_prefix(std::min(rimes.size(), rime.size() + 1));
        if (rime.size() >= letters.size() && std::equal(letters.begin(), letters.end(), rime.begin(), may_become)) {
            return true;
        }
    }
    return letters.size() == 1 && letters.front().is_vowel();
}

bool begins_rime_after_qu(std::span<const Letter> letters) {
    return begins_rime(letters) && (letters.empty() || letters.front().base != U'u');
}

bool ends_in_stop(std::span<const Letter> word) {
    const char32_t last = word.back().base;
    if (last == U'h') return word.size() > 1 && word[word.size() - 2].base == U'c';
    return last == U'c' || last == U'k' || last == U'p' || last == U't';
}

bool is_plain(const Letter& letter, char32_t base) { return letter.base == base && letter.shape == Shape::plain; }

// Open rimes whose first vowel is a glide: the only ones on which the two conventions differ.
bool is_glided_pair(const Letter& first, const Letter& second) {
    if (first.base == U'o') return second.base == U'a' || second.base == U'e';
    return first.base == U'u' && second.base == U'y';
}

// Pairs that lack their marks yet: their second vowel will bear the tone ("tié" on the way to "tiếng").
bool is_unfinished_pair(const Letter& first, const Letter& second) {
    if (second.base == U'e') return first.base == U'i' || first.base == U'u' || first.base == U'y';
    return second.base == U'o' && (first.base == U'o' || first.base == U'u');
}

char32_t capital_of(char32_t small) {
    return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(small)));
}

std::size_t seat_of_pair(std::span<const Letter> pair, bool closed, Placement placement) {
    if (closed || is_unfinished_pair(pair[0], pair[1])) return 1;
    return is_glided_pair(pair[0], pair[1]) && placement == Placement::modern ? 1 : 0;
}

}  // namespace

bool Letter::is_vowel() const { return !rimes_of(base).empty(); }

bool Letter::takes(Shape other) const {
    if (base == U'd') return other == Shape::stroke || other == Shape::plain;
    return std::any_of(kVowels.begin(), kVowels.end(),
                       [&](const Row& row) { return row.base == base && row.shape == other; });
}

Sounded take_apart(char32_t letter) {
    const auto small = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(letter)));
    const bool capital = small != letter;
    if (capital && capital_of(small) != letter) return {{letter}};  // "İ" is no capital of our "i"
    if (small == U'đ') return {{U'd', Shape::stroke, capital}};
    for (const auto& row : kVowels) {
        const auto tone = row.tones.find(small);
        if (tone != std::u32string_view::npos) return {{row.base, row.shape, capital}, static_cast<Tone>(tone)};
    }
    if (small >= U'a' && small <= U'z') return {{small, Shape::plain, capital}};
    return {{letter}};
}

char32_t put_together(Letter letter, Tone tone) {
    char32_t small = letter.base == U'd' && letter.shape == Shape::stroke ? U'đ' : letter.base;
    for (const auto& row : kVowels) {
        if (row.base == letter.base && row.shape == letter.shape) small = row.tones[static_cast<std::size_t>(tone)];
    }
    return letter.capital ? capital_of(small) : small;
}

bool could_be_syllable(std::span<const Letter> word, Tone tone) {
    const auto onset = onset_length(word);
    if (onset == word.size()) return true;
    if (!is_onset(word.first(onset), tone)) return false;
    if (ends_in_stop(word) && tone != Tone::none && tone != Tone::sac && tone != Tone::nang) return false;
    const auto rime = word.subspan(onset);
    if (onset == 1 && word[0].base == U'q') return is_plain(rime[0], U'u') && begins_rime_after_qu(rime.subspan(1));
    if (onset == 1 && word[0].base == U'c' && (rime[0].base == U'e' || rime[0].base == U'i' || rime[0].base == U'y')) {
        return false;  // written with k; so "cent" and "city" are left alone
    }
    return begins_rime(rime) ||
           (onset == 1 && word[0].base == U'g' && rime[0].base == U'i' && begins_rime(rime.subspan(1)));
}

std::size_t rime_begin(std::span<const Letter> word) {
    const auto onset = onset_length(word);
    if (onset != 1 || word.size() < 3 || !word[2].is_vowel()) return onset;
    const bool glide = (word[0].base == U'q' && word[1].base == U'u') || (word[0].base == U'g' && word[1].base == U'i');
    return glide ? 2 : onset;
}

std::optional<std::size_t> tone_seat(std::span<const Letter> word, Placement placement) {
    const auto begin = rime_begin(word);
    if (begin == word.size()) return std::nullopt;
    const auto rest = word.subspan(begin);
    const auto coda = std::find_if(rest.begin(), rest.end(), [](const Letter& letter) { return !letter.is_vowel(); });
    const auto vowels = rest.first(static_cast<std::size_t>(coda - rest.begin()));
    for (std::size_t i = vowels.size(); i > 0; --i) {
        if (vowels[i - 1].shape != Shape::plain) return begin + i - 1;
    }
    if (vowels.size() == 2) return begin + seat_of_pair(vowels, vowels.size() < rest.size(), placement);
    return vowels.size() == 1 ? begin : begin + 1;
}

}  // namespace hailong::text
