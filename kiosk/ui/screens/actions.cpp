#include "kiosk/ui/screens/actions.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

// More than two stand on two rows where the screen is upright: with their pictures they are too wide for one.
bool is_grid(const Metrics& metrics, std::size_t buttons) { return metrics.layout == Layout::portrait && buttons > 2; }

// Two columns; the last button at the lower right.
void place_grid(const Metrics& m, float top, std::vector<Button>& buttons) {
    const float left = m.content().x, width = std::floor((m.content().w - m.gap) / 2);
    const std::size_t empty = buttons.size() % 2;
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        const std::size_t place = i + (i + 1 == buttons.size() ? empty : 0);
        const std::size_t whole_rows = place / 2;
        const auto column = static_cast<float>(place % 2), row = static_cast<float>(whole_rows);
        buttons[i].rect = {left + column * (width + m.gap), top + row * (m.button_height + m.u(14)), width,
                           m.button_height};
    }
}

}  // namespace

float actions_height(const Metrics& metrics, std::size_t buttons) {
    return is_grid(metrics, buttons) ? 2 * metrics.button_height + metrics.u(14) : metrics.button_height;
}

void place_actions(const Canvas& canvas, const ActionRow& row, std::vector<Button>& buttons) {
    const Metrics& m = canvas.metrics();
    if (is_grid(m, buttons.size())) return place_grid(m, row.top, buttons);
    const Rect area = m.content();
    std::vector<float> widths;
    float all = m.gap * static_cast<float>(buttons.size() - 1);
    for (const auto& button : buttons) widths.push_back(natural_width(canvas, button));
    widths.back() = std::max(row.last_width, m.button_height);
    for (const float width : widths) all += width;
    // Too much for the row: every button gives in the same measure.
    const float factor = std::min(1.0F, area.w / all);
    float x = area.x;
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        buttons[i].rect = {x, row.top, std::floor(widths[i] * factor), m.button_height};
        x += buttons[i].rect.w + m.gap;
    }
    const float free = area.right() - (x - m.gap);
    for (std::size_t i = buttons.size() - std::min(row.at_end, buttons.size()); i < buttons.size(); ++i) {
        buttons[i].rect.x += std::floor(free);
    }
}

}  // namespace hailong::ui
