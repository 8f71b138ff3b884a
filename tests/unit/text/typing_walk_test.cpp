// Fast and careless fingers: any sequence of keys, and what is left of it in memory.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "kiosk/base/secret.h"
#include "kiosk/text/typing.h"
#include "kiosk/text/unicode.h"

namespace hailong::typing_walk_test {

using text::Method;
using text::Placement;
using text::Tone;
using text::Typing;

// Heavy on what makes words and marks, with some of everything else.
constexpr std::u32string_view kKeys =
    U"aaeeoouuiyddwwsfrxjz0123456789 ghnhngctpmkqvblrstxaeouđưươâêôăếỂỵABDEOUWSF.,@- "
    U"\u0301\u0300\u0309\u0303\u0323\u0302\u0306\u031B\u0308\u1112\u1161\U0001F44D\U0001F3FD\n";

void act(Typing& typing, std::uint32_t number) {
    const auto what = number % 20;
    if (what == 0) {
        typing.erase();
    } else if (what == 1) {
        typing.mark(static_cast<Tone>(number / 20 % 6));
    } else if (what == 2 && number / 20 % 50 == 0) {
        typing.set_method(static_cast<Method>(number / 1000 % 3));
    } else {
        typing.type(kKeys[number / 20 % kKeys.size()]);
    }
}

void erase_all(Typing& typing) {
    for (auto left = typing.characters(); left > 0; --left) {
        ASSERT_TRUE(typing.erase());
        ASSERT_EQ(typing.characters(), left - 1);
    }
    ASSERT_EQ(typing.text(), "");
    ASSERT_FALSE(typing.erase());
}

TEST(FastTyping, StaysWholeOver400000Keys) {
    std::mt19937 random(20261125);  // the same walk every time
    for (const auto placement : {Placement::traditional, Placement::modern}) {
        Typing typing({Method::telex, placement});
        for (int i = 0; i < 200'000; ++i) {
            act(typing, static_cast<std::uint32_t>(random()));
            ASSERT_LE(typing.text().size(), Typing::kMaxBytes);
            if (i % 16 != 0) continue;
            ASSERT_TRUE(text::is_nfc(typing.text())) << i << ": " << typing.text();
            ASSERT_LE(typing.characters(), Typing::kMaxCharacters);
            if (i % 8000 == 0) erase_all(typing);
        }
    }
}

RC_GTEST_PROP(TypingProperty, IsAlwaysInNfcAndErasesToNothing, (const std::vector<std::uint32_t>& numbers)) {
    Typing typing;
    for (const auto number : numbers) {
        act(typing, number);
        RC_ASSERT(text::is_nfc(typing.text()));
    }
    for (auto left = typing.characters(); left > 0; --left) RC_ASSERT(typing.erase());
    RC_ASSERT(typing.text().empty());
}

RC_GTEST_PROP(TypingProperty, LettersComeOutAsTheyGoIn, (const std::vector<std::uint8_t>& numbers)) {
    Typing typing({Method::letters});
    std::string wanted;
    for (const auto number : numbers) {
        const auto key = static_cast<char32_t>(U' ' + number % 95);  // printable ASCII
        if (typing.type(key)) wanted += static_cast<char>(key);
    }
    RC_ASSERT(typing.text() == wanted);
}

// The words to look for, kept inverted from the first byte on, so that this test does not find itself.
class HiddenWords {
public:
    explicit HiddenWords(std::initializer_list<char32_t> points) {
        for (const char32_t point : points) {
            std::array<char, 4> bytes{};
            const auto length = text::encode_to(point, bytes.data());
            for (std::size_t i = 0; i < length; ++i) hidden_ += static_cast<char>(~bytes[i]);
        }
    }

    [[nodiscard]] bool stand_in(std::string_view memory) const {
        const auto same = [](char byte, char hidden) { return static_cast<char>(~hidden) == byte; };
        return std::search(memory.begin(), memory.end(), hidden_.begin(), hidden_.end(), same) != memory.end();
    }

private:
    std::string hidden_;
};

// Every writable page of this process, as a core dump would have it. The copy that is searched lies in wiped memory.
bool stand_in_this_process(const HiddenWords& words) {
    std::ifstream maps("/proc/self/maps");
    std::ifstream memory;
    memory.rdbuf()->pubsetbuf(nullptr, 0);  // a buffer would keep what it read
    memory.open("/proc/self/mem", std::ios::binary);
    constexpr std::size_t kLargest = 64U << 20U;  // sanitizers reserve terabytes that nobody wrote
    bool found = false;
    for (std::string line; std::getline(maps, line);) {
        const auto begin = std::stoull(line, nullptr, 16);
        const auto end = std::stoull(line.substr(line.find('-') + 1), nullptr, 16);
        if (line.find(" rw") == std::string::npos || end - begin > kLargest) continue;
        auto copy = base::Secret::of_size(end - begin);
        memory.seekg(static_cast<std::streamoff>(begin));
        memory.read(reinterpret_cast<char*>(copy.data()), static_cast<std::streamsize>(copy.size()));
        memory.clear();
        found = words.stand_in(copy.view()) || found;
    }
    return found;
}

TEST(TypingMemory, KeepsNothingOfACommentThatIsGone) {
    const HiddenWords words({U'k', U'h', U'u', U'ỷ', U'u', U' ', U'n', U'g', U'h', U'i', U'ê', U'n'});
    {
        Typing typing;
        for (const char key : {'k', 'h', 'u', 'y', 'u', 'r', ' ', 'n', 'g', 'h', 'i', 'e', 'e', 'n', 'g'}) {
            typing.type(static_cast<char32_t>(key));
        }
        ASSERT_TRUE(stand_in_this_process(words)) << "the search does not see what is there";
        typing.erase();
    }
    EXPECT_FALSE(stand_in_this_process(words));
}

}  // namespace hailong::typing_walk_test
