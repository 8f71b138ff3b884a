// The row of buttons that ends a screen of the visit: above the language bar, on the compact panel inside it.
#pragma once

#include <vector>

#include "kiosk/ui/widgets.h"

namespace hailong::ui {

// Gives each button its place, the last one at the right end and `last_width` wide, so that a word that changes
// does not move it.
void place_actions(const Canvas& canvas, float top, float last_width, std::vector<Button>& buttons);
[[nodiscard]] float actions_height(const Metrics& metrics);  // 0 where they lie in the bar

}  // namespace hailong::ui
