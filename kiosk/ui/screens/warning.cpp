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
    TextBlock hint;
    Button more;
    Button end;
};

WarningPlan plan_warning(const Canvas& canvas, const flow::WarningView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const float pad = m.u(m.layout == Layout::compact ? 44 : 64);
    const float card_width = std::min(m.screen().w - 2 * m.margin, m.em(Style::title) * 18.5F);
    const float width = card_width - 2 * pad;
    WarningPlan plan;
    plan.title = {texts(view.title), Style::title, kInk, Align::centre, {0, 0, width, 0}};
    plan.hint = {texts(view.hint), Style::hint, kMuted, Align::centre, {0, 0, width, 0}};
    plan.title.box.h = canvas.measure_height(plan.title);
    plan.hint.box.h = canvas.measure_height(plan.hint);
    const float height = 2 * pad + plan.title.box.h + m.u(16) + plan.hint.box.h + m.u(44) + m.button_height;
    plan.card = {std::round(m.screen().middle_x() - card_width / 2), std::round(m.content().middle_y() - height / 2),
                 card_width, height};
    plan.title.box.x = plan.hint.box.x = plan.card.x + pad;
    plan.title.box.y = plan.card.y + pad;
    plan.hint.box.y = plan.title.box.bottom() + m.u(16);
    const float half = std::floor((width - m.gap) / 2);
    const float y = plan.hint.box.bottom() + m.u(44);
    plan.end = {"end",       texts(view.end),
                "",          Button::IconPlace::before,
                Look::plain, {plan.card.x + pad, y, half, m.button_height}};
    plan.more = {"more",       texts(view.more),
                 "",           Button::IconPlace::before,
                 Look::strong, {plan.card.right() - pad - half, y, half, m.button_height}};
    return plan;
}

MaybeEvent draw_below(Canvas& canvas, const flow::WarningView& view, const Texts& texts) {
    return std::visit(
        [&](const auto& below) -> MaybeEvent {
            if constexpr (std::is_same_v<std::decay_t<decltype(below)>, flow::FirstView>) {
                return draw_first(canvas, below, texts);
            } else if constexpr (std::is_same_v<std::decay_t<decltype(below)>, flow::FollowUpView>) {
                return draw_followup(canvas, below, texts);
            } else {
                return draw_told(canvas, texts(below.title), texts);
            }
        },
        view.below);
}

}  // namespace

MaybeEvent draw_warning(Canvas& canvas, const flow::WarningView& view, const Texts& texts) {
    const auto layer = canvas.layer();
    auto below = layer;
    below.role = Canvas::Role::backdrop;
    canvas.begin_layer(below);
    static_cast<void>(draw_below(canvas, view, texts));
    canvas.fill(canvas.metrics().screen(), kInk, 0, kDimming);
    canvas.begin_layer(layer);

    const WarningPlan plan = plan_warning(canvas, view, texts);
    canvas.fill(plan.card, kBackground, canvas.metrics().radius * 1.4F);
    canvas.text(plan.title);
    canvas.text(plan.hint);
    MaybeEvent event;
    if (const auto at = draw_button(canvas, plan.end)) event = flow::EndVisit{*at};
    if (const auto at = draw_button(canvas, plan.more)) event = flow::MoreTime{*at};
    return event;
}

}  // namespace hailong::ui
