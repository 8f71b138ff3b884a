#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

std::string name_of(flow::Part part) {
    switch (part) {
        case flow::Part::items:
            return "items";
        case flow::Part::comment:
            return "comment";
        case flow::Part::code:
            return "code";
    }
    return "items";
}

// Beside each other, on an upright panel one below the other. Two tiles are no wider than three would let them.
std::vector<Rect> places_of(const Canvas& canvas, const Rect& body, std::size_t count) {
    const Metrics& m = canvas.metrics();
    if (m.layout == Layout::portrait) return grid(body, count, 1, m.gap);
    const auto tiles = static_cast<float>(count);
    const float widest = m.u(m.layout == Layout::compact ? 480 : 700);
    const float width = std::min(body.w, tiles * widest + (tiles - 1) * m.gap);
    return grid({std::round(body.middle_x() - width / 2), body.y, width, body.h}, count, count, m.gap);
}

float tiles_height(const Metrics& m, std::size_t count) {
    if (m.layout == Layout::portrait) {
        return static_cast<float>(count) * m.u(210) + static_cast<float>(count - 1) * m.gap;
    }
    return m.u(m.layout == Layout::compact ? 250 : 330);
}

}  // namespace

MaybeEvent draw_more(Canvas& canvas, const flow::MoreView& view, const Texts& texts) {
    const std::vector<HeadingLine> heading{{texts(view.title), Style::title, kInk},
                                           {texts(view.hint), Style::hint, kMuted}};
    const float wanted = tiles_height(canvas.metrics(), view.tiles.size());
    const Page page = plan_page(canvas, heading, {wanted, wanted * 0.8F, BodyWish::Use::touched});
    draw_heading(canvas, page);
    const auto places = places_of(canvas, page.body, view.tiles.size());
    MaybeEvent event;
    for (std::size_t i = 0; i < view.tiles.size(); ++i) {
        const auto& tile = view.tiles[i];
        // A comment and a code are given once; items may be looked through again.
        const bool is_over = tile.done && tile.part != flow::Part::items;
        const auto at = draw_tile(canvas, {"part." + name_of(tile.part), texts(tile.word), tile.icon,
                                           tile.done ? texts(tile.state) : "", tile.done, is_over, false, places[i]});
        if (at) event = flow::PartOpened{tile.part, *at};
    }
    ButtonRow row{{{"new_visit", texts(view.new_visit), "new_visit", Button::IconPlace::before, Look::plain, {}},
                   back_button(texts(view.back))},
                  {finish_button(texts(view.finish), true)}};
    place_row(canvas, row_top(canvas.metrics()), row);
    if (const auto at = draw_button(canvas, row.left[0])) event = flow::NewVisit{*at};
    if (const auto at = draw_button(canvas, row.left[1])) event = flow::Back{*at};
    if (const auto at = draw_button(canvas, row.right[0])) event = flow::Finished{*at};
    return event;
}

}  // namespace hailong::ui
