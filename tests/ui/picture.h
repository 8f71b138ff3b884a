// Pictures in tests: read from a display, drawn offscreen, kept as PNG.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"
#include "kiosk/window/offscreen.h"

namespace hailong::test {

struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;  // 0x00RRGGBB
    [[nodiscard]] std::uint32_t at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

[[nodiscard]] Picture picture_of(const window::Picture& drawn);
// Each pixel the mean of factor × factor.
[[nodiscard]] Picture reduced(const Picture& picture, int factor);

// How far two pictures of one size are apart.
struct Difference {
    int largest = 0;   // of one channel of one pixel, in 255ths
    double mean = 0;   // of all channels of all pixels, in 255ths
    double share = 0;  // of pixels in which some channel differs by more than kVisible
    static constexpr int kVisible = 24;
};
[[nodiscard]] Difference difference(const Picture& a, const Picture& b);
// Few on a blank picture or one of flat areas only; letters and faces have blended edges.
[[nodiscard]] std::size_t colour_count(const Picture& picture);

[[nodiscard]] Status write_png(const Picture& picture, const base::Path& file);
[[nodiscard]] Result<Picture> read_png(const base::Path& file);

}  // namespace hailong::test
