#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

// The card with the code a citizen may copy.
struct CodeCard {
    Rect rect;
    TextBlock label;
    TextBlock code;
    TextBlock use;
    Button hold;
};

CodeCard plan_card(const Canvas& canvas, const flow::ThanksView& view, const Texts& texts, const Rect& room) {
    const Metrics& m = canvas.metrics();
    const bool is_tight = m.layout == Layout::compact || m.modes.large || m.modes.reach;
    const float pad = m.u(is_tight ? 32 : 48), above_button = m.u(is_tight ? 18 : 30);
    const float inner = room.w - 2 * pad;
    CodeCard card;
    card.label = {texts(view.code_label), Style::body, kMuted, Align::left, {pad, pad - m.u(8), inner, 0}};
    card.label.box.h = canvas.measure_height(card.label);
    card.code = {view.code, Style::code, kInk, Align::left, {pad, card.label.box.bottom(), inner, 0}};
    card.code.box.h = canvas.lettering().line(Style::code);
    card.code = canvas.shrink(card.code);
    card.use = {
        texts(view.code_use), Style::body, kMuted, Align::left, {pad, card.code.box.bottom() + m.u(10), inner, 0}};
    card.use.has_even_lines = true;
    card.use.box.h = room.h - card.use.box.y - above_button - m.button_height - pad;
    card.use = canvas.shrink(card.use);
    card.use.box.h = canvas.measure_height(card.use);
    card.hold = {view.held ? "close" : "hold",
                 texts(view.hold),
                 "",
                 Button::IconPlace::before,
                 Look::plain,
                 {pad, std::round(card.use.box.bottom() + above_button), inner, m.button_height}};
    card.rect = {0, 0, room.w, card.hold.rect.bottom() + pad};
    return card;
}

void move_card(CodeCard& card, float x, float y) {
    for (Rect* rect : {&card.rect, &card.label.box, &card.code.box, &card.use.box, &card.hold.rect}) {
        rect->x += std::round(x);
        rect->y += std::round(y);
    }
}

MaybeEvent draw_card(Canvas& canvas, const flow::ThanksView& view, const CodeCard& card) {
    const Metrics& m = canvas.metrics();
    canvas.paper(card.rect, kCard, m.radius * 1.4F);
    canvas.outline(card.rect, kOutline, m.radius * 1.4F, m.outline);
    canvas.text(card.label);
    canvas.text(card.code);
    canvas.text(card.use);
    const auto at = draw_button(canvas, card.hold);
    if (!at) return std::nullopt;
    if (view.held) return flow::Closed{*at};
    return flow::HoldCode{*at};
}

void draw_time(Canvas& canvas, const flow::ThanksView& view) {
    const Metrics& m = canvas.metrics();
    const auto all = static_cast<float>((view.until - view.from).count());
    const auto left = static_cast<float>((view.until - canvas.now()).count());
    const float share = all > 0 ? std::clamp(left / all, 0.0F, 1.0F) : 0;
    const float height = m.u(14);
    canvas.fill({0, m.bar().y - height, m.screen().w * share, height}, kInk);
}

struct Greeting {
    TextBlock title;
    TextBlock saved;
    float height = 0;
};

Greeting plan_greeting(const Canvas& canvas, const flow::ThanksView& view, const Texts& texts, const Rect& room) {
    const Metrics& m = canvas.metrics();
    const float below_sign = m.u(m.modes.large ? 12 : 30), below_title = m.u(14);
    Greeting greeting;
    greeting.title = {texts(view.title), Style::question, kInk, Align::left, {0, m.sign + below_sign, room.w, 0}};
    greeting.title.box.h = (room.h - greeting.title.box.y) * 0.6F;
    greeting.title = canvas.shrink(greeting.title);
    greeting.title.box.h = canvas.measure_height(greeting.title);
    greeting.saved = {
        texts(view.saved), Style::hint, kMuted, Align::left, {0, greeting.title.box.bottom() + below_title, room.w, 0}};
    greeting.saved.has_even_lines = true;
    greeting.saved.box.h = room.h - greeting.saved.box.y;
    greeting.saved = canvas.shrink(greeting.saved);
    greeting.saved.box.h = canvas.measure_height(greeting.saved);
    greeting.height = greeting.saved.box.bottom();
    return greeting;
}

void draw_greeting(Canvas& canvas, Greeting greeting, float x, float y) {
    draw_sign(canvas, x + canvas.metrics().sign / 2, y, "check");
    for (TextBlock* block : {&greeting.title, &greeting.saved}) {
        block->box.x += x;
        block->box.y += y;
        canvas.text(*block);
    }
}

}  // namespace

MaybeEvent draw_thanks(Canvas& canvas, const flow::ThanksView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    const bool is_tall = m.layout == Layout::portrait, is_compact = m.layout == Layout::compact;
    const float foot = m.u(is_tall ? 40 : 30);
    const float gap = m.u(is_tall ? 56 : is_compact || m.modes.large ? 44 : 90);
    const float wide = m.modes.large ? 1.28F : 1;
    const Rect left{0, 0, is_tall ? area.w : m.u((is_compact ? 480.0F : 610.0F) * (is_compact ? 1.1F : wide)),
                    is_tall ? area.h * 0.5F : area.h - foot};
    const Rect right{0, 0, is_tall ? area.w : m.u((is_compact ? 560.0F : 700.0F) * (is_compact ? 1.1F : wide)),
                     is_tall ? area.h * 0.5F - gap - foot : area.h - foot};
    const Greeting greeting = plan_greeting(canvas, view, texts, left);
    CodeCard card = plan_card(canvas, view, texts, right);
    // The card's button has to lie in reach.
    const float lowest = area.bottom() - foot - card.rect.h;
    const float needed = std::ceil(m.reach_top - card.hold.rect.y);
    if (is_tall) {
        const float all = greeting.height + gap + card.rect.h;
        const float top = std::round(area.y + std::max(0.0F, (area.h - foot - all) * 0.6F));
        draw_greeting(canvas, greeting, area.x, top);
        move_card(card, area.x, std::max(top + greeting.height + gap, std::min(needed, lowest)));
    } else {
        const float x = std::round(m.screen().middle_x() - (left.w + gap + right.w) / 2);
        const float middle = area.y + (area.h - foot) / 2;
        draw_greeting(canvas, greeting, x, std::round(middle - greeting.height / 2));
        move_card(card, x + left.w + gap, std::max(middle - card.rect.h / 2, std::min(needed, lowest)));
    }
    MaybeEvent event = draw_card(canvas, view, card);
    draw_time(canvas, view);
    return event;
}

}  // namespace hailong::ui
