// The field in which a citizen's own words or code stand. What is in it is private: it is measured and drawn where it
// lies, never copied, and no record of what was drawn holds it (canvas.h).
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/ui/canvas.h"

namespace hailong::ui {

// Parts of `text`, none wider than `width` in this style: broken behind spaces, a word wider than a line between
// letters. At least one line; the last one is where the caret stands.
[[nodiscard]] std::vector<std::string_view> field_lines(const Canvas& canvas, std::string_view text, Style style,
                                                        float width);

struct Field {
    Rect rect;
    std::string_view text;  // outlives the call
    Style style = Style::body;
    float kept_right = 0;  // width at the right that something else is drawn in
    float kept_below = 0;  // the same at the lower edge
};
// How high a field of this many lines is.
[[nodiscard]] float field_height(const Canvas& canvas, Style style, int lines);
// How wide its lines may be when nothing else stands in it.
[[nodiscard]] float field_width(const Canvas& canvas, const Rect& field);
// Frame, the last lines that fit, and a caret behind them. It does not blink.
void draw_field(Canvas& canvas, const Field& field);

}  // namespace hailong::ui
