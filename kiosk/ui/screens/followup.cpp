#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/actions.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

constexpr int kColumns = 3;

struct FollowUpPlan {
    TextBlock title;
    TextBlock hint;
    float chips_left = 0;
    float chips_top = 0;
    float actions_top = 0;
};

FollowUpPlan plan_followup(const Canvas& canvas, const flow::FollowUpView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    const std::size_t full_rows = (view.chips.size() + kColumns - 1) / kColumns;
    const auto rows = static_cast<float>(full_rows);
    const float chips_width = kColumns * m.chip_width + (kColumns - 1) * m.chip_gap;
    const float chips_height = rows * m.chip_height + (rows - 1) * m.chip_gap;
    FollowUpPlan plan;
    plan.title = {texts(view.title), Style::title, kInk, Align::centre, {area.x, 0, area.w, 0}};
    plan.hint = {texts(view.hint), Style::hint, kMuted, Align::centre, {area.x, 0, area.w, 0}};
    plan.title.box.h = canvas.measure_height(plan.title);
    plan.hint.box.h = canvas.measure_height(plan.hint);
    const float text_height = plan.title.box.h + m.u(8) + plan.hint.box.h;
    const float gap = m.u(m.layout == Layout::portrait ? 64 : m.layout == Layout::compact ? 18 : 34);
    const float actions = actions_height(m) > 0 ? actions_height(m) + m.u(40) : 0;
    const float all = text_height + gap + chips_height + actions;
    const float free = std::max(0.0F, area.h - all);
    const float top = area.y + (m.layout == Layout::portrait ? free - m.u(56) : free / 2);
    plan.title.box.y = std::round(top);
    plan.hint.box.y = std::round(plan.title.box.bottom() + m.u(8));
    plan.chips_left = std::round((m.screen().w - chips_width) / 2);
    plan.chips_top = std::round(top + text_height + gap);
    plan.actions_top = std::round(plan.chips_top + chips_height + m.u(40));
    return plan;
}

MaybeEvent draw_chips(Canvas& canvas, const flow::FollowUpView& view, const Texts& texts, const FollowUpPlan& plan) {
    const Metrics& m = canvas.metrics();
    MaybeEvent event;
    for (std::size_t i = 0; i < view.chips.size(); ++i) {
        const auto& chip = view.chips[i];
        const std::size_t row_index = i / kColumns;
        const auto column = static_cast<float>(i % kColumns), row = static_cast<float>(row_index);
        const Rect rect{plan.chips_left + column * (m.chip_width + m.chip_gap),
                        plan.chips_top + row * (m.chip_height + m.chip_gap), m.chip_width, m.chip_height};
        const auto at = draw_chip(
            canvas, {"reason." + std::to_string(chip.number), texts(chip.word), chip.icon, chip.chosen, rect});
        if (at) event = flow::ReasonToggled{chip.number, *at};
    }
    return event;
}

}  // namespace

MaybeEvent draw_followup(Canvas& canvas, const flow::FollowUpView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const FollowUpPlan plan = plan_followup(canvas, view, texts);
    canvas.text(plan.title);
    canvas.text(plan.hint);
    MaybeEvent event = draw_chips(canvas, view, texts, plan);
    std::vector<Button> buttons{
        {"new_visit", texts(view.new_visit), "new_visit", Button::IconPlace::before, Look::plain, {}},
        {"rechoose", texts(view.rechoose), "back", Button::IconPlace::before, Look::plain, {}},
        {"finish",
         texts(view.finish),
         view.chosen ? "check" : "skip",
         Button::IconPlace::after,
         view.chosen ? Look::strong : Look::plain,
         {}},
    };
    place_actions(canvas, plan.actions_top, m.u(m.layout == Layout::compact ? 200 : 260), buttons);
    if (const auto at = draw_button(canvas, buttons[0])) event = flow::NewVisit{*at};
    if (const auto at = draw_button(canvas, buttons[1])) event = flow::Rechoose{*at};
    if (const auto at = draw_button(canvas, buttons[2])) event = flow::Finished{*at};
    return event;
}

}  // namespace hailong::ui
