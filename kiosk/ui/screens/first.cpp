#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/actions.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

// Where everything of the question screen lies, from the top.
struct FirstPlan {
    TextBlock question;
    std::vector<TextBlock> hints;
    float faces_top = 0;
    float word_height = 0;
    float word_scale = 1;
    Rect home;            // empty: not offered
    float lower_top = 0;  // of the row below the faces: "rate at home" or the actions
    bool has_lower = false;
};

bool offers_home(const flow::FirstView& view) { return !view.home.key.empty(); }

Button home_button(const flow::FirstView& view, const Texts& texts) {
    return {"home", texts(view.home), "home", Button::IconPlace::before, Look::card, {}};
}

// "Rate at home" stands beside the sign of the ward; upright and low it stands with the faces.
enum class HomePlace { none, header, below, beside };
HomePlace home_place(const Metrics& m, const flow::FirstView& view) {
    if (!offers_home(view)) return HomePlace::none;
    if (m.layout == Layout::portrait) return HomePlace::below;
    if (!m.modes.reach) return HomePlace::header;
    return m.layout == Layout::compact ? HomePlace::below : HomePlace::beside;
}

// Low or beside large letters a wide panel has no height for a row below the faces, but room at both sides.
bool has_sides(const Metrics& m) { return m.layout == Layout::landscape && (m.modes.reach || m.modes.large); }

Rect beside_faces(const Metrics& m, bool is_right) {
    const float row_end = m.screen().middle_x() + m.pitch * 2.5F + m.u(28);
    const float width = m.screen().w - m.margin - row_end;
    return {is_right ? row_end : m.margin, 0, width, std::max(m.button_height, m.u(176))};
}

// One height and size for the words of all five.
void plan_words(const Canvas& canvas, const flow::FirstView& view, const Texts& texts, FirstPlan& plan) {
    float scale = 1, tallest = 0;
    for (const auto& face : view.faces) {
        const FaceButton button{face.score.value(), texts(face.word), false, 0, 0, 0};
        scale = std::min(scale, canvas.shrink(word_block(canvas, button)).scale);
    }
    for (const auto& face : view.faces) {
        const FaceButton button{face.score.value(), texts(face.word), false, 0, 0, 0, scale};
        tallest = std::max(tallest, canvas.measure_height(word_block(canvas, button)));
    }
    plan.word_scale = scale;
    plan.word_height = tallest;
}

void plan_home(const Canvas& canvas, const flow::FirstView& view, const Texts& texts, FirstPlan& plan) {
    const Metrics& m = canvas.metrics();
    const HomePlace place = home_place(m, view);
    plan.has_lower = (view.rechoosing && !has_sides(m)) || place == HomePlace::below;
    if (place == HomePlace::none) return;
    const float width = natural_width(canvas, home_button(view, texts));
    const float right = m.screen().w - m.margin;
    plan.home = {right - width, std::round(m.header_top + m.emblem / 2 - m.button_height / 2), width, m.button_height};
    plan.home.y = std::max(plan.home.y, m.u(18));
    if (place == HomePlace::below) plan.home.x = std::round(m.screen().middle_x() - width / 2);
    if (place == HomePlace::beside) plan.home = beside_faces(m, true);
}

// What is said under the question, from much to little.
std::vector<std::vector<std::string>> hint_choices(const Metrics& m, const flow::FirstView& view, const Texts& texts) {
    if (view.rechoosing) return {{texts(view.note)}, {}};
    std::vector<std::vector<std::string>> choices;
    // That nobody here can read the answer matters most.
    if (m.layout != Layout::compact && !m.modes.large) choices.push_back({texts(view.hint), texts(view.privacy)});
    choices.push_back({texts(view.privacy)});
    choices.emplace_back();
    return choices;
}

// Question and hints in the room there is; their height.
float plan_text(const Canvas& canvas, const std::vector<std::string>& hints, float room, FirstPlan& plan) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    // Two even lines read better than one from wall to wall.
    const float ems = m.layout == Layout::portrait ? 10.5F : 15.5F;
    const float width = std::min(area.w, m.em(Style::question) * ems);
    plan.question.style = Style::question;
    plan.question.align = Align::centre;
    plan.question.scale = 1;
    plan.question.box = {m.screen().middle_x() - width / 2, 0, width, 0};
    plan.hints.clear();
    float below = 0;
    for (const auto& hint : hints) {
        TextBlock block{hint, Style::hint, kMuted, Align::centre, {area.x, 0, area.w, 0}};
        block.box.h = canvas.measure_height(block);
        below += block.box.h;
        plan.hints.push_back(block);
    }
    if (!hints.empty()) below += m.u(m.modes.reach ? 6 : 14);
    plan.question.box.h = room - below;
    plan.question = canvas.shrink(plan.question);
    plan.question.box.h = canvas.measure_height(plan.question);
    return plan.question.box.h + below;
}

void place_text(float top, float height, FirstPlan& plan) {
    plan.question.box.y = std::round(top);
    float hints = 0;
    for (const auto& hint : plan.hints) hints += hint.box.h;
    float y = top + height - hints;
    for (auto& hint : plan.hints) {
        hint.box.y = std::round(y);
        y += hint.box.h;
    }
}

// The fullest text whose question keeps its size. The one sentence of most weight is worth a somewhat smaller question:
// only where that is not enough it goes.
float choose_text(const Canvas& canvas, const std::vector<std::vector<std::string>>& choices, float room,
                  FirstPlan& plan) {
    float height = 0;
    for (const auto& choice : choices) {
        height = plan_text(canvas, choice, room, plan);
        const float least = choice.size() == 1 ? 0.8F : 1;
        if (height <= room && plan.question.scale >= least) break;
    }
    return height;
}

FirstPlan plan_first(const Canvas& canvas, const flow::FirstView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = has_header(m, view) ? m.content() : m.whole();
    FirstPlan plan;
    plan.question.text = texts(view.question);
    plan_words(canvas, view, texts, plan);
    plan_home(canvas, view, texts, plan);
    const bool is_tight = m.modes.reach || m.layout == Layout::compact;
    const float faces_height = m.face + word_gap(m) + plan.word_height;
    const float lower_gap = m.u(is_tight ? (m.modes.reach && m.layout == Layout::compact ? 8 : 14) : 44);
    const float lower = plan.has_lower ? lower_gap + actions_height(m, 2) : 0;
    const float least_gap = m.u(m.modes.large || is_tight ? 16 : 34);
    const float foot = m.u(m.layout == Layout::compact    ? (m.modes.reach ? 8 : 12)
                           : m.modes.reach                ? 16
                           : m.layout == Layout::portrait ? 46
                                                          : 12);
    const float top = home_place(m, view) == HomePlace::header ? std::max(area.y, plan.home.bottom()) : area.y;
    const float room = area.bottom() - top - foot - lower - faces_height - least_gap;
    const float text = choose_text(canvas, hint_choices(m, view, texts), room, plan);
    const float spare = std::max(0.0F, room - text);
    const bool is_low = m.modes.reach || m.layout == Layout::portrait;
    const float gap = least_gap + std::min(spare * 0.4F, m.u(is_tight ? 18 : 26));
    // Upright and low the faces stand at the bottom, within reach; the question above them, nearer to them than to the
    // sign. Elsewhere all is centred.
    const float rest = std::max(0.0F, area.bottom() - top - foot - lower - faces_height - gap - text);
    const float above = is_low ? rest - std::min(rest * 0.3F, m.u(50)) : rest / 2;
    place_text(top + above, text, plan);
    plan.faces_top = std::round(is_low ? area.bottom() - foot - lower - faces_height : top + above + text + gap);
    plan.lower_top = std::round(plan.faces_top + faces_height + lower_gap);
    const HomePlace place = home_place(m, view);
    if (place == HomePlace::below) plan.home.y = plan.lower_top;
    if (place == HomePlace::beside) plan.home.y = std::round(plan.faces_top + (m.face - plan.home.h) / 2);
    return plan;
}

MaybeEvent draw_rechoose_actions(Canvas& canvas, const flow::FirstView& view, const Texts& texts,
                                 const FirstPlan& plan) {
    const Metrics& m = canvas.metrics();
    std::vector<Button> buttons{
        {"new_visit", texts(view.new_visit), "new_visit", Button::IconPlace::before, Look::plain, {}},
        {"back", texts(view.back), "back", Button::IconPlace::before, Look::plain, {}},
    };
    place_actions(canvas, {plan.lower_top, natural_width(canvas, buttons.back()), 1}, buttons);
    for (auto& button : buttons) {
        if (!has_sides(m)) continue;
        button.is_tile = true;
        button.rect = beside_faces(m, button.id == "back");
        button.rect.y = std::round(plan.faces_top + (m.face - button.rect.h) / 2);
    }
    MaybeEvent event;
    if (const auto at = draw_button(canvas, buttons[0])) event = flow::NewVisit{*at};
    if (const auto at = draw_button(canvas, buttons[1])) event = flow::Back{*at};
    return event;
}

}  // namespace

MaybeEvent draw_first(Canvas& canvas, const flow::FirstView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const FirstPlan plan = plan_first(canvas, view, texts);
    canvas.text(plan.question);
    for (const auto& hint : plan.hints) canvas.text(hint);
    const float row = m.pitch * static_cast<float>(view.faces.size() - 1);
    float x = std::round(m.screen().middle_x() - row / 2);
    MaybeEvent event;
    for (const auto& face : view.faces) {
        const FaceButton button{face.score.value(), texts(face.word), face.pressed,   x,
                                plan.faces_top,     plan.word_height, plan.word_scale};
        if (const auto at = draw_face(canvas, button)) event = flow::FaceTouched{face.score, *at};
        x += m.pitch;
    }
    if (view.rechoosing) {
        if (auto chosen = draw_rechoose_actions(canvas, view, texts, plan)) event = std::move(chosen);
    }
    if (offers_home(view)) {
        Button home = home_button(view, texts);
        home.rect = plan.home;
        home.is_tile = home_place(m, view) == HomePlace::beside;
        if (const auto at = draw_button(canvas, home)) event = flow::HomeTouched{*at};
    }
    return event;
}

}  // namespace hailong::ui
