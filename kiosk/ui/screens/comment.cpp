#include <algorithm>
#include <cmath>

#include "kiosk/ui/field.h"
#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/typing.h"

namespace hailong::ui {
namespace {

constexpr double kNarrowestColumn = 15.3;  // mm: a key, and a line of sight to the next
constexpr float kColumns = 10;             // of letters beside each other

bool has_side_column(const Metrics& m) { return m.layout == Layout::compact; }
Style writing(const Metrics& m) { return m.layout == Layout::compact ? Style::body : Style::hint; }

// From the top: heading, field, keys; then the buttons in a row, on the compact panel in a column beside the letters.
struct CommentPlan {
    Page page;
    Rect field;
    Rect keys;
    float row_top = 0;
    ButtonRow row;
};

Rect area_of(const Canvas& canvas, const flow::CommentView& view, float& row) {
    const Metrics& m = canvas.metrics();
    if (!covers_bar(view, m)) {
        row = row_top(m);
        Rect area = page_area(m);
        const float air = page_has_header(m) ? m.u(16) : 0;  // the heading fills its area up to the office's name
        area.y += air;
        area.h -= air;
        return area;
    }
    const bool is_small = has_side_column(m);
    const float top = is_small || m.modes.large ? m.u(10) : m.content().y;
    row = lowest_without_bar(m) - m.button_height;
    const float bottom = is_small ? lowest_without_bar(m) : row - m.u(16);
    return {m.margin, top, m.screen().w - 2 * m.margin, bottom - top};
}

void place_column(CommentPlan& plan, const Canvas& canvas, float top, float left) {
    const Metrics& m = canvas.metrics();
    const float right = plan.keys.right();
    const float between = m.u(6);
    const float height = std::floor((plan.keys.bottom() - top - 2 * between) / 3);
    float y = top;
    for (Button* button : {&plan.row.left[0], &plan.row.right[0], &plan.row.right[1]}) {
        button->rect = {left, y, right - left, height};
        y += height + between;
    }
}

// How wide the column of buttons may be while every letter keeps its millimetres.
float side_width(const Canvas& canvas, const CommentPlan& plan) {
    const Metrics& m = canvas.metrics();
    float wanted = m.u(200);
    for (const Button* button : {&plan.row.left[0], &plan.row.right[0], &plan.row.right[1]}) {
        wanted = std::max(wanted, natural_width(canvas, *button));
    }
    return std::min(wanted, std::floor(plan.keys.w - m.gap - kColumns * m.mm(kNarrowestColumn)));
}

CommentPlan plan_comment(const Canvas& canvas, const flow::CommentView& view, const Texts& texts, std::size_t rows) {
    const Metrics& m = canvas.metrics();
    CommentPlan plan;
    plan.row = {{back_button(texts(view.back))},
                {finish_button(texts(view.finish), false), send_button(texts(view.send))}};
    const Rect area = area_of(canvas, view, plan.row_top);
    const float gap = m.u(m.layout == Layout::compact ? 10 : 16);
    const int lines = m.layout == Layout::portrait ? 5 : m.layout == Layout::compact ? 3 : 2;
    const float field = field_height(canvas, writing(m), lines);
    const std::vector<HeadingLine> heading{{texts(view.title), Style::title, kInk},
                                           {texts(view.privacy), Style::hint, kMuted}};
    // Two lines, so that one sees what one wrote before; where even the smallest heading leaves no room for them, one.
    for (const int least_lines : {2, 1}) {
        const float least = field_height(canvas, writing(m), least_lines) + gap + least_height(m, rows);
        plan.page =
            plan_page_in(canvas, area, heading, {field + gap + wanted_height(m, rows), least, BodyWish::Use::read});
        if (!plan.page.heading.empty()) break;
    }
    const Rect& body = plan.page.body;
    const float room = std::max(least_height(m, rows), body.h - gap - field);
    const float keys = std::min({room, wanted_height(m, rows), body.bottom() - std::max(body.y, m.reach_top)});
    plan.keys = {body.x, body.bottom() - keys, body.w, keys};
    plan.field = {body.x, body.y, body.w, plan.keys.y - gap - body.y};
    return plan;
}

// How many letters there are: at the right of the field, on an upright panel, where width is short, below its lines.
void draw_text(Canvas& canvas, const flow::CommentView& view, const Texts& texts, const Rect& rect) {
    const Metrics& m = canvas.metrics();
    const std::string count = texts(view.count);
    const float width = std::ceil(canvas.lettering().width(Style::office, count)) + 1;
    const float line = canvas.lettering().line(Style::office);
    const float edge = m.u(m.layout == Layout::compact ? 10 : 18);
    const bool is_below = m.layout == Layout::portrait;
    draw_field(canvas, {rect, view.draft.view(), writing(m), is_below ? 0 : width + m.u(20), is_below ? line : 0});
    const float top = is_below ? rect.bottom() - edge - line : rect.y + edge;
    canvas.text({count, Style::office, kMuted, Align::left, {rect.right() - width - m.u(24), top, width, line}});
}

// On the compact panel the first row, the longest, runs from edge to edge; the buttons stand beside the others.
std::optional<KeyPress> draw_keyboard(Canvas& canvas, const KeyRows& rows, CommentPlan& plan) {
    if (!has_side_column(canvas.metrics())) {
        place_row(canvas, plan.row_top, plan.row);
        return draw_keys(canvas, rows, plan.keys);
    }
    const float gap = canvas.metrics().gap;
    const float one = std::floor(plan.keys.h / static_cast<float>(rows.size()));
    const float column = side_width(canvas, plan);
    const Rect first{plan.keys.x, plan.keys.y, plan.keys.w, one};
    const Rect others{plan.keys.x, first.bottom(), plan.keys.w - column - gap, plan.keys.bottom() - first.bottom()};
    place_column(plan, canvas, others.y, others.right() + gap);
    auto press = draw_keys(canvas, {rows.front()}, first);
    if (auto lower = draw_keys(canvas, {rows.begin() + 1, rows.end()}, others)) press = lower;
    return press;
}

}  // namespace

MaybeEvent draw_comment(Canvas& canvas, const flow::CommentView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const auto rows =
        keyboard_rows({view.capitals, view.digits, view.method}, key_labels(texts, view.method), m.layout);
    CommentPlan plan = plan_comment(canvas, view, texts, rows.size());
    draw_heading(canvas, plan.page);
    draw_text(canvas, view, texts, plan.field);
    MaybeEvent event;
    if (const auto press = draw_keyboard(canvas, rows, plan)) event = typed(*press);
    if (const auto at = draw_button(canvas, plan.row.left[0])) event = flow::Back{*at};
    if (const auto at = draw_button(canvas, plan.row.right[0])) event = flow::Finished{*at};
    if (!view.can_send) {
        draw_idle_button(canvas, plan.row.right[1]);
    } else if (const auto at = draw_button(canvas, plan.row.right[1])) {
        event = flow::SendTouched{*at};
    }
    return event;
}

}  // namespace hailong::ui
