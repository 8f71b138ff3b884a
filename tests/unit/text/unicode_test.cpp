#include "kiosk/text/unicode.h"

#include <gtest/gtest.h>

namespace hailong::unicode_test {

using text::decode;
using text::encode;

TEST(Unicode, DecodesVietnameseToOneCodePointALetter) {
    const auto points = decode("ế");
    ASSERT_TRUE(points);
    EXPECT_EQ(*points, std::u32string(1, U'\u1EBF'));
}

TEST(Unicode, RefusesBrokenUtf8) {
    EXPECT_FALSE(decode("h\xE1\xBA"));
    EXPECT_FALSE(decode("\xFF"));
    EXPECT_FALSE(decode("\xC0\xAF"));      // overlong
    EXPECT_FALSE(decode("\xED\xA0\x80"));  // surrogate
}

TEST(Unicode, EncodesWhatItDecoded) {
    const std::string written = "Đánh giá \U0001F600 – ខ្មែរ";
    EXPECT_EQ(encode(*decode(written)), written);
}

TEST(Unicode, KnowsComposedFromDecomposedText) {
    EXPECT_TRUE(text::is_nfc("h\u00E0i l\u00F2ng"));
    EXPECT_FALSE(text::is_nfc("ha\u0300i lo\u0300ng"));
}

TEST(Unicode, ComposesStackedMarksInAnyOrderOfTyping) {
    const auto composed = text::to_nfc("e\u0302\u0301");
    ASSERT_TRUE(composed);
    EXPECT_EQ(*composed, "\u1EBF");
    EXPECT_EQ(*text::to_nfc("e\u0323\u0302"), *text::to_nfc("e\u0302\u0323"));
}

TEST(Unicode, NeverCutsALetterFromItsMarks) {
    const auto letters = text::graphemes("e\u0302\u0301x");
    ASSERT_EQ(letters.size(), 2U);
    EXPECT_EQ(letters[0], "e\u0302\u0301");
    EXPECT_EQ(letters[1], "x");
}

TEST(Unicode, GivesBrokenTextBackInOnePiece) {
    const auto letters = text::graphemes("ab\xFF");
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0], "ab\xFF");
}

TEST(Unicode, AnEmptyTextHasNoLetters) { EXPECT_TRUE(text::graphemes("").empty()); }

TEST(Unicode, CollectsEachCodePointOnce) {
    std::set<char32_t> all;
    text::collect_code_points("aba", all);
    text::collect_code_points("…", all);
    EXPECT_EQ(all, (std::set<char32_t>{U'a', U'b', U'\u2026'}));
}

TEST(Unicode, LowersVietnameseCapitals) { EXPECT_EQ(text::lower(U"ĐƯỜNG Ế"), U"đường ế"); }

}  // namespace hailong::unicode_test
