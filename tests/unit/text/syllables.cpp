#include "tests/unit/text/syllables.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hailong::text_test {

namespace {

// Finals by sound: N and K are the velars (ng/nh, c/ch), j and w the semivowels (i/y, u/o), 0 is none.
struct Nucleus {
    std::u32string_view closed;    // as spelled before a final
    std::u32string_view open;      // without one; empty: cannot stand open
    std::string_view finals;       // without a glide before it
    std::string_view after_glide;  // with one
    bool front = false;            // takes k, gh, ngh
    bool palatal = false;          // its velars are spelled nh and ch
};

constexpr std::array kNuclei{
    Nucleus{U"i", U"i", "0mnptNKw", "0ptNKw", true, true},
    Nucleus{U"ê", U"ê", "0mnptNKw", "0NK", true, true},
    Nucleus{U"e", U"e", "0mnptNKw", "0mntw", true, false},
    Nucleus{U"ư", U"ư", "0tNKjw", "", false, false},
    Nucleus{U"ơ", U"ơ", "0mnptj", "", false, false},
    Nucleus{U"â", U"", "mnptNKjw", "ntNj", false, false},
    Nucleus{U"a", U"a", "0mnptNKjw", "0mnptNKjw", false, false},
    Nucleus{U"ă", U"", "mnptNKjw", "mntNKj", false, false},
    Nucleus{U"a", U"", "NK", "NK", false, true},  // the short front vowel of "anh", "ách"
    Nucleus{U"u", U"u", "0mnptNKj", "", false, false},
    Nucleus{U"ô", U"ô", "0mnptNKj", "", false, false},
    Nucleus{U"o", U"o", "0mnptNKj", "", false, false},
    Nucleus{U"oo", U"", "NK", "", false, false},
    Nucleus{U"iê", U"ia", "0mnptNKw", "0nt", true, false},
    Nucleus{U"ươ", U"ưa", "0mnptNKjw", "", false, false},
    Nucleus{U"uô", U"ua", "0mntNKj", "", false, false},
};

constexpr std::array<std::u32string_view, 24> kInitials{U"",   U"b",  U"c", U"ch", U"d",  U"đ",  U"g",  U"gi",
                                                        U"h",  U"kh", U"l", U"m",  U"n",  U"ng", U"nh", U"p",
                                                        U"ph", U"r",  U"s", U"t",  U"th", U"tr", U"v",  U"x"};
constexpr std::array<std::u32string_view, 6> kNeverBeforeGlide{U"b", U"gi", U"m", U"p", U"ph", U"v"};

struct Sounds {
    std::u32string initial;
    bool glide = false;
    const Nucleus* nucleus = nullptr;
    char final = '0';
};

std::u32string final_of(const Sounds& sounds) {
    const auto& vowel = *sounds.nucleus;
    switch (sounds.final) {
        case 'N':
            return vowel.palatal ? U"nh" : U"ng";
        case 'K':
            return vowel.palatal ? U"ch" : U"c";
        case 'j':
            return vowel.closed == U"ă" || vowel.closed == U"â" ? U"y" : U"i";
        case 'w':
            return vowel.closed == U"a" || vowel.closed == U"e" ? U"o" : U"u";
        case '0':
            return U"";
    }
    return std::u32string(1, static_cast<char32_t>(sounds.final));
}

std::u32string vowel_of(const Sounds& sounds) {
    std::u32string vowel(sounds.final == '0' ? sounds.nucleus->open : sounds.nucleus->closed);
    if (vowel == U"ă" && (sounds.final == 'j' || sounds.final == 'w')) return U"a";  // ay, au: the short a
    const bool i_spelled_y = sounds.glide || (sounds.initial.empty() && vowel == U"iê");
    if (i_spelled_y && vowel.front() == U'i') vowel.front() = U'y';
    return vowel;
}

std::u32string initial_of(const Sounds& sounds) {
    const bool front = sounds.nucleus->front;
    if (sounds.initial == U"c" && sounds.glide) return U"q";
    if (!front || sounds.glide) return sounds.initial;
    if (sounds.initial == U"c") return U"k";
    if (sounds.initial == U"g" || sounds.initial == U"ng") return sounds.initial + U"h";
    return sounds.initial;
}

std::u32string glide_of(const Sounds& sounds, std::u32string_view vowel) {
    if (!sounds.glide) return U"";
    const bool spelled_o = vowel.front() == U'a' || vowel.front() == U'ă' || vowel.front() == U'e';
    return sounds.initial != U"c" && spelled_o ? U"o" : U"u";
}

Syllable spell(const Sounds& sounds) {
    Syllable out;
    const auto vowel = vowel_of(sounds);
    const auto glide = glide_of(sounds, vowel);
    auto initial = initial_of(sounds);
    if (sounds.initial == U"gi" && vowel.front() == U'i') initial = U"g";  // gì, giếng: one i for both
    const auto ending = final_of(sounds);
    out.letters = initial + glide + vowel + ending;
    out.nucleus = initial.size() + glide.size();
    const bool second_of_two = vowel.size() == 2 && !ending.empty();
    out.seat = out.nucleus + (second_of_two ? 1 : 0);
    if (sounds.initial == U"gi" && vowel == U"ia") out.seat = out.nucleus + 1;  // "già": its i is heard as the initial
    const bool bare = vowel == U"a" || vowel == U"e" || vowel == U"y";
    const bool on_glide = sounds.glide && sounds.initial != U"c" && bare && ending.empty();
    out.traditional_seat = on_glide ? out.nucleus - 1 : out.seat;
    return out;
}

void add_tones(Syllable syllable, char final, std::vector<Syllable>& all) {
    const bool checked = final == 'p' || final == 't' || final == 'K';
    for (int tone = 0; tone < 6; ++tone) {
        syllable.tone = static_cast<text::Tone>(tone);
        if (checked && syllable.tone != text::Tone::sac && syllable.tone != text::Tone::nang) continue;
        all.push_back(syllable);
    }
}

void add(const Sounds& sounds, std::vector<Syllable>& all) {
    const bool read_as_u = sounds.initial == U"gi" && sounds.nucleus->closed == U"i" && sounds.final == 'w';
    if (read_as_u) return;  // "giu" is gi + u
    auto syllable = spell(sounds);
    add_tones(syllable, sounds.final, all);
    // An open i is also spelled y: kỹ, lý, mỹ, sỹ, tỷ, hy, ý.
    constexpr std::u32string_view kWithY = U"hklmst";
    const bool open_i = !sounds.glide && sounds.nucleus->closed == U"i" && sounds.final == '0';
    const auto initial = syllable.letters.substr(0, syllable.letters.size() - 1);
    const bool with_y = initial.empty() || (initial.size() == 1 && kWithY.find(initial.front()) != kWithY.npos);
    if (!open_i || !with_y) return;
    syllable.letters.back() = U'y';
    add_tones(syllable, sounds.final, all);
}

// What only "qu" has, and the few words in "uơ" (huơ, khuơ, thuở, quở).
void add_rare(std::vector<Syllable>& all) {
    const auto& o_horn = kNuclei[4];
    for (const std::u32string_view initial : {U"c", U"h", U"kh", U"th"}) {
        add({std::u32string(initial), true, &o_horn, '0'}, all);
    }
    for (const char final : {'n', 't', 'w'}) add({U"c", true, &kNuclei[1], final}, all);  // quên, quết, quều
    add({U"c", true, &kNuclei[5], 'K'}, all);                                             // quấc
    add({U"c", true, &kNuclei[7], 'p'}, all);                                             // quặp
    add({U"c", true, &kNuclei[10], 'K'}, all);                                            // quốc
}

}  // namespace

std::u32string Syllable::spelled(text::Placement placement) const {
    auto out = letters;
    auto& bearer = out[placement == text::Placement::modern ? seat : traditional_seat];
    bearer = text::put_together(text::take_apart(bearer).letter, tone);
    return out;
}

std::vector<Syllable> all_syllables() {
    std::vector<Syllable> all;
    for (const auto initial : kInitials) {
        const bool glides =
            std::find(kNeverBeforeGlide.begin(), kNeverBeforeGlide.end(), initial) == kNeverBeforeGlide.end();
        for (const auto& nucleus : kNuclei) {
            for (const char final : nucleus.finals) add({std::u32string(initial), false, &nucleus, final}, all);
            if (!glides) continue;
            for (const char final : nucleus.after_glide) add({std::u32string(initial), true, &nucleus, final}, all);
        }
    }
    add_rare(all);
    return all;
}

}  // namespace hailong::text_test
