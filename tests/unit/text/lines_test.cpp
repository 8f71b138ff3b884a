#include "kiosk/text/lines.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "kiosk/text/unicode.h"

namespace hailong::lines_test {

using text::Balance;
using text::break_lines;

// Every letter is one wide.
float letters(std::string_view line) { return static_cast<float>(text::graphemes(line).size()); }

TEST(Lines, AShortTextStaysOnOneLine) {
    EXPECT_EQ(break_lines("Hài lòng", 20, letters), std::vector<std::string>{"Hài lòng"});
}

TEST(Lines, BreaksTheLongestLevelWhereAReaderWould) {
    EXPECT_EQ(break_lines("Rất không hài\u00A0lòng", 14, letters),
              (std::vector<std::string>{"Rất không", "hài\u00A0lòng"}));
}

TEST(Lines, NeverPartsWordsThatAreJoined) {
    EXPECT_EQ(break_lines("Không hài\u00A0lòng", 10, letters), (std::vector<std::string>{"Không", "hài\u00A0lòng"}));
}

TEST(Lines, BreaksWithoutASpaceWhereTheTextAllowsIt) {
    const auto width = [](std::string_view line) { return static_cast<float>(line.size()); };
    EXPECT_EQ(break_lines("aaaa\u200Bbbbb\u200Bcccc", 11, width, Balance::first),
              (std::vector<std::string>{"aaaa\u200Bbbbb", "cccc"}));
}

TEST(Lines, CountsThePlacesWhereALineMayEnd) {
    EXPECT_EQ(text::count_breaks("a b\u200Bc\nd"), 3U);
    EXPECT_EQ(text::count_breaks("hài\u00A0lòng"), 0U);
}

TEST(Lines, BalancesTwoLinesOfALabel) {
    EXPECT_EQ(break_lines("aaaa bbbb cccc dd", 14, letters), (std::vector<std::string>{"aaaa bbbb", "cccc dd"}));
}

TEST(Lines, EndsNoLineWithTheFirstWordOfASentence) {
    EXPECT_EQ(break_lines("Cán bộ không đọc được. Xin không ghi họ tên, giấy tờ.", 32, letters),
              (std::vector<std::string>{"Cán bộ không đọc được.", "Xin không ghi họ tên, giấy tờ."}));
}

TEST(Lines, RunningTextFillsEachLine) {
    EXPECT_EQ(break_lines("aaaa bbbb cccc dd", 14, letters, Balance::first),
              (std::vector<std::string>{"aaaa bbbb cccc", "dd"}));
}

TEST(Lines, BalancingTakesNoMoreLinesThanFilling) {
    const std::string written = "aaaaaaa bb cccccc d eeeee ffffffff g";
    EXPECT_EQ(break_lines(written, 10, letters).size(), break_lines(written, 10, letters, Balance::first).size());
}

TEST(Lines, ALineBreakInTheTextAlwaysBreaks) {
    EXPECT_EQ(break_lines("a\nb c", 20, letters), (std::vector<std::string>{"a", "b c"}));
}

TEST(Lines, CutsAWordThatNoLineHoldsBetweenLetters) {
    EXPECT_EQ(break_lines("danhgia.example.vn", 8, letters, Balance::first),
              (std::vector<std::string>{"danhgia.", "example.", "vn"}));
}

TEST(Lines, ASingleLetterTooWideStandsAlone) {
    EXPECT_EQ(break_lines("ab", 0.5F, letters), (std::vector<std::string>{"a", "b"}));
}

TEST(Lines, AnEmptyTextGivesOneEmptyLine) { EXPECT_EQ(break_lines("", 5, letters), std::vector<std::string>{""}); }

TEST(Lines, DropsSpacesAtTheEndsOfLines) {
    EXPECT_EQ(break_lines("  a   b  ", 10, letters), std::vector<std::string>{"a b"});
}

RC_GTEST_PROP(LinesProperty, EveryLineFitsAndNoLetterIsLost, ()) {
    const auto lengths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 9));
    std::string written;
    for (const int length : lengths) {
        if (!written.empty()) written += ' ';
        written.append(static_cast<std::size_t>(length), 'a');
    }
    const auto width = static_cast<float>(*rc::gen::inRange(8, 30));
    const auto balance = *rc::gen::element(Balance::even, Balance::first);
    std::string again;
    for (const auto& line : break_lines(written, width, letters, balance)) {
        RC_ASSERT(letters(line) <= width);
        if (!again.empty()) again += ' ';
        again += line;
    }
    RC_ASSERT(again == written);
}

}  // namespace hailong::lines_test
