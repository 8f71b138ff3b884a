// What the screens behind "say more" have in common: a heading, a body, a row of buttons above the bar. The row lies at
// the same place on all of them, so that Skip is always where it was.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/widgets.h"

namespace hailong::ui {

struct HeadingLine {
    std::string text;  // empty: left out
    Style style = Style::title;
    Paint colour = kInk;
};

// What a page asks for its body.
struct BodyWish {
    float wanted = 0;
    float least = 0;  // the heading gives way, down to the size of the normal mode, until this is there
    enum class Use { touched, read } use = Use::touched;  // what is only read may stand above the reach of a hand
};

struct Page {
    std::vector<TextBlock> heading;
    Rect body;
};

// What is asked takes the place of the ward's sign on the small panel, with large letters and over a bar that is lifted
// into reach on any.
[[nodiscard]] bool page_has_header(const Metrics& metrics);
// Where heading and body may lie: the content without the row of buttons.
[[nodiscard]] Rect page_area(const Metrics& metrics);
[[nodiscard]] Page plan_page(const Canvas& canvas, const std::vector<HeadingLine>& heading, const BodyWish& wish);
[[nodiscard]] Page plan_page_in(const Canvas& canvas, const Rect& area, const std::vector<HeadingLine>& heading,
                                const BodyWish& wish);
void draw_heading(Canvas& canvas, const Page& page);

struct ButtonRow {
    std::vector<Button> left;   // from the left margin
    std::vector<Button> right;  // to the right margin, all equally wide: leaving is as easy as sending
};
[[nodiscard]] float row_gap(const Metrics& metrics);  // between the row and the bar
[[nodiscard]] float row_top(const Metrics& metrics);
// Gives each button its place at `top`. Where the words are long the icons at the left go first, then the padding.
void place_row(const Canvas& canvas, float top, ButtonRow& row);

[[nodiscard]] Button back_button(std::string label);
[[nodiscard]] Button finish_button(std::string label, bool is_done);
[[nodiscard]] Button send_button(std::string label);
[[nodiscard]] Button close_button(std::string label);
// A button that has its place already and takes no touch yet: nothing was entered.
void draw_idle_button(Canvas& canvas, const Button& button);

// A large card with a word, perhaps a picture above or before it and a line below, perhaps chosen.
struct Tile {
    std::string id;
    std::string word;
    std::string icon;   // empty: none
    std::string state;  // empty: none
    bool is_chosen = false;
    bool is_over = false;     // takes no touch any more
    bool keeps_mark = false;  // room for the tick also while it is not chosen
    Rect rect;
};
[[nodiscard]] std::optional<base::PanelPoint> draw_tile(Canvas& canvas, const Tile& tile);
// How large its words stand, of their style's size; 0: they do not fit.
[[nodiscard]] float tile_scale(const Canvas& canvas, const Tile& tile);

// `count` equal places in `columns` columns; a last row that is not full stands in the middle.
[[nodiscard]] std::vector<Rect> grid(const Rect& area, std::size_t count, std::size_t columns, float gap);

}  // namespace hailong::ui
