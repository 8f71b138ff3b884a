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

CodeCard plan_card(const Canvas& canvas, const flow::ThanksView& view, const Texts& texts, float width) {
    const Metrics& m = canvas.metrics();
    const float pad = m.u(m.layout == Layout::compact ? 32 : 48);
    const float inner = width - 2 * pad;
    CodeCard card;
    card.label = {texts(view.code_label), Style::body, kMuted, Align::left, {pad, pad - m.u(8), inner, 0}};
    card.label.box.h = canvas.measure_height(card.label);
    card.code = {view.code, Style::code, kInk, Align::left, {pad, card.label.box.bottom(), inner, 0}};
    card.code.box.h = canvas.measure_height(card.code);
    card.use = {
        texts(view.code_use), Style::body, kMuted, Align::left, {pad, card.code.box.bottom() + m.u(10), inner, 0}};
    card.use.box.h = canvas.measure_height(card.use);
    card.hold = {
        view.held ? "close" : "hold", texts(view.hold), "",
        Button::IconPlace::before,    Look::plain,      {pad, card.use.box.bottom() + m.u(30), inner, m.button_height}};
    card.rect = {0, 0, width, card.hold.rect.bottom() + pad};
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

void draw_bar(Canvas& canvas, const flow::ThanksView& view) {
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

Greeting plan_greeting(const Canvas& canvas, const flow::ThanksView& view, const Texts& texts, float width) {
    const Metrics& m = canvas.metrics();
    Greeting greeting;
    greeting.title = {texts(view.title), Style::question, kInk, Align::left, {0, m.sign + m.u(30), width, 0}};
    greeting.title.box.h = canvas.measure_height(greeting.title);
    greeting.saved = {
        texts(view.saved), Style::hint, kMuted, Align::left, {0, greeting.title.box.bottom() + m.u(14), width, 0}};
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
    const bool is_tall = m.layout == Layout::portrait;
    const float card_width = is_tall ? area.w : m.u(m.layout == Layout::compact ? 560 : 700);
    const float gap = is_tall ? m.u(72) : m.u(m.layout == Layout::compact ? 52 : 90);
    const float greeting_width = is_tall ? area.w : m.u(m.layout == Layout::compact ? 480 : 610);
    const Greeting greeting = plan_greeting(canvas, view, texts, greeting_width);
    CodeCard card = plan_card(canvas, view, texts, card_width);
    if (is_tall) {
        const float all = greeting.height + gap + card.rect.h;
        const float top = std::round(area.y + (area.h - all) * 0.6F);
        draw_greeting(canvas, greeting, area.x, top);
        move_card(card, area.x, top + greeting.height + gap);
    } else {
        const float left = std::round(m.screen().middle_x() - (greeting_width + gap + card_width) / 2);
        draw_greeting(canvas, greeting, left, std::round(area.middle_y() - greeting.height / 2));
        move_card(card, left + greeting_width + gap, area.middle_y() - card.rect.h / 2);
    }
    MaybeEvent event = draw_card(canvas, view, card);
    draw_bar(canvas, view);
    return event;
}

}  // namespace hailong::ui
