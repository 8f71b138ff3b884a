#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/ui/qr.h"
#include "kiosk/ui/screens/staff.h"

namespace hailong::ui {
namespace {

std::string id_of(flow::StaffButton button) {
    switch (button) {
        case flow::StaffButton::sync:
            return "staff.sync";
        case flow::StaffButton::usb:
            return "staff.usb";
        case flow::StaffButton::clean:
            return "staff.clean";
        case flow::StaffButton::touch_test:
            return "staff.touch";
        case flow::StaffButton::language:
            return "staff.language";
        case flow::StaffButton::volume:
            return "staff.volume";
        case flow::StaffButton::restart:
            return "staff.restart";
        case flow::StaffButton::digit:
        case flow::StaffButton::erase:
        case flow::StaffButton::leave:
        case flow::StaffButton::spot:
            break;
    }
    return "staff.leave";
}

class Menu {
public:
    Menu(Canvas& canvas, const flow::StaffMenuView& view, const Texts& texts)
        : canvas_(canvas), view_(view), texts_(texts), m_(canvas.metrics()) {}

    MaybeEvent draw() {
        const Rect page = begin_staff_page(canvas_);
        const auto leave = leave_place(canvas_, page);
        const float head_width = buttons_above(leave.rect) - page.x - m_.gap;
        const std::string& ward = texts_.sign().name;
        const std::string name =
            view_.device.empty() || ward.empty() ? view_.device + ward : view_.device + kBetweenNames + ward;
        Rect head{page.x, page.y, head_width, 0};
        if (!name.empty()) head.y = staff_text(canvas_, {name, Style::name, kStaffText, Align::left, head});
        head.y = staff_text(canvas_, {texts_(view_.title), Style::body, kStaffMuted, Align::left, head});
        keep(draw_staff_button(canvas_, view_.leave, texts_(view_.leave.label), leave));
        const float top = std::max(leave.rect.bottom(), head.y) + m_.u(20);
        if (m_.layout == Layout::portrait) {
            const float end = status({page.x, top, page.w, 0}) + m_.u(30);
            const float below = buttons({page.x, end, page.w, 0}) + m_.u(30);
            code({page.x, below, page.w, page.bottom() - below});
        } else {
            const float gap = m_.u(48);
            const float left = std::floor((page.w - gap) * 0.5F);
            static_cast<void>(status({page.x, top, left, 0}));
            const Rect right{page.x + left + gap, top, page.w - left - gap, 0};
            const float below = buttons(right) + m_.u(16);
            code({right.x, below, right.w, page.bottom() - below});
        }
        return event_;
    }

private:
    void keep(MaybeEvent event) {
        if (event) event_ = std::move(event);
    }

    // The numbers, then one line a fact; where they end.
    float status(Rect at) {
        const float gap = m_.u(14);
        const float width = std::floor((at.w - 2 * gap) / 3);
        float x = at.x;
        float bottom = at.y;
        for (const auto& count : view_.counts) bottom = std::max(bottom, at.y + card_height(count, width));
        for (const auto& count : view_.counts) {
            canvas_.fill({x, at.y, width, bottom - at.y}, kStaffCard, m_.radius);
            Rect inner{x + m_.u(16), at.y + m_.u(10), width - m_.u(32), 0};
            inner.y = staff_text(canvas_, {count.number, Style::title, kStaffText, Align::left, inner});
            static_cast<void>(staff_text(canvas_, {texts_(count.what), Style::body, kStaffMuted, Align::left, inner}));
            x += width + gap;
        }
        at.y = bottom + m_.u(14);
        for (const auto& row : view_.rows) at.y = fact(row, at);
        if (view_.note.key.empty()) return at.y;
        return staff_text(canvas_, {texts_(view_.note), Style::body, kStaffWarning, Align::left, at});
    }

    [[nodiscard]] float card_height(const flow::StaffMenuView::Count& count, float width) const {
        const Rect inner{0, 0, width - m_.u(32), 0};
        return m_.u(22) + canvas_.measure_height({count.number, Style::title, kStaffText, Align::left, inner}) +
               canvas_.measure_height({texts_(count.what), Style::body, kStaffMuted, Align::left, inner});
    }

    float fact(const flow::StaffMenuView::Row& row, const Rect& at) {
        const float label_width = std::floor(at.w * 0.48F);
        const Rgb colour = row.is_warning ? kStaffWarning : kStaffText;
        const Rect right{at.x + label_width + m_.u(12), at.y, at.w - label_width - m_.u(12), 0};
        const float left_end = staff_text(
            canvas_, {texts_(row.label), Style::body, kStaffMuted, Align::left, {at.x, at.y, label_width, 0}});
        const float end =
            std::max(left_end, staff_text(canvas_, {texts_(row.value), Style::body, colour, Align::left, right}));
        const float air = m_.u(m_.layout == Layout::compact ? 2 : 6);
        canvas_.fill({at.x, end + air, at.w, std::max(2.0F, m_.u(2))}, kStaffCard);
        return end + 2 * air + m_.u(4);
    }

    // The small panel has its settings beside "Exit": below is no room for them and for a code that can be
    // photographed.
    [[nodiscard]] bool stands_above(const flow::StaffButtonView& button) const {
        const bool is_setting =
            button.button == flow::StaffButton::language || button.button == flow::StaffButton::volume;
        return is_setting && m_.layout == Layout::compact;
    }

    // From "Exit" to the left; where the first of them begins.
    float buttons_above(const Rect& leave) {
        float x = leave.x;
        for (auto it = view_.buttons.rbegin(); it != view_.buttons.rend(); ++it) {
            if (!stands_above(*it)) continue;
            x -= leave.w + m_.gap;
            draw_button(*it, {x, leave.y, leave.w, leave.h});
        }
        return x;
    }

    // In rows; where they end.
    float buttons(const Rect& at) {
        const float gap = m_.u(14);
        const std::size_t columns = m_.layout == Layout::compact ? 3 : 2;
        const auto across = static_cast<float>(columns);
        const float width = std::floor((at.w - (across - 1) * gap) / across);
        const float high = leave_place(canvas_, at).rect.h;
        std::size_t placed = 0;
        for (const auto& button : view_.buttons) {
            if (stands_above(button)) continue;
            const std::size_t column = placed % columns, row = placed / columns;
            // The last, where it stands alone, is as wide as all.
            const bool is_alone = column == 0 && &button == &view_.buttons.back();
            draw_button(button, {at.x + static_cast<float>(column) * (width + gap),
                                 at.y + static_cast<float>(row) * (high + gap), is_alone ? at.w : width, high});
            ++placed;
        }
        const std::size_t rows = (placed + columns - 1) / columns;
        return at.y + static_cast<float>(rows) * (high + gap);
    }

    void draw_button(const flow::StaffButtonView& button, const Rect& rect) {
        keep(draw_staff_button(canvas_, button, texts_(button.label), {id_of(button.button), rect}));
    }

    void code(const Rect& at) {
        if (view_.qr.empty()) return;
        const auto qr = encode_qr(view_.qr);
        if (!qr) return;
        const float module = qr_module(*qr, std::min(at.h, at.w * 0.55F));
        const float width = qr_width(*qr, module);
        draw_qr(canvas_, *qr, at.x, at.y, module);
        const float left = at.x + width + m_.u(20);
        static_cast<void>(staff_text(
            canvas_,
            {texts_(view_.qr_hint), Style::body, kStaffMuted, Align::left, {left, at.y, at.right() - left, 0}}));
    }

    Canvas& canvas_;
    const flow::StaffMenuView& view_;
    const Texts& texts_;
    const Metrics& m_;
    MaybeEvent event_;
};

}  // namespace

MaybeEvent draw_staff_menu(Canvas& canvas, const flow::StaffMenuView& view, const Texts& texts) {
    return Menu(canvas, view, texts).draw();
}

}  // namespace hailong::ui
