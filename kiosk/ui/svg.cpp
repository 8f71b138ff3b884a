#include "kiosk/ui/svg.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace hailong::ui {
namespace {

struct ReleaseHandle {
    void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

constexpr std::string_view kWhiteStyle = "svg{color:#ffffff}";

// cairo keeps colours multiplied by their opacity, Dear ImGui does not.
void append_straight(std::uint32_t argb, std::vector<std::uint8_t>& rgba) {
    const std::uint32_t alpha = argb >> 24U;
    const auto channel = [&](unsigned shift) {
        const std::uint32_t value = (argb >> shift) & 0xFFU;
        return static_cast<std::uint8_t>(alpha == 0 ? 255U : std::min(255U, (value * 255U + alpha / 2) / alpha));
    };
    rgba.push_back(channel(16));
    rgba.push_back(channel(8));
    rgba.push_back(channel(0));
    rgba.push_back(static_cast<std::uint8_t>(alpha));
}

Pixels read_back(cairo_surface_t* surface, int size) {
    cairo_surface_flush(surface);
    const unsigned char* bytes = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    Pixels pixels{size, {}};
    pixels.rgba.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 4);
    for (int y = 0; y < size; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < size; ++x) append_straight(row[x], pixels.rgba);
    }
    return pixels;
}

}  // namespace

Result<Pixels> draw_svg(const base::Path& file, int size, std::string_view style) {
    HL_TRY(const auto text, base::read_file(file));
    const auto* bytes = reinterpret_cast<const guint8*>(text.data());
    const std::unique_ptr<RsvgHandle, ReleaseHandle> handle(rsvg_handle_new_from_data(bytes, text.size(), nullptr));
    if (handle == nullptr) return fail(ErrorCode::corrupt, file.string() + ": not an SVG picture librsvg can draw");
    const std::string sheet = std::string(kWhiteStyle).append(style);
    rsvg_handle_set_stylesheet(handle.get(), reinterpret_cast<const guint8*>(sheet.data()), sheet.size(), nullptr);
    const std::unique_ptr<cairo_surface_t, ReleaseHandle> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size));
    const std::unique_ptr<cairo_t, ReleaseHandle> cairo(cairo_create(surface.get()));
    const RsvgRectangle whole{0, 0, static_cast<double>(size), static_cast<double>(size)};
    if (rsvg_handle_render_document(handle.get(), cairo.get(), &whole, nullptr) == FALSE) {
        return fail(ErrorCode::corrupt, file.string() + ": not an SVG picture librsvg can draw");
    }
    return read_back(surface.get(), size);
}

}  // namespace hailong::ui
