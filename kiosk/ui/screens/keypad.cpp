#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/ui/field.h"
#include "kiosk/ui/screens/code.h"
#include "kiosk/ui/screens/typing.h"

namespace hailong::ui {
namespace {

constexpr double kHighestPadRow = 26;     // mm
constexpr double kWidestKeypad = 4 * 38;  // mm

// The words and the field beside the keys, on an upright panel above them.
struct KeypadPlan {
    Rect keys;
    TextBlock title;
    TextBlock purpose;
    Rect field;
    Note note;
    float note_top = 0;
};

void place_words(KeypadPlan& plan, const Canvas& canvas, const flow::CodeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect words = plan.title.box;  // the place for all of them
    const Align align = m.layout == Layout::portrait ? Align::centre : Align::left;
    const float gap = m.u(m.layout == Layout::compact ? 12 : 20);
    plan.title = {texts(view.title), Style::title, kInk, align, {words.x, 0, words.w, words.h * 0.4F}};
    plan.title = canvas.shrink(plan.title);
    plan.title.box.h = canvas.measure_height(plan.title);
    const float field = field_height(canvas, Style::title, 1);
    if (!view.note.key.empty()) plan.note = plan_note(canvas, view, texts, words.w);
    const float note = view.note.key.empty() ? 0 : plan.note.height + gap;
    // What the code is for stands here as long as nothing more urgent does.
    plan.purpose = {texts(view.purpose), Style::body, kMuted, align, {words.x, 0, words.w, 0}};
    plan.purpose.box.h = words.h - plan.title.box.h - field - 2 * gap;
    plan.purpose = canvas.shrink(plan.purpose);
    const bool has_purpose = view.note.key.empty() && canvas.fits(plan.purpose);
    plan.purpose.box.h = has_purpose ? canvas.measure_height(plan.purpose) : 0;
    const float all = plan.title.box.h + gap + field + note + (has_purpose ? plan.purpose.box.h + gap : 0);
    const float free = std::max(0.0F, words.h - all);
    plan.title.box.y = words.y + std::round(m.layout == Layout::portrait || m.modes.reach ? free : free / 2);
    plan.purpose.box.y = plan.title.box.bottom() + gap;
    const float field_top = has_purpose ? plan.purpose.box.bottom() + gap : plan.purpose.box.y;
    plan.field = {words.x, field_top, words.w, field};
    plan.note_top = plan.field.bottom() + gap;
}

KeypadPlan plan_keypad(const Canvas& canvas, const flow::CodeView& view, const Texts& texts, const Rect& area) {
    const Metrics& m = canvas.metrics();
    const std::size_t rows = keypad_rows({}).size();
    const float between = m.u(m.layout == Layout::compact ? 40 : 80);
    KeypadPlan plan;
    const float reach = area.bottom() - std::max(area.y, m.reach_top);
    const float height = std::min({m.mm(kHighestPadRow) * static_cast<float>(rows), area.h, reach});
    if (m.layout == Layout::portrait) {
        plan.keys = {area.x, area.bottom() - height, area.w, height};
        plan.title.box = {area.x, area.y, area.w, plan.keys.y - m.u(48) - area.y};
    } else {
        const float width = std::min(m.mm(kWidestKeypad), std::floor(area.w * 0.5F));
        const float top = m.modes.reach ? area.bottom() - height : area.y + std::round((area.h - height) / 2);
        plan.keys = {area.right() - width, top, width, height};
        plan.title.box = {area.x, area.y, area.w - width - between, area.h};
    }
    place_words(plan, canvas, view, texts);
    return plan;
}

// The largest in which the whole code stands on one line: it is compared with the slip.
Style style_of_code(const Canvas& canvas, const Rect& field, std::string_view code) {
    constexpr std::array kStylesOfCode{Style::title, Style::hint, Style::body, Style::office};
    for (const Style style : kStylesOfCode) {
        if (field_lines(canvas, code, style, field_width(canvas, field)).size() == 1) return style;
    }
    return kStylesOfCode.back();
}

}  // namespace

MaybeEvent draw_keypad(Canvas& canvas, const flow::CodeView& view, const Texts& texts, const Rect& area) {
    const KeypadPlan plan = plan_keypad(canvas, view, texts, area);
    canvas.text(plan.title);
    if (plan.purpose.box.h > 0) canvas.text(plan.purpose);
    draw_field(canvas, {plan.field, view.shown.view(), style_of_code(canvas, plan.field, view.shown.view()), 0, 0});
    if (!view.note.key.empty()) draw_note(canvas, plan.note, plan.field.x, plan.note_top);
    const auto press = draw_keys(canvas, keypad_rows(key_labels(texts, text::Method::telex)), plan.keys);
    if (!press) return std::nullopt;
    return typed(*press);
}

}  // namespace hailong::ui
