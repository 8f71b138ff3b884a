#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/actions.h"
#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

struct FollowUpPlan {
    TextBlock title;
    TextBlock hint;
    bool has_hint = true;
    std::size_t columns = 3;
    Rect first_chip;
    float chip_gap = 0;
    bool has_tiles = false;
    float actions_top = 0;
};

// On the small panel two rows of tiles leave room for the buttons below; large words need the width of three columns.
std::size_t columns_of(const Metrics& m) {
    if (m.layout != Layout::compact) return 3;
    return m.modes.large && !m.modes.reach ? 3 : 5;
}

float chips_width(const Metrics& m) {
    return m.layout == Layout::landscape && !m.modes.large ? 3 * m.chip_width + 2 * m.chip_gap : m.content().w;
}

// Title and hint in the room there is, the hint only if it leaves the title its size; their height.
float plan_text(const Canvas& canvas, float room, FollowUpPlan& plan) {
    const float between = canvas.metrics().u(8);
    plan.hint.box.h = canvas.measure_height(plan.hint);
    plan.title.box.h = room - plan.hint.box.h - between;
    plan.has_hint = canvas.fits(plan.title);
    if (!plan.has_hint) {
        plan.title.box.h = room;
        plan.title = canvas.shrink(plan.title);
    }
    plan.title.box.h = canvas.measure_height(plan.title);
    return plan.title.box.h + (plan.has_hint ? between + plan.hint.box.h : 0);
}

FollowUpPlan plan_followup(const Canvas& canvas, const flow::FollowUpView& view, const Texts& texts, const Rect& area) {
    const Metrics& m = canvas.metrics();
    const bool is_tight = m.modes.reach || m.layout == Layout::compact || m.modes.large;
    FollowUpPlan plan;
    plan.title = {texts(view.title), Style::title, kInk, Align::centre, {area.x, 0, area.w, 0}};
    plan.hint = {texts(view.hint), Style::hint, kMuted, Align::centre, {area.x, 0, area.w, 0}};
    plan.columns = columns_of(m);
    plan.has_tiles = m.layout == Layout::portrait || plan.columns == 5;
    plan.chip_gap = m.modes.reach || m.modes.large ? m.u(10) : m.chip_gap;
    const std::size_t full_rows = (view.chips.size() + plan.columns - 1) / plan.columns;
    const auto rows = static_cast<float>(full_rows), columns = static_cast<float>(plan.columns);
    const float actions = actions_height(m, view.more.key.empty() ? 3 : 4);
    const float foot = m.modes.reach ? m.u(m.layout == Layout::compact ? 10 : 16) : row_gap(m);
    const float above_actions = m.u(is_tight ? 12 : 36), above_chips = m.u(is_tight ? 12 : 30);
    const auto chips = [&](float chip) { return rows * chip + (rows - 1) * plan.chip_gap; };
    const float below = above_actions + actions + foot;
    // Chips as high as drawn, but where they have to stand low or beside large letters as low as targets may be.
    const float least = std::ceil(m.mm(20));
    const float room = area.bottom() - std::max(area.y, m.reach_top) - below;
    const float highest = std::floor((room - (rows - 1) * plan.chip_gap) / rows);
    float chip = std::max(least, std::min(plan.has_tiles && plan.columns == 5 ? m.u(132) : m.chip_height, highest));
    const auto text_room = [&] { return area.h - below - chips(chip) - above_chips; };
    while (chip > least && text_room() < canvas.line(plan.title) + (m.modes.large ? 0 : m.u(40))) chip -= 1;
    const float text = plan_text(canvas, text_room(), plan);
    const float free = std::max(0.0F, text_room() - text);
    const bool is_low = m.modes.reach || m.layout == Layout::portrait;
    const float top = area.y + (is_low ? free - std::min(free * 0.3F, m.u(40)) : free / 2);
    plan.title.box.y = std::round(top);
    plan.hint.box.y = std::round(plan.title.box.bottom() + m.u(8));
    const float chips_top = is_low ? area.bottom() - below - chips(chip) : top + text + above_chips;
    const float width = std::floor((chips_width(m) - (columns - 1) * plan.chip_gap) / columns);
    plan.first_chip = {std::round((m.screen().w - chips_width(m)) / 2), std::round(chips_top), width, chip};
    plan.actions_top = std::round(area.bottom() - foot - actions);
    return plan;
}

MaybeEvent draw_chips(Canvas& canvas, const flow::FollowUpView& view, const Texts& texts, const FollowUpPlan& plan) {
    std::vector<ChipButton> chips;
    float scale = 1;
    for (std::size_t i = 0; i < view.chips.size(); ++i) {
        const auto& chip = view.chips[i];
        const std::size_t row_index = i / plan.columns;
        const auto column = static_cast<float>(i % plan.columns), row = static_cast<float>(row_index);
        Rect rect = plan.first_chip;
        rect.x += column * (rect.w + plan.chip_gap);
        rect.y += row * (rect.h + plan.chip_gap);
        chips.push_back(
            {"reason." + std::to_string(chip.number), texts(chip.word), chip.icon, chip.chosen, rect, plan.has_tiles});
        scale = std::min(scale, chip_word_scale(canvas, chips.back()));
    }
    MaybeEvent event;
    for (std::size_t i = 0; i < chips.size(); ++i) {
        chips[i].word_scale = scale;
        if (const auto at = draw_chip(canvas, chips[i])) event = flow::ReasonToggled{view.chips[i].number, *at};
    }
    return event;
}

}  // namespace

MaybeEvent draw_followup(Canvas& canvas, const flow::FollowUpView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const FollowUpPlan plan = plan_followup(canvas, view, texts, has_header(m, view) ? m.content() : m.whole());
    canvas.text(plan.title);
    if (plan.has_hint) canvas.text(plan.hint);
    MaybeEvent event = draw_chips(canvas, view, texts, plan);
    std::vector<Button> buttons{
        {"new_visit", texts(view.new_visit), "new_visit", Button::IconPlace::before, Look::plain, {}},
        {"rechoose", texts(view.rechoose), "back", Button::IconPlace::before, Look::plain, {}},
    };
    const bool has_more = !view.more.key.empty();
    if (has_more) buttons.push_back({"more", texts(view.more), "more", Button::IconPlace::before, Look::plain, {}});
    buttons.push_back({"finish",
                       texts(view.finish),
                       view.chosen ? "check" : "skip",
                       Button::IconPlace::after,
                       view.chosen ? Look::strong : Look::plain,
                       {}});
    const float last_width = m.u((m.layout == Layout::compact ? 200.0F : 260.0F) * (m.modes.large ? 1.3F : 1));
    place_actions(canvas, {plan.actions_top, last_width, has_more ? 2U : 1U}, buttons);
    for (const auto& button : buttons) {
        const auto at = draw_button(canvas, button);
        if (!at) continue;
        if (button.id == "new_visit") event = flow::NewVisit{*at};
        if (button.id == "rechoose") event = flow::Rechoose{*at};
        if (button.id == "more") event = flow::MoreTouched{*at};
        if (button.id == "finish") event = flow::Finished{*at};
    }
    return event;
}

}  // namespace hailong::ui
