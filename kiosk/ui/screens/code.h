// The two faces of the code screen: the slip before the reader (code.cpp), and the keypad (keypad.cpp).
#pragma once

#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {

// What the terminal made of the slip or of what was typed: a sign and words.
struct Note {
    std::string icon;
    TextBlock words;
    float height = 0;
};
[[nodiscard]] Note plan_note(const Canvas& canvas, const flow::CodeView& view, const Texts& texts, float width);
void draw_note(Canvas& canvas, const Note& note, float x, float y);

// Field and keys, without the row of buttons.
[[nodiscard]] MaybeEvent draw_keypad(Canvas& canvas, const flow::CodeView& view, const Texts& texts, const Rect& area);

}  // namespace hailong::ui
