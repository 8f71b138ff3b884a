#include "kiosk/ui/screens/code.h"

#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/typing.h"

namespace hailong::ui {
namespace {

float slip_size(const Metrics& m) { return m.layout == Layout::compact ? m.sign * 1.7F : m.sign * 2; }

// Picture of a slip before the reader; beside or below it what to do and what it is for.
struct ScanPlan {
    bool is_tall = false;
    float picture = 0;
    float width = 0;  // of the texts
    TextBlock scan;
    TextBlock purpose;
    Note note;
    Button type;
    float texts = 0;  // height of all of them
    [[nodiscard]] float height() const { return is_tall ? picture + texts : std::max(picture, texts); }
};

ScanPlan plan_scan(const Canvas& canvas, const flow::CodeView& view, const Texts& texts, float scale) {
    const Metrics& m = canvas.metrics();
    ScanPlan plan;
    plan.is_tall = m.layout == Layout::portrait;
    plan.picture = slip_size(m);
    const float widest = m.em(Style::hint) * 30;
    const float beside = page_area(m).w - plan.picture - m.u(60);
    plan.width = std::min(widest, plan.is_tall ? page_area(m).w : beside);
    const float gap = m.u(m.layout == Layout::compact ? 10 : 20);
    const Align align = plan.is_tall ? Align::centre : Align::left;
    plan.scan = {texts(view.scan), Style::hint, kInk, align, {0, 0, plan.width, 0}, scale};
    plan.scan.box.h = canvas.measure_height(plan.scan);
    plan.purpose = {texts(view.purpose), Style::body, kMuted, align, {0, plan.scan.box.h + gap, plan.width, 0}, scale};
    plan.purpose.box.h = canvas.measure_height(plan.purpose);
    float y = plan.purpose.box.bottom() + gap;
    if (!view.note.key.empty()) {
        plan.note = plan_note(canvas, view, texts, plan.width);
        y += plan.note.height + gap;
    }
    plan.type = {"type", texts(view.type), "keypad", Button::IconPlace::before, Look::card, {}};
    const float button = natural_width(canvas, plan.type);
    plan.type.rect = {plan.is_tall ? std::round((plan.width - button) / 2) : 0, y, button, m.button_height};
    plan.texts = plan.type.rect.bottom();
    return plan;
}

// The words give way where the panel is too low for them: large ones first, then the picture.
ScanPlan fitted_scan(const Canvas& canvas, const flow::CodeView& view, const Texts& texts) {
    constexpr float kStep = 0.04F;
    const Metrics& m = canvas.metrics();
    const float smallest = m.modes.large ? 0.6F : 0.84F;
    const float room = page_area(m).h - m.em(Style::title) * (m.modes.large ? 1.4F : 1.8F);
    float scale = 1;
    ScanPlan plan = plan_scan(canvas, view, texts, scale);
    while (plan.height() > room && scale > smallest) {
        scale -= kStep;
        plan = plan_scan(canvas, view, texts, scale);
    }
    if (plan.is_tall && plan.height() > room) plan.picture = std::max(m.sign, room - plan.texts);
    return plan;
}

// Where the words of a note end, from its beginning.
float words_end(const Canvas& canvas, const Note& note) {
    float widest = 0;
    for (const auto& line : canvas.lines(note.words)) {
        widest = std::max(widest, canvas.lettering().width(Style::button, line) * note.words.scale);
    }
    return note.words.box.x + widest;
}

// Enough of the code to know the slip again, behind "received", where the line has room for it.
void draw_last_group(Canvas& canvas, const flow::CodeView& view, const Note& note, const Rect& place) {
    if (!view.accepted || canvas.lines(note.words).size() != 1) return;
    const float line = canvas.lettering().line(Style::button);
    const float left = place.x + words_end(canvas, note) + canvas.metrics().u(24);
    const Rect box{left, std::round(place.middle_y() - line / 2), place.right() - left, line};
    if (canvas.lettering().width(Style::button, view.shown.view()) > box.w) return;
    canvas.private_text(view.shown.view(), Style::button, box);
}

// Over the texts, which begin at the left.
void align_heading(Page& page, float x, float width) {
    for (auto& block : page.heading) {
        block.align = Align::left;
        block.box.x = x;
        block.box.w = width;
    }
}

MaybeEvent draw_scan(Canvas& canvas, const flow::CodeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    ScanPlan plan = fitted_scan(canvas, view, texts);
    Page page = plan_page(canvas, {{texts(view.title), Style::title, kInk}},
                          {plan.height(), plan.height(), BodyWish::Use::read});
    const float gap = m.u(60);
    const float all = plan.is_tall ? plan.width : plan.picture + gap + plan.width;
    float x = std::round(m.screen().middle_x() - all / 2);
    float y = page.body.y;
    if (plan.is_tall) {
        canvas.picture("slip", {std::round(m.screen().middle_x() - plan.picture / 2), y, plan.picture, plan.picture},
                       kInk);
        y += plan.picture;
    } else {
        canvas.picture("slip", {x, std::round(page.body.middle_y() - plan.picture / 2), plan.picture, plan.picture},
                       kInk);
        x += plan.picture + gap;
        y += std::round((page.body.h - plan.texts) / (m.modes.reach ? 1 : 2));
        align_heading(page, x, plan.width);
    }
    draw_heading(canvas, page);
    for (Rect* box : {&plan.scan.box, &plan.purpose.box, &plan.type.rect}) {
        box->x += x;
        box->y += y;
    }
    canvas.text(plan.scan);
    canvas.text(plan.purpose);
    if (!view.note.key.empty()) {
        const float gap_below = m.u(m.layout == Layout::compact ? 10 : 20);
        const float top = plan.type.rect.y - gap_below - plan.note.height;
        const float last = view.accepted ? m.u(24) + canvas.lettering().width(Style::button, view.shown.view()) : 0;
        const float note = words_end(canvas, plan.note) + last;
        const float left = plan.is_tall ? x + std::max(0.0F, std::round((plan.width - note) / 2)) : x;
        draw_note(canvas, plan.note, left, top);
        draw_last_group(canvas, view, plan.note, {left, top, x + plan.width - left, plan.note.height});
    }
    const auto at = draw_button(canvas, plan.type);
    if (!at) return std::nullopt;
    return flow::KeypadOpened{*at};
}

MaybeEvent draw_buttons(Canvas& canvas, const flow::CodeView& view, const Texts& texts, float top) {
    ButtonRow row{{back_button(texts(view.back))},
                  {finish_button(texts(view.finish), false), send_button(texts(view.send))}};
    place_row(canvas, top, row);
    MaybeEvent event;
    if (const auto at = draw_button(canvas, row.left[0])) event = flow::Back{*at};
    if (const auto at = draw_button(canvas, row.right[0])) event = flow::Finished{*at};
    if (!view.can_send) {
        draw_idle_button(canvas, row.right[1]);
    } else if (const auto at = draw_button(canvas, row.right[1])) {
        event = flow::SendTouched{*at};
    }
    return event;
}

}  // namespace

Note plan_note(const Canvas& canvas, const flow::CodeView& view, const Texts& texts, float width) {
    const Metrics& m = canvas.metrics();
    const float left = m.badge * 1.3F + m.u(20);
    Note note;
    note.icon = view.accepted ? "check" : "trouble";
    note.words = {texts(view.note), Style::button, kInk, Align::left, {left, 0, width - left, 0}};
    note.words.box.h = 2 * canvas.line(note.words);
    note.words = canvas.shrink(note.words);
    note.words.box.h = canvas.measure_height(note.words);
    note.height = std::max(m.badge * 1.3F, note.words.box.h);
    return note;
}

void draw_note(Canvas& canvas, const Note& note, float x, float y) {
    const float size = canvas.metrics().badge * 1.3F;
    const float middle = std::round(y + note.height / 2);
    canvas.disc(x + size / 2, middle, size / 2, kInk);
    canvas.picture(note.icon, Rect{x, middle - size / 2, size, size}.scaled(0.62F), kOnInk);
    TextBlock words = note.words;
    words.box.x += x;
    words.box.y = std::round(middle - words.box.h / 2);
    canvas.text(words);
}

MaybeEvent draw_code(Canvas& canvas, const flow::CodeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    Rect area = page_area(m);
    float top = row_top(m);
    if (covers_bar(view, m)) {
        top = lowest_without_bar(m) - m.button_height;
        area.h = top - m.u(12) - area.y;
    }
    MaybeEvent event = view.keypad ? draw_keypad(canvas, view, texts, area) : draw_scan(canvas, view, texts);
    if (auto chosen = draw_buttons(canvas, view, texts, top)) event = std::move(chosen);
    return event;
}

}  // namespace hailong::ui
