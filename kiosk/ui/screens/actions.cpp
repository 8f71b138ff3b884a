#include "kiosk/ui/screens/actions.h"

#include <cmath>

namespace hailong::ui {
namespace {

void place_in_bar(const Canvas& canvas, float last_width, std::vector<Button>& buttons) {
    const Metrics& m = canvas.metrics();
    float right = m.screen().w - m.margin;
    for (auto it = buttons.rbegin(); it != buttons.rend(); ++it) {
        const float width = it == buttons.rbegin() ? last_width : natural_width(canvas, *it);
        it->rect = {right - width, std::round(m.bar().middle_y() - m.button_height / 2), width, m.button_height};
        right -= width + m.gap;
    }
}

}  // namespace

float actions_height(const Metrics& metrics) { return metrics.layout == Layout::compact ? 0 : metrics.button_height; }

void place_actions(const Canvas& canvas, float top, float last_width, std::vector<Button>& buttons) {
    const Metrics& m = canvas.metrics();
    if (m.layout == Layout::compact) return place_in_bar(canvas, last_width, buttons);
    const float row = 3 * m.chip_width + 2 * m.chip_gap;
    const float left = std::round((m.screen().w - row) / 2);
    float x = left;
    for (auto& button : buttons) {
        button.rect = {x, top, natural_width(canvas, button), m.button_height};
        x = button.rect.right() + m.gap;
    }
    buttons.back().rect.w = last_width;
    buttons.back().rect.x = left + row - last_width;
}

}  // namespace hailong::ui
