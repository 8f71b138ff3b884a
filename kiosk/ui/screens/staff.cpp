#include "kiosk/ui/screens/staff.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

constexpr double kFinger = 20.5;  // mm

}  // namespace

MaybeEvent draw_staff_button(Canvas& canvas, const flow::StaffButtonView& button, const std::string& label,
                             const StaffButtonPlace& place) {
    const Metrics& m = canvas.metrics();
    canvas.fill(place.rect.scaled(canvas.press(place.id)), kStaffText, m.radius);
    TextBlock block{label, Style::button, kStaffInk, Align::centre, place.rect.inset(m.u(8), m.u(4))};
    const bool fits = canvas.fits(block);
    block.box.h = canvas.measure_height(block);
    block.box.y = std::round(place.rect.middle_y() - block.box.h / 2);
    canvas.text(block);
    const auto at = canvas.touch({place.id, place.rect, label, fits});
    if (!at) return std::nullopt;
    return flow::StaffTouched{button.button, button.number, *at};
}

Rect begin_staff_page(Canvas& canvas) {
    const Metrics& m = canvas.metrics();
    Rect ground = m.screen();
    ground.y -= m.u(40);  // the page comes up from below: nothing may shine through above it
    ground.h += m.u(80);
    canvas.fill(ground, kStaffGround);
    return m.screen().inset(m.margin, m.u(32));
}

StaffButtonPlace leave_place(const Canvas& canvas, const Rect& page) {
    const Metrics& m = canvas.metrics();
    const float height = std::ceil(std::max(m.button_height, m.mm(kFinger)));
    const float width = std::ceil(std::max(m.u(190), m.mm(kFinger) * 1.6F));
    return {"staff.leave", {page.right() - width, page.y, width, height}};
}

float staff_text(Canvas& canvas, TextBlock block) {
    block.box.h = canvas.measure_height(block);
    return block.box.y + canvas.text(block);
}

MaybeEvent draw_staff_clean(Canvas& canvas, const flow::StaffCleanView& view, const Texts& texts) {
    const Rect page = begin_staff_page(canvas);
    Rect box = page;
    box.y = std::round(page.y + page.h * 0.4F);
    box.y = staff_text(canvas, {texts(view.title), Style::question, kStaffText, Align::centre, box});
    static_cast<void>(staff_text(canvas, {texts(view.hint), Style::hint, kStaffMuted, Align::centre, box}));
    return std::nullopt;
}

MaybeEvent draw_staff_touch(Canvas& canvas, const flow::StaffTouchView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect page = begin_staff_page(canvas);
    const auto leave = leave_place(canvas, page);
    const Rect head{page.x, page.y, leave.rect.x - page.x - m.gap, leave.rect.h};
    static_cast<void>(staff_text(canvas, {texts(view.title), Style::hint, kStaffText, Align::left, head}));
    MaybeEvent event = draw_staff_button(canvas, view.leave, texts(view.leave.label), leave);
    const float top = leave.rect.bottom() + m.gap;
    const float side = std::ceil(m.mm(kFinger));
    const float step_x = (page.w - side) / (flow::kTouchColumns - 1);
    const float step_y = (page.bottom() - top - side) / (flow::kTouchRows - 1);
    for (int spot = 0; spot < flow::kTouchColumns * flow::kTouchRows; ++spot) {
        const int column = spot % flow::kTouchColumns;
        const int row = spot / flow::kTouchColumns;
        const Rect rect{std::floor(page.x + step_x * static_cast<float>(column)),
                        std::floor(top + step_y * static_cast<float>(row)), side, side};
        const bool is_hit = view.hit.at(static_cast<std::size_t>(spot));
        canvas.fill(rect, is_hit ? kStaffGood : kStaffCard, m.radius);
        canvas.outline(rect, kStaffMuted, m.radius, m.outline);
        if (is_hit) canvas.picture("check", rect.scaled(0.6F), kStaffInk);
        const auto at = canvas.touch({"staff.spot." + std::to_string(spot), rect, is_hit ? "✓" : "", true});
        if (at) event = flow::StaffTouched{flow::StaffButton::spot, spot, *at};
    }
    for (const auto& point : view.points) {
        canvas.disc(m.mm(point.x.value), m.mm(point.y.value), m.mm(1.5), kStaffWarning);
    }
    return event;
}

}  // namespace hailong::ui
