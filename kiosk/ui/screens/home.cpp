#include <algorithm>
#include <cmath>

#include "kiosk/ui/qr.h"
#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

constexpr double kSmallestQr = 45;  // mm: a phone at arm's length focuses on it

// The code beside its words, on an upright panel above them.
struct HomePlan {
    bool is_tall = false;
    std::optional<QrCode> qr;
    float module = 0;
    float side = 0;  // pixels, quiet zone included
    float width = 0;
    std::vector<TextBlock> words;
    float words_height = 0;
    [[nodiscard]] float height(float gap) const {
        return is_tall ? side + gap + words_height : std::max(side, words_height);
    }
};

float gap_of(const Metrics& m) {
    return m.u(m.layout == Layout::portrait ? 44 : m.layout == Layout::compact ? 44 : 80);
}

void plan_qr(HomePlan& plan, const Metrics& m, float room) {
    if (!plan.qr) return;
    // The symbol itself has the 45 mm; its quiet zone comes on top.
    const auto least = static_cast<float>(std::ceil(m.mm(kSmallestQr) / static_cast<float>(plan.qr->side)));
    plan.module = std::max(least, qr_module(*plan.qr, room));
    plan.side = qr_width(*plan.qr, plan.module);
}

void plan_ticket_words(HomePlan& plan, const Canvas& canvas, const flow::HomeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Align align = plan.is_tall ? Align::centre : Align::left;
    plan.words = {{texts(view.how), Style::hint, kInk, align, {}},
                  {texts(view.address), Style::body, kMuted, align, {}},
                  {view.code, Style::code, kInk, align, {}},
                  {texts(view.valid), Style::body, kMuted, align, {}}};
    for (auto& block : plan.words) {
        block.has_even_lines = true;
        block.box = {0, plan.words_height, plan.width, 0};
        block.box.h = canvas.measure_height(block);
        plan.words_height = block.box.bottom() + m.u(m.layout == Layout::compact ? 8 : 16);
    }
}

HomePlan plan_ticket(const Canvas& canvas, const flow::HomeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect area = page_area(m);
    const float room = area.h - m.em(Style::title) * 2;
    HomePlan plan;
    plan.is_tall = m.layout == Layout::portrait;
    if (auto code = encode_qr(view.qr)) plan.qr = std::move(*code);
    const float widest =
        plan.is_tall ? m.u(620) : std::min(m.u(m.layout == Layout::compact ? 400 : 560), area.w * 0.45F);
    plan_qr(plan, m, std::min(widest, room));
    plan.width = plan.is_tall ? area.w : std::min(m.em(Style::hint) * 20, area.w - plan.side - gap_of(m));
    plan_ticket_words(plan, canvas, view, texts);
    if (!plan.is_tall || plan.height(gap_of(m)) <= room) return plan;
    plan_qr(plan, m, room - plan.words_height - gap_of(m));
    return plan;
}

}  // namespace

MaybeEvent draw_home(Canvas& canvas, const flow::HomeView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const HomePlan plan = plan_ticket(canvas, view, texts);
    const float height = plan.height(gap_of(m));
    const Page page =
        plan_page(canvas, {{texts(view.title), Style::title, kInk}}, {height, height, BodyWish::Use::read});
    draw_heading(canvas, page);
    const float all = plan.is_tall ? plan.width : plan.side + gap_of(m) + plan.width;
    const float left = std::round(m.screen().middle_x() - all / 2);
    const float qr_left = plan.is_tall ? std::round(m.screen().middle_x() - plan.side / 2) : left;
    const float qr_top = plan.is_tall ? page.body.y : std::round(page.body.middle_y() - plan.side / 2);
    if (plan.qr) draw_qr(canvas, *plan.qr, qr_left, qr_top, plan.module);
    const float x = plan.is_tall ? left : left + plan.side + gap_of(m);
    const float y =
        plan.is_tall ? qr_top + plan.side + gap_of(m) : std::round(page.body.middle_y() - plan.words_height / 2);
    for (TextBlock block : plan.words) {
        block.box.x += x;
        block.box.y += y;
        canvas.text(block);
    }
    ButtonRow row{{}, {close_button(texts(view.close))}};
    place_row(canvas, row_top(m), row);
    const auto at = draw_button(canvas, row.right[0]);
    if (!at) return std::nullopt;
    return flow::Closed{*at};
}

}  // namespace hailong::ui
