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

std::optional<base::PanelPoint> draw_notice(Canvas& canvas, const Notice& notice) {
    const Metrics& m = canvas.metrics();
    const Rect area = m.content();
    const float width = std::min(area.w, m.em(Style::title) * 21);
    const float left = m.screen().middle_x() - width / 2;
    TextBlock title{notice.title, Style::title, kInk, Align::centre, {left, 0, width, 0}};
    TextBlock hint{notice.hint, Style::hint, kMuted, Align::centre, {left, 0, width, 0}};
    title.box.h = canvas.measure_height(title);
    hint.box.h = notice.hint.empty() ? 0 : canvas.measure_height(hint);
    const float button_room = notice.button.empty() ? 0 : m.u(44) + m.button_height;
    const float all = m.sign + m.u(34) + title.box.h + m.u(16) + hint.box.h + button_room;
    const float top = std::round(area.y + std::max(0.0F, (area.h - all) / 2));

    draw_sign(canvas, m.screen().middle_x(), top, notice.icon);
    title.box.y = top + m.sign + m.u(34);
    canvas.text(title);
    hint.box.y = title.box.bottom() + m.u(16);
    if (!notice.hint.empty()) canvas.text(hint);
    if (notice.button.empty()) return std::nullopt;
    Button button{notice.button_id, notice.button, "", Button::IconPlace::before, Look::strong, {}};
    const float button_width = std::max(natural_width(canvas, button), m.u(300));
    button.rect = {std::round(m.screen().middle_x() - button_width / 2), hint.box.bottom() + m.u(44), button_width,
                   m.button_height};
    return draw_button(canvas, button);
}

MaybeEvent draw_plain_notice(Canvas& canvas, const flow::NoticeView& view, const Texts& texts,
                             const std::string& icon) {
    static_cast<void>(draw_notice(canvas, {icon, texts(view.title), texts(view.hint), "", ""}));
    return std::nullopt;
}

}  // namespace

MaybeEvent draw_told(Canvas& canvas, const std::string& title, const Texts&) {
    static_cast<void>(draw_notice(canvas, {"saving", title, "", "", ""}));
    return std::nullopt;
}

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
