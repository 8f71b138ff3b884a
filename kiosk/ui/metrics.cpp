#include "kiosk/ui/metrics.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

constexpr double kSmallestTarget = 20;  // mm, citizen.md "Sizes and standards"
constexpr double kSmallestFace = 30;
constexpr double kWidestRow = 236.1;   // of the pictures; what can be touched reaches a little further, to 240
constexpr double kCompactBelow = 300;  // mm of width: held in two hands rather than stood in front of

// Reach mode. EN 301 549 8.3, ADA 308 and by analogy QCVN 10:2024: from a wheelchair nobody should have to reach above
// 1,220 mm; between 900 and 1,200 is comfortable.
constexpr double kHighestReach = 1220;
constexpr double kEasyReach = 1200;
constexpr double kLowestReach = 900;
constexpr float kLargeText = 1.5F;

struct Design {
    float width, height;
    float margin, header_top, header_height, emblem, bar, button, gap, radius;
    float face, pitch;
    float chip_width, chip_height, chip_gap, chip_icon;
    float icon, badge, sign;
    float reach_button;
    double reach_band;  // mm: the least that bar, actions and nine chips of 20 mm take
    int large_bar_rows;
    float large_aid;                       // the bar has one row of 20 mm at least: less than 1.5 on the small panel
    std::array<float, kStyles.size()> em;  // in the order of Style
};

// Pixels of the reference panels, from the drawn screens.
constexpr Design kLandscape{1920, 1080, 56,  36,  76,  76,  144,  104,
                            18,   26,   176, 194, 556, 118, 20,   84,
                            44,   58,   150, 86,  120, 1,   1.5F, {78, 62, 34, 30, 32, 32, 25, 34, 60, 29, 28}};
constexpr Design kPortrait{1080, 1920, 56,  64,  80,  80,  278,  104,
                           18,   26,   176, 194, 310, 262, 19,   96,
                           44,   58,   150, 92,  180, 3,   1.5F, {84, 62, 32, 30, 32, 36, 27, 32, 64, 31, 28}};
constexpr Design kCompact{1280, 800, 36,  24,  64,  64,  146,   118,
                          14,   26,  200, 234, 393, 118, 14,    68,
                          36,   48,  116, 118, 95,  1,   1.25F, {54, 44, 25, 25, 25, 26, 20, 26, 48, 23, 24}};

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
    // A small panel has no height to spare when everything comes down, and little beside large letters.
    if (metrics.layout != Layout::compact) return;
    const float smallest = std::ceil(metrics.mm(kSmallestFace));
    if (metrics.modes.large) metrics.face = std::max(smallest, std::floor(metrics.face * 0.86F));
    if (metrics.modes.reach) metrics.face = smallest;
}

// Where targets may lie. With the mount height known the band ends at 1,200 mm and begins at 900, where the panel has
// room for that; otherwise it is the lower half.
void place_band(Metrics& metrics, const Design& design) {
    if (!metrics.modes.reach) return;
    const Panel& panel = metrics.panel;
    const double least = std::min(design.reach_band, panel.height_mm);
    double top = panel.height_mm / 2;
    if (panel.bottom_mm > 0) {
        const double end = panel.bottom_mm + panel.height_mm;
        const bool is_easy = kEasyReach - panel.bottom_mm >= least;
        top = std::max(0.0, end - (is_easy ? kEasyReach : kHighestReach));
        const double spare = panel.height_mm - top - least;
        metrics.bar_lift =
            std::floor(metrics.mm(std::clamp(kLowestReach - panel.bottom_mm, 0.0, std::max(0.0, spare))));
    }
    metrics.reach_top = std::ceil(metrics.mm(std::min(top, panel.height_mm - least)));
}

void place_bar(Metrics& metrics, const Design& design) {
    const bool is_tight = metrics.modes.reach, is_upright = metrics.layout == Layout::portrait;
    metrics.bar_rows = !is_upright ? 1 : metrics.modes.large ? design.large_bar_rows : 2;
    metrics.bar_is_tiled =
        metrics.layout == Layout::compact || metrics.modes.large != is_upright || (is_upright && !is_tight);
    metrics.bar_button = metrics.button_height;
    const float words = metrics.icon + std::round(metrics.em(Style::aid) * line_height(Style::aid)) + metrics.u(16);
    if (metrics.bar_is_tiled) metrics.bar_button = std::max(metrics.bar_button, words);
    const auto rows = static_cast<float>(metrics.bar_rows);
    const float around = metrics.u(is_tight ? 10 : metrics.layout == Layout::compact ? 14 : 20);
    const float needed = rows * metrics.bar_button + (rows - 1) * metrics.u(14) + 2 * around;
    metrics.bar_height = is_tight ? needed : std::max(metrics.u(design.bar), needed);
}

}  // namespace

Panel panel_of(int width, int height, double width_mm, double height_mm) {
    const double pixels = std::max(width, height);
    // 1,280 pixels on 217 mm and 1,920 pixels on 476 mm: the reference panels.
    const double guessed = pixels <= 1366 ? 1280.0 / 217.0 : 1920.0 / 476.0;
    const double millimetres = std::max(width_mm, height_mm);
    // The long sides belong together, also when the panel stands upright; pixels are square.
    const double per_mm = width_mm > 0 && height_mm > 0 ? pixels / millimetres : guessed;
    return {width, height, width / per_mm, height / per_mm, 0};
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
        case Style::aid:
            return 1.28F;
        case Style::hint:
        case Style::body:
            return 1.45F;
    }
    return 1.45F;
}

float Metrics::em(Style style) const {
    const Design& design = design_of(layout);
    const float large = !modes.large ? 1 : style == Style::aid ? design.large_aid : kLargeText;
    return std::round(design.em[static_cast<std::size_t>(style)] * large * scale);
}
float Metrics::u(float design_pixels) const { return std::round(design_pixels * scale); }
float Metrics::mm(double millimetres) const { return static_cast<float>(millimetres * panel.width / panel.width_mm); }
base::PanelPoint Metrics::point(float x, float y) const {
    return {{x * panel.width_mm / panel.width}, {y * panel.height_mm / panel.height}};
}
Rect Metrics::screen() const { return {0, 0, static_cast<float>(panel.width), static_cast<float>(panel.height)}; }
Rect Metrics::bar() const { return {0, screen().h - bar_lift - bar_height, screen().w, bar_height}; }
Rect Metrics::content() const {
    const float top = header_top + header_height;
    return {margin, top, screen().w - 2 * margin, bar().y - top};
}
Rect Metrics::controls() const {
    const Rect all = content();
    const float top = std::max(all.y, reach_top);
    return {all.x, top, all.w, all.bottom() - top};
}
Rect Metrics::whole() const { return {margin, u(12), screen().w - 2 * margin, bar().y - u(12)}; }

Metrics metrics_for(const Panel& panel, const Modes& modes) {
    Metrics metrics;
    metrics.panel = panel;
    metrics.modes = modes;
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
    metrics.button_height = at_least_target(modes.reach ? design.reach_button : design.button);
    metrics.gap = metrics.u(design.gap);
    metrics.radius = metrics.u(design.radius);
    metrics.outline = std::max(2.0F, metrics.u(3));
    metrics.chip_width = metrics.u(design.chip_width);
    metrics.chip_height = at_least_target(design.chip_height);
    metrics.chip_gap = metrics.u(design.chip_gap);
    metrics.chip_icon = metrics.u(design.chip_icon);
    metrics.icon = metrics.u(design.icon);
    if (modes.large && metrics.layout != Layout::compact) metrics.icon = metrics.u(design.icon * 1.25F);
    metrics.badge = metrics.u(design.badge);
    metrics.sign = metrics.u(modes.large ? design.sign * 0.8F : design.sign);
    place_band(metrics, design);
    place_bar(metrics, design);
    place_faces(metrics, design);
    return metrics;
}

}  // namespace hailong::ui
