#include "kiosk/ui/widgets.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

struct Dress {
    Colour ground;
    Colour outline;
    Colour ink;
};

Dress dress_of(Look look) {
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

// The word in the middle of the height of its place.
void centre(const Canvas& canvas, TextBlock& block) {
    block = canvas.shrink(block);
    block.box.y = std::round(block.box.middle_y() - canvas.measure_height(block) / 2);
}

ChipPlan plan_row(const Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const Rect& r = chip.rect;
    const bool is_narrow = r.w < m.u(420) || r.h < m.u(100) || m.modes.large;
    const float pad = m.u(is_narrow ? 20 : 34);
    const float icon = std::min(m.chip_icon, std::round(r.h * 0.71F));
    ChipPlan plan;
    plan.icon = {r.x + pad, std::round(r.middle_y() - icon / 2), icon, icon};
    plan.badge_x = r.right() - m.u(is_narrow ? 10 : 22) - m.badge / 2;
    plan.badge_y = r.middle_y();
    const float left = plan.icon.right() + m.u(is_narrow ? 14 : 26);
    const float width = plan.badge_x - m.badge / 2 - m.u(8) - left;
    plan.word = {chip.word, Style::chip, kInk, Align::left, {left, r.y + m.u(3), width, r.h - m.u(6)}};
    plan.word.scale = chip.word_scale;
    centre(canvas, plan.word);
    return plan;
}

// The word takes what it needs, the icon what is left, both at most as drawn. On a low tile one line leaves more of the
// icon, unless letters are to be large.
TextBlock fit_tile_word(const Canvas& canvas, TextBlock word, float room) {
    const float one = canvas.line(word);
    word.box.h = room;
    if (room < 2.5F * one && !canvas.metrics().modes.large) {
        TextBlock short_word = word;
        short_word.box.h = one;
        short_word = canvas.shrink(short_word);
        if (canvas.fits(short_word)) return short_word;
    }
    return canvas.shrink(word);
}

ChipPlan plan_tile(const Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const Rect& r = chip.rect;
    const float edge = m.u(8), between = m.u(r.h < m.u(200) ? 4 : 14);
    ChipPlan plan;
    plan.word = {chip.word, Style::chip, kInk, Align::centre, r.inset(m.u(10), 0)};
    plan.word.scale = chip.word_scale;
    plan.word = fit_tile_word(canvas, plan.word, r.h - 2 * edge - between - std::min(m.chip_icon, m.u(40)));
    const float lines = std::max(2.0F, canvas.measure_height(plan.word) / canvas.line(plan.word));
    const float room = r.h >= m.u(200) ? lines * canvas.line(plan.word) : canvas.measure_height(plan.word);
    const float icon = std::floor(std::min(m.chip_icon, r.h - 2 * edge - between - room));
    const float top = std::round(r.middle_y() - (icon + between + room) / 2);
    plan.icon = {std::round(r.middle_x() - icon / 2), top, icon, icon};
    const float unused = room - canvas.measure_height(plan.word);
    plan.word.box.y = std::round(plan.icon.bottom() + between + std::max(0.0F, unused / 2));
    plan.word.box.h = r.bottom() - m.u(4) - plan.word.box.y;
    const float badge_edge = m.u(r.h < m.u(200) ? 10 : 18);
    plan.badge_x = r.right() - badge_edge - m.badge / 2;
    plan.badge_y = r.y + badge_edge + m.badge / 2;
    return plan;
}

// Where icon and word of a button lie.
struct LabelPlan {
    Rect icon;
    TextBlock label;
    bool has_word = true;
};

LabelPlan plan_beside(const Canvas& canvas, const Rect& r, LabelPlan plan, bool icon_first) {
    const Metrics& m = canvas.metrics();
    const float icon = plan.icon.w, edge = m.u(7);
    const float between = icon > 0 && plan.has_word ? m.u(14) : 0;
    TextBlock& label = plan.label;
    label.align = Align::centre;
    label.box = {0, r.y + m.u(3), r.w - 2 * edge - icon - between, r.h - m.u(6)};
    label = canvas.shrink(label);
    float width = 0;
    for (const auto& line : canvas.lines(label)) {
        width = std::max(width, canvas.lettering().width(label.style, line, label.scale));
    }
    if (!plan.has_word) width = 0;
    label.box.w = std::min(label.box.w, std::ceil(width) + 1);
    const float left = std::round(r.middle_x() - (label.box.w + between + icon) / 2);
    label.box.x = left + (icon_first ? icon + between : 0);
    label.box.y = std::round(r.middle_y() - canvas.measure_height(label) / 2);
    plan.icon.x = !plan.has_word ? std::round(r.middle_x() - icon / 2)
                  : icon_first   ? left
                                 : label.box.right() + between;
    plan.icon.y = std::round(r.middle_y() - icon / 2);
    return plan;
}

LabelPlan plan_above(const Canvas& canvas, const Rect& r, LabelPlan plan) {
    const Metrics& m = canvas.metrics();
    TextBlock& label = plan.label;
    label.align = Align::centre;
    label.box = r.inset(m.u(r.w > m.u(260) ? 18 : 5), m.u(6));
    label.box.h -= std::min(plan.icon.h, m.u(30));
    label = canvas.shrink(label);
    const float height = canvas.measure_height(label);
    const float icon = std::min(plan.icon.h, r.h - m.u(12) - height);
    const float top = std::round(r.middle_y() - (icon + height) / 2);
    plan.icon = {std::round(r.middle_x() - icon / 2), top, icon, icon};
    label.box.y = top + icon;
    label.box.h = r.bottom() - label.box.y;
    return plan;
}

std::optional<base::PanelPoint> draw_labelled(Canvas& canvas, const Target& target, Look look,
                                              const std::pair<std::string, LabelPlan>& content) {
    const Metrics& m = canvas.metrics();
    const Dress dress = dress_of(look);
    const Rect rect = target.rect.scaled(canvas.press(target.id));
    canvas.paper(rect, dress.ground, m.radius);
    canvas.outline(rect, dress.outline, m.radius, m.outline);
    const auto& [icon, plan] = content;
    TextBlock label = plan.label;
    label.colour = dress.ink;
    if (plan.has_word) canvas.text(label);
    if (!icon.empty()) canvas.picture(icon, plan.icon, dress.ink);
    return canvas.touch({target.id, target.rect, target.label, !plan.has_word || canvas.fits(label), target.spoken});
}

// As narrow as the word gets on so many lines.
float narrowest(const Canvas& canvas, const std::string& label, bool on_two_lines) {
    const auto width = [&](std::string_view text) { return canvas.lettering().width(Style::aid, text); };
    float least = width(label);
    if (!on_two_lines) return least;
    for (auto at = label.find(' '); at != std::string::npos; at = label.find(' ', at + 1)) {
        least = std::min(least, std::max(width(label.substr(0, at)), width(label.substr(at + 1))));
    }
    return least;
}

}  // namespace

float natural_width(const Canvas& canvas, const Button& button) {
    const float label = canvas.lettering().width(Style::button, button.label);
    const float width = std::ceil(label + icon_room(canvas, button) + 2 * padding(canvas));
    return std::max(width, canvas.metrics().button_height);
}

std::optional<base::PanelPoint> draw_button(Canvas& canvas, const Button& button) {
    const float icon = button.icon.empty() ? 0 : canvas.metrics().icon;
    LabelPlan plan{{0, 0, icon, icon}, {button.label, Style::button, kInk, Align::left, {}}, true};
    const bool is_before = button.icon_place == Button::IconPlace::before;
    plan = button.is_tile ? plan_above(canvas, button.rect, plan) : plan_beside(canvas, button.rect, plan, is_before);
    return draw_labelled(canvas, {button.id, button.rect, button.label, true, {}}, button.look, {button.icon, plan});
}

float bar_width(const Canvas& canvas, const BarButton& button, float pad, WordLines lines) {
    const Metrics& m = canvas.metrics();
    const float icon = button.icon.empty() ? 0 : m.icon;
    if (!button.has_word) return m.bar_button;
    const float line = canvas.lettering().line(Style::aid, button.label);
    const bool is_high = m.bar_is_tiled && m.bar_button >= 2 * line + m.u(button.icon.empty() ? 10 : 40);
    const float whole = canvas.lettering().width(Style::aid, button.label) + 2 * pad;
    const bool on_two_lines = lines == WordLines::two && is_high && whole > m.bar_button * 1.3F;
    const float word = std::ceil(narrowest(canvas, button.label, on_two_lines)) + 1;
    const float content = m.bar_is_tiled || icon == 0 ? std::max(word, icon) : word + icon + m.u(14);
    return std::max(std::ceil(content + 2 * std::max(pad, m.u(7))), m.bar_button);
}

std::optional<base::PanelPoint> draw_bar_button(Canvas& canvas, const BarButton& button) {
    const Metrics& m = canvas.metrics();
    // Without its word the picture says it all.
    const float alone = std::min(m.chip_icon, std::round(m.bar_button * 0.5F));
    const float icon = button.icon.empty() ? 0 : button.has_word ? m.icon : alone;
    LabelPlan plan{{0, 0, icon, icon}, {button.label, Style::aid, kInk, Align::left, {}}, button.has_word};
    const bool is_tile = m.bar_is_tiled && icon > 0 && button.has_word;
    plan = is_tile ? plan_above(canvas, button.rect, plan) : plan_beside(canvas, button.rect, plan, true);
    return draw_labelled(canvas, {button.id, button.rect, button.label, true, button.spoken},
                         button.is_on ? Look::strong : Look::card, {button.icon, plan});
}

float word_gap(const Metrics& metrics) {
    return metrics.u(metrics.modes.reach ? 5 : metrics.layout == Layout::compact ? 12 : 20);
}

TextBlock word_block(const Canvas& canvas, const FaceButton& face) {
    const Metrics& m = canvas.metrics();
    // On the small panel words are kept well apart; elsewhere the pitch is all there is.
    const bool is_roomy = m.layout == Layout::compact && !m.modes.large;
    const float width = is_roomy ? std::round(m.pitch * 0.86F) : m.pitch - m.u(6);
    const float top = face.top + m.face + word_gap(m);
    TextBlock block{face.word, Style::word, kInk, Align::centre, {face.middle_x - width / 2, top, width, 0}};
    block.box.h = face.word_height > 0 ? face.word_height : 3 * canvas.lettering().line(Style::word, face.word);
    block.scale = face.word_scale;
    return block;
}

std::optional<base::PanelPoint> draw_face(Canvas& canvas, const FaceButton& face) {
    const Metrics& m = canvas.metrics();
    const std::string id = face_name(face.score);
    const Rect whole{face.middle_x - m.face / 2, face.top, m.face, m.face};
    const Rect rect = whole.scaled(canvas.press(id));
    canvas.picture(face_name(face.score), rect, kOnInk);
    if (face.is_pressed) {
        // White on white would not be seen: a line of the ground parts the ring from the face.
        const bool is_contrast = canvas.palette() == kHighContrast;
        if (is_contrast) canvas.ring(rect.middle_x(), rect.middle_y(), rect.w / 2, kBackground, m.u(8));
        canvas.ring(rect.middle_x(), rect.middle_y(), rect.w / 2 + m.u(is_contrast ? 6 : 1), kInk, m.u(6));
        if (is_contrast) {
            canvas.disc(rect.right() - m.badge * 0.35F, rect.y + m.badge * 0.35F, m.badge / 2 + m.u(6), kBackground);
        }
        draw_badge(canvas, rect.right() - m.badge * 0.35F, rect.y + m.badge * 0.35F);
    }
    const TextBlock word = word_block(canvas, face);
    canvas.text(word);
    const float above = m.u(m.modes.reach ? 4 : 10);
    const Rect target{std::ceil(face.middle_x - m.pitch / 2 + 1), face.top - above, m.pitch - 2,
                      word.box.bottom() + above - (face.top - above)};
    return canvas.touch({id, target, face.word, canvas.fits(word)});
}

float chip_word_scale(const Canvas& canvas, const ChipButton& chip) {
    return (chip.is_tile ? plan_tile(canvas, chip) : plan_row(canvas, chip)).word.scale;
}

std::optional<base::PanelPoint> draw_chip(Canvas& canvas, const ChipButton& chip) {
    const Metrics& m = canvas.metrics();
    const Rect rect = chip.rect.scaled(canvas.press(chip.id));
    canvas.paper(rect, chip.is_chosen ? kChosen : kCard, m.radius);
    canvas.outline(rect, chip.is_chosen ? kInk : kOutline, m.radius, chip.is_chosen ? 2 * m.outline : m.outline);
    const ChipPlan plan = chip.is_tile ? plan_tile(canvas, chip) : plan_row(canvas, chip);
    canvas.picture(chip.icon, plan.icon, kInk);
    canvas.text(plan.word);
    if (chip.is_chosen) draw_badge(canvas, plan.badge_x, plan.badge_y);
    return canvas.touch({chip.id, chip.rect, chip.word, canvas.fits(plan.word)});
}

void draw_sign(Canvas& canvas, float middle_x, float top, const std::string& icon) {
    const Metrics& m = canvas.metrics();
    canvas.disc(middle_x, top + m.sign / 2, m.sign / 2, kInk);
    const float size = std::min(m.chip_icon, std::round(m.sign * 0.6F));
    canvas.picture(icon, {std::round(middle_x - size / 2), std::round(top + (m.sign - size) / 2), size, size}, kOnInk);
}

void draw_badge(Canvas& canvas, float middle_x, float middle_y) {
    const Metrics& m = canvas.metrics();
    canvas.disc(middle_x, middle_y, m.badge / 2, kInk);
    const float size = m.badge * 0.66F;
    canvas.picture("check", {middle_x - size / 2, middle_y - size / 2, size, size}, kOnInk);
}

}  // namespace hailong::ui
