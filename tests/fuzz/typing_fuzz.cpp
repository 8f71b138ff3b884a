// Whatever is typed: the comment is NFC, within its limits, and erases to nothing, character by character.
// The first byte chooses method and placement; ASCII types itself, the bytes above choose from what a keyboard can
// send.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/text/typing.h"
#include "kiosk/text/unicode.h"

namespace {

using hailong::text::Method;
using hailong::text::Placement;
using hailong::text::Tone;
using hailong::text::Typing;

constexpr std::u32string_view kOther =
    U"ăâđêôơưĂÂĐÊÔƠƯếỆữ\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031B\u0308\u0345\u1100\u1161\u11A8\uAC00\u212B\u0958"
    U"\U0001F44D\U0001F3FD\U0001F1FB\U0001F1F3\u200D\uFE0F\uD7FF\uE000\U0010FFFF…–“”ខ្មß";

void act(Typing& typing, std::uint8_t byte) {
    if (byte < 0x80) {
        typing.type(byte);
    } else if (byte < 0x88) {
        typing.erase();
    } else if (byte < 0x8E) {
        typing.mark(static_cast<Tone>(byte - 0x88));
    } else if (byte < 0x91) {
        typing.set_method(static_cast<Method>(byte - 0x8E));
    } else {
        typing.type(kOther[(byte - 0x91U) % kOther.size()]);
    }
}

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    Typing typing({static_cast<Method>(data[0] % 3), data[0] & 0x80U ? Placement::modern : Placement::traditional});
    for (std::size_t i = 1; i < size; ++i) {
        act(typing, data[i]);
        expect(typing.text().size() <= Typing::kMaxBytes);
    }
    expect(hailong::text::is_nfc(typing.text()));
    expect(typing.characters() <= Typing::kMaxCharacters);
    for (auto left = typing.characters(); left > 0; --left) expect(typing.erase());
    expect(typing.text().empty() && !typing.erase());
    return 0;
}
