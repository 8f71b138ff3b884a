#include "kiosk/text/script.h"

namespace hailong::text {

bool needs_shaping(char32_t point) {
    return (point >= 0x1780 && point <= 0x17FF) || (point >= 0x19E0 && point <= 0x19FF);
}

bool needs_shaping(std::string_view utf8) {
    // Asked for every line of every frame, so without decoding: U+1780…17FF are E1 9E xx and E1 9F xx, U+19E0…19FF E1
    // A7 xx. Vietnamese letters with two marks are E1 BA xx and E1 BB xx.
    for (auto at = utf8.find('\xE1'); at != std::string_view::npos && at + 2 < utf8.size();
         at = utf8.find('\xE1', at + 1)) {
        const auto second = static_cast<unsigned char>(utf8[at + 1]);
        const auto third = static_cast<unsigned char>(utf8[at + 2]);
        if (second == 0x9E || second == 0x9F || (second == 0xA7 && third >= 0xA0)) return true;
    }
    return false;
}

}  // namespace hailong::text
