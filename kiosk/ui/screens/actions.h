// The row of buttons that ends a screen of the visit, above the bar.
#pragma once

#include <vector>

#include "kiosk/ui/widgets.h"

namespace hailong::ui {

// Gives each button its place: from the left, the last `at_end` of them from the right. The last one is `last_width`
// wide, so that a word that changes does not move it. Buttons that do not fit one row stand on two, upright.
struct ActionRow {
    float top = 0;
    float last_width = 0;
    std::size_t at_end = 1;
};
void place_actions(const Canvas& canvas, const ActionRow& row, std::vector<Button>& buttons);
inline void place_actions(const Canvas& canvas, float top, float last_width, std::vector<Button>& buttons) {
    place_actions(canvas, {top, last_width, 1}, buttons);
}
// How high so many buttons stand.
[[nodiscard]] float actions_height(const Metrics& metrics, std::size_t buttons = 1);

}  // namespace hailong::ui
