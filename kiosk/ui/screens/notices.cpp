#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

// Sign, one sentence, what to do, perhaps a button: saving, not saved, paused, out of service, not enrolled.
struct Notice {
    std::string icon;
    std::string title;
    std::string hint;    // empty: none
    std::string button;  // empty: none
    std::string button_id;
};

struct NoticePlan {
    float sign_top = 0;
    TextBlock title;
    TextBlock hint;
    Button button;
};

NoticePlan plan_notice(const Canvas& canvas, const Notice& notice) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    const float width = std::min(area.w, m.em(Style::title) * 21);
    const float left = m.screen().middle_x() - width / 2;
    const bool has_button = !notice.button.empty();
    const float air = m.modes.large || m.modes.reach ? 0.5F : 1;
    const float below_sign = m.u(34 * air), below_title = m.u(16 * air), above_button = m.u(44 * air);
    const float button_room = has_button ? above_button + m.button_height : 0;
    NoticePlan plan;
    plan.title = {notice.title, Style::title, kInk, Align::centre, {left, 0, width, 0}};
    plan.hint = {notice.hint, Style::hint, kMuted, Align::centre, {left, 0, width, 0}};
    const float room = area.h - m.u(16) - m.sign - below_sign - below_title - button_room;
    plan.title.box.h = room * 0.55F;
    plan.title = canvas.shrink(plan.title);
    plan.title.box.h = canvas.measure_height(plan.title);
    plan.hint.box.h = room - plan.title.box.h;
    plan.hint = canvas.shrink(plan.hint);
    plan.hint.box.h = notice.hint.empty() ? 0 : canvas.measure_height(plan.hint);
    const float all = m.sign + below_sign + plan.title.box.h + below_title + plan.hint.box.h + button_room;
    float top = std::round(area.y + std::max(0.0F, (area.h - all) / 2));
    // The button alone decides how low it has to stand.
    if (has_button) top = std::max(top, std::ceil(m.reach_top - (all - m.button_height)));
    plan.sign_top = top;
    plan.title.box.y = top + m.sign + below_sign;
    plan.hint.box.y = plan.title.box.bottom() + below_title;
    plan.button = {notice.button_id, notice.button, "", Button::IconPlace::before, Look::strong, {}};
    const float button_width = std::max(natural_width(canvas, plan.button), m.u(300));
    plan.button.rect = {std::round(m.screen().middle_x() - button_width / 2),
                        std::round(plan.hint.box.bottom() + above_button), button_width, m.button_height};
    return plan;
}

std::optional<base::PanelPoint> draw_notice(Canvas& canvas, const Notice& notice) {
    const NoticePlan plan = plan_notice(canvas, notice);
    draw_sign(canvas, canvas.metrics().screen().middle_x(), plan.sign_top, notice.icon);
    canvas.text(plan.title);
    if (!notice.hint.empty()) canvas.text(plan.hint);
    if (notice.button.empty()) return std::nullopt;
    return draw_button(canvas, plan.button);
}

MaybeEvent draw_plain_notice(Canvas& canvas, const flow::NoticeView& view, const Texts& texts,
                             const std::string& icon) {
    static_cast<void>(draw_notice(canvas, {icon, texts(view.title), texts(view.hint), "", ""}));
    return std::nullopt;
}

}  // namespace

MaybeEvent draw_saving(Canvas& canvas, const flow::SavingView& view, const Texts& texts) {
    static_cast<void>(draw_notice(canvas, {"saving", texts(view.title), "", "", ""}));
    return std::nullopt;
}

MaybeEvent draw_apology(Canvas& canvas, const flow::ApologyView& view, const Texts& texts) {
    const auto at = draw_notice(canvas, {"trouble", texts(view.title), texts(view.hint), texts(view.retry), "retry"});
    if (!at) return std::nullopt;
    return flow::Retry{*at};
}

MaybeEvent draw_paused(Canvas& canvas, const flow::PausedView& view, const Texts& texts) {
    return draw_plain_notice(canvas, view, texts, "pause");
}
MaybeEvent draw_trouble(Canvas& canvas, const flow::TroubleView& view, const Texts& texts) {
    return draw_plain_notice(canvas, view, texts, "trouble");
}
MaybeEvent draw_enrolment(Canvas& canvas, const flow::EnrolmentView& view, const Texts& texts) {
    return draw_plain_notice(canvas, view, texts, "enrol");
}

}  // namespace hailong::ui
