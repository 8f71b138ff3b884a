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
    float actions_top = 0;
};

std::vector<TextBlock> hints_of(const Canvas& canvas, const flow::FirstView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    std::vector<TextBlock> hints;
    if (view.rechoosing) {
        hints.push_back({texts(view.note), Style::hint, kMuted, Align::centre, {}});
        return hints;
    }
    // The small panel has room for one line: that nobody here can read the answer matters most.
    if (m.layout != Layout::compact) hints.push_back({texts(view.hint), Style::hint, kMuted, Align::centre, {}});
    hints.push_back({texts(view.privacy), Style::hint, kMuted, Align::centre, {}});
    return hints;
}

float tallest_word(const Canvas& canvas, const flow::FirstView& view, const Texts& texts) {
    float tallest = 0;
    for (const auto& face : view.faces) {
        const auto block = word_block(canvas, {face.score.value(), texts(face.word), false, 0, 0, 0});
        tallest = std::max(tallest, canvas.measure_height(block));
    }
    return tallest;
}

FirstPlan plan_first(const Canvas& canvas, const flow::FirstView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    FirstPlan plan;
    // Two even lines read better than one from wall to wall.
    const float question_width =
        std::min(area.w, m.em(Style::question) * (m.layout == Layout::portrait ? 10.5F : 15.5F));
    plan.question = {texts(view.question), Style::question, kInk, Align::centre, {}};
    plan.question.box = {m.screen().middle_x() - question_width / 2, 0, question_width, 0};
    plan.question.box.h = canvas.measure_height(plan.question);
    plan.hints = hints_of(canvas, view, texts);
    float text_height = plan.question.box.h + m.u(14);
    for (auto& hint : plan.hints) {
        hint.box = {area.x, 0, area.w, 0};
        hint.box.h = canvas.measure_height(hint);
        text_height += hint.box.h;
    }
    plan.word_height = tallest_word(canvas, view, texts);
    const float word_gap = m.u(m.layout == Layout::compact ? 12 : 20);
    const float actions = view.rechoosing && actions_height(m) > 0 ? actions_height(m) + m.u(44) : 0;
    const float faces_height = m.face + word_gap + plan.word_height;
    const float face_gap = m.u(m.layout == Layout::compact ? 34 : 58);
    float top = 0;
    if (m.layout == Layout::portrait) {
        // Faces low, within reach; the question in the middle of what is left above them.
        plan.faces_top = std::round(area.bottom() - m.u(92) - actions - faces_height);
        top = area.y + std::max(0.0F, (plan.faces_top - face_gap - area.y - text_height) * 0.8F);
    } else {
        const float all = text_height + face_gap + faces_height + actions;
        top = area.y + std::max(0.0F, (area.h - all) / 2);
        plan.faces_top = std::round(top + text_height + face_gap);
    }
    plan.question.box.y = std::round(top);
    float y = plan.question.box.bottom() + m.u(14);
    for (auto& hint : plan.hints) {
        hint.box.y = std::round(y);
        y += hint.box.h;
    }
    plan.actions_top = std::round(plan.faces_top + faces_height + m.u(44));
    return plan;
}

MaybeEvent draw_rechoose_actions(Canvas& canvas, const flow::FirstView& view, const Texts& texts, float top) {
    std::vector<Button> buttons{
        {"new_visit", texts(view.new_visit), "new_visit", Button::IconPlace::before, Look::plain, {}},
        {"back", texts(view.back), "back", Button::IconPlace::before, Look::plain, {}},
    };
    place_actions(canvas, top, natural_width(canvas, buttons.back()), buttons);
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
        const FaceButton button{face.score.value(), texts(face.word), face.pressed, x,
                                plan.faces_top,     plan.word_height};
        if (const auto at = draw_face(canvas, button)) event = flow::FaceTouched{face.score, *at};
        x += m.pitch;
    }
    if (view.rechoosing) {
        if (auto chosen = draw_rechoose_actions(canvas, view, texts, plan.actions_top)) event = std::move(chosen);
    }
    return event;
}

}  // namespace hailong::ui
