#include "tests/ui/picture.h"

#include <cairo.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace hailong::test {
namespace {

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;

std::uint32_t* row_of(cairo_surface_t* surface, int y) {
    unsigned char* bytes = cairo_image_surface_get_data(surface);
    return reinterpret_cast<std::uint32_t*>(bytes + std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface));
}

Picture blank(int width, int height) {
    Picture picture{width, height, {}};
    picture.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return picture;
}

int channel(std::uint32_t pixel, int shift) { return static_cast<int>(pixel >> shift & 0xFF); }

std::uint32_t mean(const Picture& picture, int left, int top, int factor) {
    std::uint32_t r = 0, g = 0, b = 0;
    for (int y = top; y < top + factor; ++y) {
        for (int x = left; x < left + factor; ++x) {
            const std::uint32_t pixel = picture.at(x, y);
            r += pixel >> 16 & 0xFF;
            g += pixel >> 8 & 0xFF;
            b += pixel & 0xFF;
        }
    }
    const auto count = static_cast<std::uint32_t>(factor * factor);
    const auto round = [count](std::uint32_t sum) { return (sum + count / 2) / count; };
    return round(r) << 16 | round(g) << 8 | round(b);
}

}  // namespace

Picture picture_of(const window::Picture& drawn) {
    Picture picture = blank(drawn.size.width, drawn.size.height);
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        const std::uint8_t* rgba = drawn.rgba.data() + i * 4;
        picture.pixels[i] = std::uint32_t{rgba[0]} << 16 | std::uint32_t{rgba[1]} << 8 | rgba[2];
    }
    return picture;
}

Picture reduced(const Picture& picture, int factor) {
    Picture out = blank(picture.width / factor, picture.height / factor);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            out.pixels[static_cast<std::size_t>(y * out.width + x)] = mean(picture, x * factor, y * factor, factor);
        }
    }
    return out;
}

Difference difference(const Picture& a, const Picture& b) {
    Difference by;
    std::size_t sum = 0, visible = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        int worst = 0;
        for (const int shift : {0, 8, 16}) {
            const int apart = std::abs(channel(a.pixels[i], shift) - channel(b.pixels.at(i), shift));
            sum += static_cast<std::size_t>(apart);
            worst = std::max(worst, apart);
        }
        if (worst > Difference::kVisible) ++visible;
        by.largest = std::max(by.largest, worst);
    }
    const auto pixels = static_cast<double>(a.pixels.size());
    by.mean = static_cast<double>(sum) / (3 * pixels);
    by.share = static_cast<double>(visible) / pixels;
    return by;
}

std::size_t colour_count(const Picture& picture) {
    std::vector<std::uint32_t> sorted = picture.pixels;
    std::sort(sorted.begin(), sorted.end());
    return static_cast<std::size_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
}

Status write_png(const Picture& picture, const base::Path& file) {
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height));
    for (int y = 0; y < picture.height; ++y) {
        std::uint32_t* row = row_of(surface.get(), y);
        for (int x = 0; x < picture.width; ++x) row[x] = picture.at(x, y);
    }
    cairo_surface_mark_dirty(surface.get());
    if (cairo_surface_write_to_png(surface.get(), file.c_str()) != CAIRO_STATUS_SUCCESS) {
        return fail(ErrorCode::io, file.string() + ": cannot be written");
    }
    return {};
}

Result<Picture> read_png(const base::Path& file) {
    const Surface surface(cairo_image_surface_create_from_png(file.c_str()));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
        return fail(ErrorCode::io, file.string() + ": no readable PNG");
    }
    Picture picture =
        blank(cairo_image_surface_get_width(surface.get()), cairo_image_surface_get_height(surface.get()));
    for (int y = 0; y < picture.height; ++y) {
        const std::uint32_t* row = row_of(surface.get(), y);
        for (int x = 0; x < picture.width; ++x) {
            picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = row[x] & 0xFFFFFF;
        }
    }
    return picture;
}

}  // namespace hailong::test
