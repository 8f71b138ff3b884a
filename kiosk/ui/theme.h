// The colours of the citizen's screens (look.md). Text on its ground ≥ 4.5:1, the question ≥ 7:1, outlines ≥ 3:1; a
// test computes them. No colour here equals a face's: an accent in a face's colour would lead the answer.
#pragma once

#include <cstdint>

namespace hailong::ui {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    bool operator==(const Rgb&) const = default;
};

inline constexpr Rgb kBackground{0xFB, 0xF8, 0xF3};
inline constexpr Rgb kBar{0xF1, 0xEA, 0xDF};
inline constexpr Rgb kButton{0xEF, 0xE9, 0xDF};
inline constexpr Rgb kCard{0xFF, 0xFF, 0xFF};
inline constexpr Rgb kChosen{0xF3, 0xED, 0xE3};
inline constexpr Rgb kOutline{0x8B, 0x84, 0x72};
inline constexpr Rgb kInk{0x12, 0x26, 0x3F};
inline constexpr Rgb kMuted{0x4A, 0x5B, 0x70};
inline constexpr Rgb kOnInk{0xFF, 0xFF, 0xFF};

}  // namespace hailong::ui
