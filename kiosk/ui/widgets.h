// The controls that screens are made of, each drawn and touchable in one call.
#pragma once

#include <optional>
#include <string>

#include "kiosk/ui/canvas.h"

namespace hailong::ui {

enum class Look { plain, card, strong };

struct Button {
    std::string id;
    std::string label;
    std::string icon;  // empty: none
    enum class IconPlace { before, after } icon_place = IconPlace::before;
    Look look = Look::plain;
    Rect rect;
    bool is_tile = false;  // icon above the word
};
// As wide as its label wants, with this layout's padding.
[[nodiscard]] float natural_width(const Canvas& canvas, const Button& button);
[[nodiscard]] std::optional<base::PanelPoint> draw_button(Canvas& canvas, const Button& button);

// A button of the bar: the word beside its icon, or below it where the bar is tiled.
struct BarButton {
    std::string id;
    std::string label;
    std::string icon;  // empty: none
    bool is_on = false;
    Rect rect;
    bool has_word = true;  // false: the icon alone is drawn, the label is only said
    flow::Text spoken{};
};
enum class WordLines { one, two };  // two only where the bar is tiled and high enough
[[nodiscard]] float bar_width(const Canvas& canvas, const BarButton& button, float pad, WordLines lines);
[[nodiscard]] std::optional<base::PanelPoint> draw_bar_button(Canvas& canvas, const BarButton& button);

struct FaceButton {
    int score = 0;
    std::string word;
    bool is_pressed = false;
    float middle_x = 0;
    float top = 0;
    float word_height = 0;  // place for the word and its size, the same for all five
    float word_scale = 1;
};
[[nodiscard]] std::optional<base::PanelPoint> draw_face(Canvas& canvas, const FaceButton& face);
[[nodiscard]] float word_gap(const Metrics& metrics);  // between a face and its word
[[nodiscard]] TextBlock word_block(const Canvas& canvas, const FaceButton& face);

struct ChipButton {
    std::string id;
    std::string word;
    std::string icon;
    bool is_chosen = false;
    Rect rect;
    bool is_tile = false;  // icon above the word
    float word_scale = 1;  // at most; chips of one screen share it
};
// The largest size at which the word fits this chip.
[[nodiscard]] float chip_word_scale(const Canvas& canvas, const ChipButton& chip);
[[nodiscard]] std::optional<base::PanelPoint> draw_chip(Canvas& canvas, const ChipButton& chip);

// The large round sign with a picture in it.
void draw_sign(Canvas& canvas, float middle_x, float top, const std::string& icon);
// The small round tick that says "chosen".
void draw_badge(Canvas& canvas, float middle_x, float middle_y);

}  // namespace hailong::ui
