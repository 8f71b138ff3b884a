// An SVG file drawn by librsvg at the size the panel needs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::ui {

struct Pixels {
    int size = 0;  // square
    std::vector<std::uint8_t> rgba;
};

// `currentColor` is drawn white, so that a picture can be tinted where it is shown. The picture fills size × size.
// `style` is CSS that overrules the colours in the file; empty: none.
// Errors: not_found, corrupt ("…: not an SVG picture librsvg can draw").
[[nodiscard]] Result<Pixels> draw_svg(const base::Path& file, int size, std::string_view style = {});

}  // namespace hailong::ui
