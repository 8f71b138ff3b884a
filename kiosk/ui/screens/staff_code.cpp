#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/ui/screens/staff.h"

namespace hailong::ui {
namespace {

constexpr float kKey = 21;  // mm
constexpr std::array kKeys{1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 0};
constexpr std::size_t kDigits = 8;

// "1 2 3 – – – – –"
std::string typed_so_far(const std::string& typed) {
    std::string out;
    for (std::size_t i = 0; i < kDigits; ++i) {
        out += i == 0 ? "" : " ";
        out += i < typed.size() ? std::string(1, typed[i]) : "–";
    }
    return out;
}

float draw_words(Canvas& canvas, const flow::StaffCodeView& view, const Texts& texts, Rect box) {
    const Metrics& m = canvas.metrics();
    const auto say = [&](const flow::Text& text, Style style, Rgb colour) {
        if (text.key.empty()) return;
        box.y = staff_text(canvas, {texts(text), style, colour, Align::left, box}) + m.u(16);
    };
    // It is read out over the telephone.
    say(view.challenge, Style::title, kStaffText);
    say(view.enter, Style::hint, kStaffMuted);
    say(view.sheet, Style::hint, kStaffMuted);
    // Where nothing can be typed, why is all there is to read.
    say(view.refusal, view.takes_digits ? Style::hint : Style::title, kStaffWarning);
    if (view.takes_digits) {
        box.y += m.u(m.layout == Layout::compact ? 0 : 24);
        box.y = staff_text(canvas, {typed_so_far(view.typed), Style::title, kStaffText, Align::left, box});
    }
    return box.y;
}

MaybeEvent draw_keypad(Canvas& canvas, const flow::StaffCodeView& view, const Texts& texts, const Rect& area) {
    const Metrics& m = canvas.metrics();
    const float gap = m.u(10);
    const float wide = std::floor((area.w - 2 * gap) / 3);
    const float high = std::floor(std::min((area.h - 3 * gap) / 4, m.mm(kKey * 1.9)));
    MaybeEvent event;
    const auto place = [&](std::size_t at) {
        const std::size_t column = at % 3;
        const std::size_t row = at / 3;
        return Rect{area.x + static_cast<float>(column) * (wide + gap), area.y + static_cast<float>(row) * (high + gap),
                    wide, high};
    };
    for (std::size_t at = 0; at < kKeys.size(); ++at) {
        const int digit = kKeys.at(at);
        if (digit < 0) continue;
        const std::string label = std::to_string(digit);
        const flow::StaffButtonView key{flow::StaffButton::digit, {}, digit};
        if (auto touched = draw_staff_button(canvas, key, label, {"staff.digit." + label, place(at)})) event = touched;
    }
    auto erased = draw_staff_button(canvas, view.erase, texts(view.erase.label), {"staff.erase", place(kKeys.size())});
    return erased ? erased : event;
}

}  // namespace

MaybeEvent draw_staff_code(Canvas& canvas, const flow::StaffCodeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect page = begin_staff_page(canvas);
    const auto leave = leave_place(canvas, page);
    const Rect head{page.x, page.y, leave.rect.x - page.x - m.gap, leave.rect.h};
    static_cast<void>(staff_text(canvas, {texts(view.title), Style::title, kStaffText, Align::left, head}));
    MaybeEvent event = draw_staff_button(canvas, view.leave, texts(view.leave.label), leave);
    const float top = leave.rect.bottom() + m.u(24);
    const bool is_upright = m.layout == Layout::portrait;
    const float keys_width = std::ceil(std::max(is_upright ? page.w * 0.8F : page.w * 0.4F, m.mm(kKey * 3) + m.u(20)));
    Rect words{page.x, top, is_upright ? page.w : page.w - keys_width - m.u(60), 0};
    const float end = draw_words(canvas, view, texts, words);
    if (!view.takes_digits) return event;
    Rect keys{page.right() - keys_width, top, keys_width, page.bottom() - top};
    if (is_upright) keys = {page.middle_x() - keys_width / 2, end + m.u(60), keys_width, page.bottom() - end - m.u(60)};
    if (auto touched = draw_keypad(canvas, view, texts, keys)) event = touched;
    return event;
}

}  // namespace hailong::ui
