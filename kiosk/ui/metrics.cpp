#include "kiosk/ui/metrics.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

constexpr double kSmallestTarget = 20;  // mm, citizen.md "Sizes and standards"
constexpr double kSmallestFace = 30;
constexpr double kWidestRow = 236.1;   // of the pictures; what can be touched reaches a little further, to 240
constexpr double kCompactBelow = 300;  // mm of width: held in two hands rather than stood in front of

struct Design {
    float width, height;
    float margin, header_top, header_height, emblem, bar, button, gap, radius;
    float face, pitch;
    float chip_width, chip_height, chip_gap, chip_icon;
    float icon, badge, sign;
    std::array<float, kStyles.size()> em;  // in the order of Style
};

// Pixels of the reference panels, from the drawn screens.
constexpr Design kLandscape{1920, 1080, 56,  36,  76, 76, 144, 104, 18,  26,
                            176,  194,  556, 118, 20, 84, 44,  58,  150, {78, 62, 34, 30, 32, 32, 25, 34, 60, 29}};
constexpr Design kPortrait{1080, 1920, 56,  64,  80, 80, 178, 104, 18,  26,
                           176,  194,  310, 262, 19, 96, 44,  58,  150, {84, 62, 32, 30, 32, 36, 27, 32, 64, 31}};
constexpr Design kCompact{1280, 800, 36,  24,  64, 64, 146, 118, 14,  26,
                          200,  234, 393, 118, 14, 68, 36,  48,  116, {54, 44, 25, 25, 25, 26, 20, 26, 48, 23}};

const Design& design_of(Layout layout) {
    switch (layout) {
        case Layout::landscape:
            return kLandscape;
        case Layout::portrait:
            return kPortrait;
        case Layout::compact:
            return kCompact;
    }
    return kLandscape;
}

Layout layout_of(const Panel& panel) {
    if (panel.height > panel.width) return Layout::portrait;
    return panel.width_mm < kCompactBelow ? Layout::compact : Layout::landscape;
}

void place_faces(Metrics& metrics, const Design& design) {
    const float row = (4 * design.pitch + design.face) * metrics.scale;
    const float free = metrics.screen().w - 2 * metrics.u(36);
    const float factor = std::min({1.25F, metrics.mm(kWidestRow) / row, free / row});
    metrics.face = std::floor(std::max(design.face * metrics.scale * factor, metrics.mm(kSmallestFace)));
    metrics.pitch = std::floor(std::max(design.pitch * metrics.scale * factor, metrics.face));
}

}  // namespace

Panel panel_of(int width, int height, double width_mm, double height_mm) {
    const double pixels = std::max(width, height);
    // 1,280 pixels on 217 mm and 1,920 pixels on 476 mm: the reference panels.
    const double guessed = pixels <= 1366 ? 1280.0 / 217.0 : 1920.0 / 476.0;
    const double millimetres = std::max(width_mm, height_mm);
    // The long sides belong together, also when the panel stands upright; pixels are square.
    const double per_mm = width_mm > 0 && height_mm > 0 ? pixels / millimetres : guessed;
    return {width, height, width / per_mm, height / per_mm};
}

float line_height(Style style) {
    switch (style) {
        case Style::question:
        case Style::title:
        case Style::code:
            return 1.28F;
        case Style::word:
        case Style::button:
        case Style::name:
        case Style::office:
        case Style::chip:
            return 1.35F;
        case Style::hint:
        case Style::body:
            return 1.45F;
    }
    return 1.45F;
}

float Metrics::em(Style style) const {
    return std::round(design_of(layout).em[static_cast<std::size_t>(style)] * scale);
}
float Metrics::u(float design_pixels) const { return std::round(design_pixels * scale); }
float Metrics::mm(double millimetres) const { return static_cast<float>(millimetres * panel.width / panel.width_mm); }
base::PanelPoint Metrics::point(float x, float y) const {
    return {{x * panel.width_mm / panel.width}, {y * panel.height_mm / panel.height}};
}
Rect Metrics::screen() const { return {0, 0, static_cast<float>(panel.width), static_cast<float>(panel.height)}; }
Rect Metrics::bar() const { return {0, screen().h - bar_height, screen().w, bar_height}; }
Rect Metrics::content() const {
    const float top = header_top + header_height;
    return {margin, top, screen().w - 2 * margin, screen().h - bar_height - top};
}

Metrics metrics_for(const Panel& panel) {
    Metrics metrics;
    metrics.panel = panel;
    metrics.layout = layout_of(panel);
    const Design& design = design_of(metrics.layout);
    const Rect screen = metrics.screen();
    metrics.scale = std::min(screen.w / design.width, screen.h / design.height);
    const auto at_least_target = [&](float pixels) {
        return std::max(metrics.u(pixels), std::ceil(metrics.mm(kSmallestTarget)));
    };
    metrics.margin = metrics.u(design.margin);
    metrics.header_top = metrics.u(design.header_top);
    metrics.header_height = metrics.u(design.header_height);
    metrics.emblem = metrics.u(design.emblem);
    metrics.button_height = at_least_target(design.button);
    metrics.bar_height = std::max(metrics.u(design.bar), metrics.button_height + metrics.u(28));
    metrics.gap = metrics.u(design.gap);
    metrics.radius = metrics.u(design.radius);
    metrics.outline = std::max(2.0F, metrics.u(3));
    metrics.chip_width = metrics.u(design.chip_width);
    metrics.chip_height = at_least_target(design.chip_height);
    metrics.chip_gap = metrics.u(design.chip_gap);
    metrics.chip_icon = metrics.u(design.chip_icon);
    metrics.icon = metrics.u(design.icon);
    metrics.badge = metrics.u(design.badge);
    metrics.sign = metrics.u(design.sign);
    place_faces(metrics, design);
    return metrics;
}

}  // namespace hailong::ui
