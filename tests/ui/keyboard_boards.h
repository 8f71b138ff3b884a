// The keyboard in all its states, and the keypad, with the words of both languages.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/keyboard.h"

namespace hailong::test {

struct Board {
    std::string name;  // "keyboard-capitals-en"
    ui::KeyRows rows;
};
[[nodiscard]] std::vector<Board> all_boards(ui::Layout layout);

// Where a screen would put it: as wide as the content, as high as it wants to be, above the language bar.
[[nodiscard]] ui::Rect board_area(const ui::Metrics& metrics, const ui::KeyRows& rows);
// The least that it can live with.
[[nodiscard]] ui::Rect least_area(const ui::Metrics& metrics, const ui::KeyRows& rows);

}  // namespace hailong::test
