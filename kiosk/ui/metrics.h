// Sizes of everything on one panel in one mode. Three layouts are designed, each on its reference panel (21.5 inches
// wide or upright, 10.1 inches 1280 × 800); other panels scale the nearest one, and millimetres have the last word: a
// target is at least 20 mm, a face at least 30, the row of faces at most 240 (a hand seen from behind tells nothing).
// Pure.
#pragma once

#include <array>

#include "kiosk/base/millimetres.h"

namespace hailong::ui {

// A display and its visible size.
struct Panel {
    int width = 0;  // pixels
    int height = 0;
    double width_mm = 0;
    double height_mm = 0;
    double bottom_mm = 0;  // height of its lower edge above the floor; 0: unknown
    bool operator==(const Panel&) const = default;
};
// Square pixels: the long side decides. Zero millimetres: taken as 10.1 inches up to 1,366 pixels on the long side,
// else as 21.5 inches.
[[nodiscard]] Panel panel_of(int width, int height, double width_mm, double height_mm);

enum class Layout { landscape, portrait, compact };

// The aids that change sizes and places.
struct Modes {
    bool large = false;  // texts × 1.5
    bool reach = false;  // every target in the lower band
    bool operator==(const Modes&) const = default;
};

struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;
    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] float middle_x() const { return x + w / 2; }
    [[nodiscard]] float middle_y() const { return y + h / 2; }
    [[nodiscard]] Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
    [[nodiscard]] Rect scaled(float factor) const {
        return {middle_x() - w * factor / 2, middle_y() - h * factor / 2, w * factor, h * factor};
    }
    bool operator==(const Rect&) const = default;
};

// The voices of the text; each has a typeface, a size and a line height.
enum class Style { question, title, hint, word, button, name, office, chip, code, body, aid };
inline constexpr std::array kStyles{Style::question, Style::title, Style::hint, Style::word, Style::button, Style::name,
                                    Style::office,   Style::chip,  Style::code, Style::body, Style::aid};
[[nodiscard]] float line_height(Style style);  // in em

struct Metrics {
    Panel panel;
    Modes modes;
    Layout layout = Layout::landscape;
    float scale = 1;  // pixels for one pixel of the reference panel

    float margin = 0;
    float header_top = 0;
    float header_height = 0;
    float emblem = 0;
    float bar_height = 0;
    int bar_rows = 1;
    float bar_button = 0;      // height of its buttons
    bool bar_is_tiled = true;  // icons above the words, not beside
    float bar_lift = 0;        // what lies free under the bar, so that it is not too low for a wheelchair
    float reach_top = 0;       // no target lies above; 0 without the reach mode
    float button_height = 0;
    float gap = 0;
    float radius = 0;
    float outline = 0;
    float face = 0;   // diameter
    float pitch = 0;  // from one face's middle to the next
    float chip_width = 0;
    float chip_height = 0;
    float chip_gap = 0;
    float chip_icon = 0;
    float icon = 0;
    float badge = 0;
    float sign = 0;  // the large round sign of thanks and notices

    [[nodiscard]] float em(Style style) const;         // pixels
    [[nodiscard]] float u(float design_pixels) const;  // whole pixels on this panel
    [[nodiscard]] float mm(double millimetres) const;  // pixels
    [[nodiscard]] base::PanelPoint point(float x, float y) const;
    [[nodiscard]] Rect screen() const;
    [[nodiscard]] Rect bar() const;       // languages and aids, at the bottom
    [[nodiscard]] Rect content() const;   // between header and bar, without margins
    [[nodiscard]] Rect controls() const;  // the part of it where targets may lie
    [[nodiscard]] Rect whole() const;     // content() of a screen that is drawn without the header
};

[[nodiscard]] Metrics metrics_for(const Panel& panel, const Modes& modes = {});

}  // namespace hailong::ui
