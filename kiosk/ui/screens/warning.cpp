#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

constexpr float kDimming = 0.62F;  // what lies below stays recognisable and is plainly out of reach

struct WarningPlan {
    Rect card;
    TextBlock title;
    std::vector<TextBlock> hints;  // what happens, and what would be lost
    Button more;
    Button end;
};

void place_buttons(WarningPlan& plan, const Metrics& m, const Rect& row) {
    const float half = std::floor((row.w - m.gap) / 2);
    plan.end = {"end", "", "", Button::IconPlace::before, Look::plain, {row.x, row.y, half, row.h}};
    plan.more = {"more", "", "", Button::IconPlace::before, Look::strong, {row.right() - half, row.y, half, row.h}};
}

// The question first, then what happens and what would be lost: each takes what the one above leaves. Their height.
float measure_texts(const Canvas& canvas, WarningPlan& plan, float room) {
    const float below_title = canvas.metrics().u(16);
    plan.title.box.h = room * 0.5F;
    plan.title = canvas.shrink(plan.title);
    plan.title.box.h = canvas.measure_height(plan.title);
    float height = plan.title.box.h + below_title;
    for (auto& hint : plan.hints) {
        hint.box.h = (room - plan.title.box.h) / static_cast<float>(plan.hints.size());
        hint = canvas.shrink(hint);
        hint.box.h = canvas.measure_height(hint);
        height += hint.box.h;
    }
    return height;
}

WarningPlan plan_warning(const Canvas& canvas, const flow::WarningView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    const bool is_tight = m.modes.large || m.modes.reach || m.layout == Layout::compact;
    const float pad = m.u(is_tight ? 36 : 64), above_buttons = m.u(is_tight ? 24 : 44), below_title = m.u(16);
    const float card_width = std::min(m.screen().w - 2 * m.margin, m.em(Style::title) * 18.5F);
    const float width = card_width - 2 * pad;
    WarningPlan plan;
    plan.title = {texts(view.title), Style::title, kInk, Align::centre, {0, 0, width, 0}};
    plan.hints.push_back({texts(view.hint), Style::hint, kMuted, Align::centre, {0, 0, width, 0}});
    if (!view.unsent.key.empty()) {
        plan.hints.push_back({texts(view.unsent), Style::hint, kInk, Align::centre, {0, 0, width, 0}});
    }
    const float room = area.h - m.u(24) - 2 * pad - below_title - above_buttons - m.button_height;
    const float texts_height = measure_texts(canvas, plan, room);
    const float height = 2 * pad + texts_height + above_buttons + m.button_height;
    float top = std::round(area.middle_y() - height / 2);
    top = std::max(top, std::ceil(m.reach_top - (height - pad - m.button_height)));
    plan.card = {std::round(m.screen().middle_x() - card_width / 2), top, card_width, height};
    plan.title.box.x = plan.card.x + pad;
    plan.title.box.y = plan.card.y + pad;
    float y = plan.title.box.bottom() + below_title;
    for (auto& hint : plan.hints) {
        hint.box.x = plan.card.x + pad;
        hint.box.y = y;
        y += hint.box.h;
    }
    y = std::round(y + above_buttons);
    place_buttons(plan, m, {plan.card.x + pad, y, width, m.button_height});
    plan.end.label = texts(view.end);
    plan.more.label = texts(view.more);
    return plan;
}

struct DrawBelow {
    Canvas& canvas;
    const Texts& texts;
    MaybeEvent operator()(const flow::FirstView& view) const { return draw_first(canvas, view, texts); }
    MaybeEvent operator()(const flow::FollowUpView& view) const { return draw_followup(canvas, view, texts); }
    MaybeEvent operator()(const flow::MoreView& view) const { return draw_more(canvas, view, texts); }
    MaybeEvent operator()(const flow::ItemView& view) const { return draw_item(canvas, view, texts); }
    MaybeEvent operator()(const flow::CodeView& view) const { return draw_code(canvas, view, texts); }
    MaybeEvent operator()(const flow::CommentView& view) const { return draw_comment(canvas, view, texts); }
};

}  // namespace

MaybeEvent draw_warning(Canvas& canvas, const flow::WarningView& view, const Texts& texts) {
    const auto layer = canvas.layer();
    auto below = layer;
    below.role = Canvas::Role::backdrop;
    canvas.begin_layer(below);
    static_cast<void>(std::visit(DrawBelow{canvas, texts}, view.below));
    canvas.fill(canvas.metrics().screen(), Colour::shade, 0, kDimming);
    canvas.begin_layer(layer);

    const WarningPlan plan = plan_warning(canvas, view, texts);
    canvas.fill(plan.card, kBackground, canvas.metrics().radius * 1.4F);
    // On a ground of the same colour the card is known by its outline.
    if (canvas.palette()[kBackground] == canvas.palette()[Colour::shade]) {
        canvas.outline(plan.card, kOutline, canvas.metrics().radius * 1.4F, canvas.metrics().outline);
    }
    canvas.text(plan.title);
    for (const auto& hint : plan.hints) canvas.text(hint);
    MaybeEvent event;
    if (const auto at = draw_button(canvas, plan.end)) event = flow::EndVisit{*at};
    if (const auto at = draw_button(canvas, plan.more)) event = flow::MoreTime{*at};
    return event;
}

}  // namespace hailong::ui
