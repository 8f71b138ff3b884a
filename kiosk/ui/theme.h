// The colours of the citizen's screens (look.md). Screens name roles; a palette says what they look like in a mode.
// Text on its ground ≥ 4.5:1, the question ≥ 7:1, outlines ≥ 3:1: a test computes it from every drawn text. No colour
// of the normal palette equals a face's: an accent in a face's colour would lead the answer.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

namespace hailong::ui {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    bool operator==(const Rgb&) const = default;
};

enum class Colour {
    background,
    bar,
    button,
    card,
    chosen,
    outline,
    ink,
    muted,
    on_ink,
    shade,  // laid over what is out of reach
    sheet,  // what a camera reads, ink below: the same in every palette
    print,
};
inline constexpr std::size_t kColours = 12;

struct Palette {
    std::array<Rgb, kColours> values{};  // in the order of Colour
    [[nodiscard]] constexpr Rgb operator[](Colour colour) const { return values[static_cast<std::size_t>(colour)]; }
    bool operator==(const Palette&) const = default;
};

inline constexpr Rgb kWhite{0xFF, 0xFF, 0xFF};
inline constexpr Rgb kBlack{0x00, 0x00, 0x00};

inline constexpr Palette kNormal{{Rgb{0xFB, 0xF8, 0xF3}, Rgb{0xF1, 0xEA, 0xDF}, Rgb{0xEF, 0xE9, 0xDF}, kWhite,
                                  Rgb{0xF3, 0xED, 0xE3}, Rgb{0x8B, 0x84, 0x72}, Rgb{0x12, 0x26, 0x3F},
                                  Rgb{0x4A, 0x5B, 0x70}, kWhite, Rgb{0x12, 0x26, 0x3F}, kWhite, kBlack}};

// Black ground, everything else white: who asks for contrast gets all there is.
inline constexpr Palette kHighContrast{
    {kBlack, kBlack, kBlack, kBlack, kBlack, kWhite, kWhite, kWhite, kBlack, kBlack, kWhite, kBlack}};
// A button there that cannot be used yet: 7.8:1.
inline constexpr Rgb kIdleOnBlack{0x9E, 0x9E, 0x9E};

// A role, or a colour that no mode changes.
using Paint = std::variant<Colour, Rgb>;
[[nodiscard]] constexpr Rgb colour_of(const Palette& palette, const Paint& paint) {
    const auto* role = std::get_if<Colour>(&paint);
    return role != nullptr ? palette[*role] : std::get<Rgb>(paint);
}

inline constexpr Colour kBackground = Colour::background;
inline constexpr Colour kBar = Colour::bar;
inline constexpr Colour kButton = Colour::button;
inline constexpr Colour kCard = Colour::card;
inline constexpr Colour kChosen = Colour::chosen;
inline constexpr Colour kOutline = Colour::outline;
inline constexpr Colour kInk = Colour::ink;
inline constexpr Colour kMuted = Colour::muted;
inline constexpr Colour kOnInk = Colour::on_ink;

}  // namespace hailong::ui
