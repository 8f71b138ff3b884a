#include "kiosk/ui/widgets.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

struct Paint {
    Rgb ground;
    Rgb outline;
    Rgb ink;
};

Paint paint_of(Look look) {
    switch (look) {
        case Look::plain:
            return {kButton, kOutline, kInk};
        case Look::card:
            return {kCard, kOutline, kInk};
        case Look::strong:
            return {kInk, kInk, kOnInk};
    }
    return {kButton, kOutline, kInk};
}

float padding(const Canvas& canvas) { return canvas.metrics().u(canvas.metrics().layout == Layout::compact ? 20 : 34); }
float icon_room(const Canvas& canvas, const Button& button) {
    return button.icon.empty() ? 0 : canvas.metrics().icon + canvas.metrics().u(16);
}

// Icon and word of a chip: side by side where chips are wide, one above the other where they are tiles.
struct ChipPlan {
    Rect icon;
    TextBlock word;
    float badge_x = 0;
    float badge_y = 0;
};

ChipPlan plan_row(const Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const float pad = m.u(m.layout == Layout::compact ? 22 : 34);
    const Rect& r = chip.rect;
    ChipPlan plan;
    plan.icon = {r.x + pad, r.middle_y() - m.chip_icon / 2, m.chip_icon, m.chip_icon};
    plan.badge_x = r.right() - m.u(m.layout == Layout::compact ? 12 : 22) - m.badge / 2;
    plan.badge_y = r.middle_y();
    const float left = plan.icon.right() + m.u(m.layout == Layout::compact ? 16 : 26);
    const float width = plan.badge_x - m.badge / 2 - m.u(8) - left;
    plan.word = {chip.word, Style::chip, kInk, Align::left, {left, r.y, width, r.h}};
    plan.word.box.y = std::floor(r.middle_y() - canvas.measure_height(plan.word) / 2);
    plan.word.box.h = 2 * (r.middle_y() - plan.word.box.y);
    return plan;
}

ChipPlan plan_tile(const Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const Rect& r = chip.rect;
    const float line = canvas.lettering().line(Style::chip);
    const float top = r.y + (r.h - m.chip_icon - m.u(14) - 2 * line) / 2;
    ChipPlan plan;
    plan.icon = {r.middle_x() - m.chip_icon / 2, top, m.chip_icon, m.chip_icon};
    plan.word = {chip.word, Style::chip, kInk, Align::centre, r.inset(m.u(16), 0)};
    const float unused = 2 * line - canvas.measure_height(plan.word);
    plan.word.box.y = plan.icon.bottom() + m.u(14) + std::max(0.0F, unused / 2);
    plan.word.box.h = r.bottom() - m.u(10) - plan.word.box.y;
    plan.badge_x = r.right() - m.u(18) - m.badge / 2;
    plan.badge_y = r.y + m.u(18) + m.badge / 2;
    return plan;
}

}  // namespace

float natural_width(const Canvas& canvas, const Button& button) {
    const float label = canvas.lettering().width(Style::button, button.label);
    const float width = std::ceil(label + icon_room(canvas, button) + 2 * padding(canvas));
    return std::max(width, canvas.metrics().button_height);
}

std::optional<base::PanelPoint> draw_button(Canvas& canvas, const Button& button) {
    const Metrics& m = canvas.metrics();
    const Paint paint = paint_of(button.look);
    const float factor = canvas.press(button.id);
    const Rect rect = button.rect.scaled(factor);
    canvas.fill(rect, paint.ground, m.radius);
    canvas.outline(rect, paint.outline, m.radius, m.outline);

    const float room = icon_room(canvas, button);
    const float label_width = canvas.lettering().width(Style::button, button.label);
    const float line = canvas.lettering().line(Style::button);
    const float left = std::round(button.rect.middle_x() - (label_width + room) / 2);
    const bool is_before = button.icon_place == Button::IconPlace::before;
    const float text_x = left + (is_before ? room : 0);
    const float icon_x = is_before ? left : left + label_width + room - m.icon;
    const TextBlock label{button.label,
                          Style::button,
                          paint.ink,
                          Align::left,
                          {text_x, std::round(button.rect.middle_y() - line / 2), label_width + 1, line}};
    canvas.text(label);
    if (!button.icon.empty()) {
        canvas.picture(button.icon, {icon_x, std::round(rect.middle_y() - m.icon / 2), m.icon, m.icon}, paint.ink);
    }
    const bool fits = label_width + room + m.u(16) <= button.rect.w;
    return canvas.touch({button.id, button.rect, button.label, fits});
}

TextBlock word_block(const Canvas& canvas, const FaceButton& face) {
    const Metrics& m = canvas.metrics();
    const float width = m.pitch - m.u(6);
    const float top = face.top + m.face + m.u(m.layout == Layout::compact ? 12 : 20);
    return {face.word, Style::word, kInk, Align::centre, {face.middle_x - width / 2, top, width, face.word_height}};
}

std::optional<base::PanelPoint> draw_face(Canvas& canvas, const FaceButton& face) {
    const Metrics& m = canvas.metrics();
    const std::string id = face_name(face.score);
    const Rect whole{face.middle_x - m.face / 2, face.top, m.face, m.face};
    const Rect rect = whole.scaled(canvas.press(id));
    canvas.picture(face_name(face.score), rect, kOnInk);
    if (face.is_pressed) {
        canvas.ring(rect.middle_x(), rect.middle_y(), rect.w / 2 + m.u(1), kInk, m.u(6));
        draw_badge(canvas, rect.right() - m.badge * 0.35F, rect.y + m.badge * 0.35F);
    }
    const TextBlock word = word_block(canvas, face);
    canvas.text(word);
    const float above = m.u(10);
    const Rect target{std::ceil(face.middle_x - m.pitch / 2 + 1), face.top - above, m.pitch - 2,
                      word.box.bottom() + above - (face.top - above)};
    return canvas.touch({id, target, face.word, canvas.fits(word)});
}

std::optional<base::PanelPoint> draw_chip(Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const Rect rect = chip.rect.scaled(canvas.press(chip.id));
    canvas.paper(rect, chip.is_chosen ? kChosen : kCard, m.radius);
    canvas.outline(rect, chip.is_chosen ? kInk : kOutline, m.radius, chip.is_chosen ? 2 * m.outline : m.outline);
    const ChipPlan plan = m.layout == Layout::portrait ? plan_tile(canvas, chip) : plan_row(canvas, chip);
    canvas.picture(chip.icon, plan.icon, kInk);
    canvas.text(plan.word);
    if (chip.is_chosen) draw_badge(canvas, plan.badge_x, plan.badge_y);
    return canvas.touch({chip.id, chip.rect, chip.word, canvas.fits(plan.word)});
}

void draw_sign(Canvas& canvas, float middle_x, float top, const std::string& icon) {
    const Metrics& m = canvas.metrics();
    canvas.disc(middle_x, top + m.sign / 2, m.sign / 2, kInk);
    const float size = m.chip_icon;
    canvas.picture(icon, {std::round(middle_x - size / 2), std::round(top + (m.sign - size) / 2), size, size}, kOnInk);
}

void draw_badge(Canvas& canvas, float middle_x, float middle_y) {
    const Metrics& m = canvas.metrics();
    canvas.disc(middle_x, middle_y, m.badge / 2, kInk);
    const float size = m.badge * 0.66F;
    canvas.picture("check", {middle_x - size / 2, middle_y - size / 2, size, size}, kOnInk);
}

}  // namespace hailong::ui
