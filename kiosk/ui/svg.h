// An SVG file drawn by librsvg at the size the panel needs.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::ui {

struct Pixels {
    int size = 0;  // square
    std::vector<std::uint8_t> rgba;
};

// `currentColor` is drawn white, so that a picture can be tinted where it is shown. The picture fills size × size.
// Errors: not_found, corrupt ("…: not an SVG picture librsvg can draw").
[[nodiscard]] Result<Pixels> draw_svg(const base::Path& file, int size);

}  // namespace hailong::ui
