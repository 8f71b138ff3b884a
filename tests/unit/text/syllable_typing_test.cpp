#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <set>

#include "kiosk/text/typing.h"
#include "kiosk/text/unicode.h"
#include "tests/unit/text/orders.h"
#include "tests/unit/text/syllables.h"

namespace hailong::text_test {

using text::Method;
using text::Placement;
using text::Typing;

constexpr std::size_t kShownErrors = 20;

struct Tally {
    std::size_t syllables = 0;
    std::size_t typings = 0;
    std::size_t errors = 0;
};

using Orders = std::function<std::vector<std::u32string>(const Syllable&)>;

Tally type_all(text::TypingRules rules, const Orders& orders) {
    Tally tally;
    Typing typing(rules);
    for (const auto& syllable : all_syllables()) {
        ++tally.syllables;
        const auto wanted = text::encode(syllable.spelled(rules.placement));
        for (const auto& keys : orders(syllable)) {
            ++tally.typings;
            typing.clear();
            for (const char32_t key : keys) typing.type(key);
            if (typing.text() == wanted) continue;
            if (++tally.errors <= kShownErrors) {
                ADD_FAILURE() << text::encode(keys) << " gives " << typing.text() << ", not " << wanted;
            }
        }
    }
    return tally;
}

Tally type_all_in_both_placements(Method method, const Orders& orders) {
    auto tally = type_all({method, Placement::traditional}, orders);
    const auto modern = type_all({method, Placement::modern}, orders);
    tally.typings += modern.typings;
    tally.errors += modern.errors;
    return tally;
}

void report(const char* keys, const Tally& tally) {
    std::printf("%s: %zu syllables, %zu typings, %zu errors\n", keys, tally.syllables, tally.typings, tally.errors);
    EXPECT_GT(tally.syllables, 10'000U);
    EXPECT_GT(tally.typings, tally.syllables);
    EXPECT_EQ(tally.errors, 0U);
}

TEST(EverySyllable, ComesOutRightInEveryOrderOfTelex) {
    report("Telex", type_all_in_both_placements(Method::telex,
                                                [](const Syllable& one) { return typing_orders(one, Method::telex); }));
}

TEST(EverySyllable, ComesOutRightInEveryOrderOfVni) {
    report("VNI", type_all_in_both_placements(Method::vni,
                                              [](const Syllable& one) { return typing_orders(one, Method::vni); }));
}

TEST(EverySyllable, ComesOutRightFromKeysThatNameLettersAndTones) {
    report("letters and tones", type_all_in_both_placements(Method::letters, direct_orders));
}

TEST(EverySyllable, IsErasedLetterByLetter) {
    Typing typing({Method::letters});
    for (const auto& syllable : all_syllables()) {
        const auto keys = direct_orders(syllable).back();
        for (const char32_t key : keys) typing.type(key);
        ASSERT_EQ(typing.characters(), syllable.letters.size()) << typing.text();
        for (std::size_t left = syllable.letters.size(); left > 0; --left) ASSERT_TRUE(typing.erase());
        ASSERT_EQ(typing.text(), "");
    }
}

// The generator is judged by words that everybody knows, and by words that are none.
TEST(EverySyllable, IsAmongTheGenerated) {
    std::set<std::u32string> all;
    for (const auto& syllable : all_syllables()) all.insert(syllable.spelled(Placement::traditional));
    for (const char32_t* word :
         {U"nghiêng", U"khuỷu", U"thuở", U"quý",   U"gìn",   U"giữ",    U"giếng", U"hòa",  U"thủy",
          U"khuya",   U"được",  U"quốc", U"quyết", U"ngoằn", U"ngoèo",  U"xoong", U"rượu", U"yêu",
          U"kỹ",      U"ý",     U"cảnh", U"oách",  U"uống",  U"phường", U"ghế",   U"nghỉ", U"khoảng",
          U"tuần",    U"lưu",   U"già",  U"bịa",   U"của",   U"mưa",    U"loay",  U"hoay", U"tuýp"}) {
        EXPECT_TRUE(all.count(word)) << text::encode(word);
    }
    for (const char32_t* word : {U"cê", U"ka", U"gê", U"nge", U"qa", U"hòc", U"boa", U"muă", U"tiéng", U"hoà"}) {
        EXPECT_FALSE(all.count(word)) << text::encode(word);
    }
}

}  // namespace hailong::text_test
