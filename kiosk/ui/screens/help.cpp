#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

// Three steps as pictures, told in words below: who does not read understands them too.
constexpr std::array kSteps{"help_touch", "help_reasons", "help_leave"};

float step_size(const Metrics& m) { return std::round(m.sign * (m.layout == Layout::compact ? 1.4F : 1.6F)); }

Rect within(const Rect& card, const Metrics& m) { return card.inset(m.u(m.layout == Layout::compact ? 16 : 28), 0); }

// Picture before the words, where cards are low or the panel upright.
TextBlock draw_beside(Canvas& canvas, const std::string& picture, TextBlock block, const Rect& card) {
    const Metrics& m = canvas.metrics();
    const Rect inner = within(card, m);
    const float size = std::min({step_size(m), card.h - m.u(16), std::round(card.w * 0.3F)});
    const float left = inner.x + size + m.u(m.layout == Layout::portrait ? 36 : 18);
    block.align = Align::left;
    block.box = {left, card.y, inner.right() - left, card.h};
    block = canvas.shrink(block);
    block.box.y = std::round(card.middle_y() - canvas.measure_height(block) / 2);
    canvas.picture(picture, {inner.x, std::round(card.middle_y() - size / 2), size, size}, kInk);
    return block;
}

TextBlock draw_above(Canvas& canvas, const std::string& picture, TextBlock block, const Rect& card) {
    const Metrics& m = canvas.metrics();
    const float size = step_size(m);
    const float top = card.y + m.u(m.layout == Layout::compact ? 10 : 24);
    canvas.picture(picture, {std::round(card.middle_x() - size / 2), top, size, size}, kInk);
    block.box.y = top + size + m.u(10);
    block.box.h = card.bottom() - m.u(10) - block.box.y;
    block = canvas.shrink(block);
    block.box.y += std::round(std::max(0.0F, block.box.h - canvas.measure_height(block)) / 2);
    return block;
}

void draw_step(Canvas& canvas, const std::string& picture, const std::string& words, const Rect& card) {
    const Metrics& m = canvas.metrics();
    canvas.paper(card, kCard, m.radius);
    canvas.outline(card, kOutline, m.radius, m.outline);
    const TextBlock block{words, Style::hint, kInk, Align::centre, within(card, m)};
    const bool is_low = card.h < step_size(m) + 3 * canvas.lettering().line(Style::hint) * (m.modes.large ? 0.7F : 1);
    TextBlock drawn = m.layout == Layout::portrait || is_low ? draw_beside(canvas, picture, block, card)
                                                             : draw_above(canvas, picture, block, card);
    drawn.box.h = card.bottom() - drawn.box.y;
    canvas.text(drawn);
}

void draw_steps(Canvas& canvas, const flow::HelpView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const bool is_tall = m.layout == Layout::portrait;
    const float wanted = is_tall ? 3 * m.u(280) + 2 * m.gap : m.u(m.layout == Layout::compact ? 330 : 440);
    const float height = wanted * (m.modes.large ? 1.3F : 1);
    const Page page = plan_page(canvas, {{texts(view.title), Style::title, kInk}},
                                {height, m.u(is_tall ? 640 : 160), BodyWish::Use::read});
    draw_heading(canvas, page);
    const auto cards = grid(page.body, kSteps.size(), is_tall ? 1 : kSteps.size(), m.gap);
    for (std::size_t i = 0; i < kSteps.size() && i < view.lines.size(); ++i) {
        draw_step(canvas, kSteps[i], texts(view.lines[i]), cards[i]);
    }
}

// The sentences on privacy in one column or two, each with a tick before it.
struct Sentences {
    std::vector<TextBlock> blocks;
    float height = 0;
};

// How the sentences are set.
struct Lettered {
    Style style = Style::hint;
    float scale = 1;
};

float tick_room(const Metrics& m) { return m.badge + m.u(18); }

// Of two columns each is as wide as its sentences are long, within reason.
float left_share(const flow::HelpView& view, const Texts& texts) {
    std::array<float, 2> letters{};
    for (std::size_t i = 0; i < view.lines.size(); ++i)
        letters.at(i % 2) += static_cast<float>(texts(view.lines[i]).size());
    return std::clamp(letters[0] / std::max(1.0F, letters[0] + letters[1]), 0.4F, 0.6F);
}

Sentences plan_sentences(const Canvas& canvas, const flow::HelpView& view, const Texts& texts,
                         const Lettered& letters) {
    const Metrics& m = canvas.metrics();
    const std::size_t columns = m.layout == Layout::portrait ? 1 : 2;
    const std::size_t rows = (view.lines.size() + columns - 1) / columns;
    const float between = m.u(m.layout == Layout::compact || m.modes.large ? 36 : 64);
    const float all = page_area(m).w - static_cast<float>(columns - 1) * between;
    const float left = std::floor(columns == 1 ? all : all * left_share(view, texts));
    const float apart = m.u(m.layout == Layout::compact || m.modes.large ? 12 : m.layout == Layout::portrait ? 40 : 26);
    Sentences plan;
    for (std::size_t row = 0; row < rows; ++row) {
        float tallest = m.badge;
        for (std::size_t i = row * columns; i < std::min(view.lines.size(), (row + 1) * columns); ++i) {
            const bool is_left = i == row * columns;
            const float x = (is_left ? 0 : left + between) + tick_room(m);
            const float width = is_left ? left : all - left;
            TextBlock block{
                texts(view.lines[i]), letters.style, kInk, Align::left, {x, plan.height, width - tick_room(m), 0},
                letters.scale};
            block.box.h = canvas.measure_height(block);
            tallest = std::max(tallest, block.box.h);
            plan.blocks.push_back(std::move(block));
        }
        plan.height += tallest + (row + 1 < rows ? apart : 0);
    }
    return plan;
}

// All six stay on one screen: where large letters do not fit they are as large as fits, down to the normal mode's.
Sentences fitted_sentences(const Canvas& canvas, const flow::HelpView& view, const Texts& texts, float room) {
    constexpr float kStep = 0.04F;
    const float smallest = canvas.metrics().modes.large ? 1 / 1.5F : 0.84F;
    Sentences plan;
    for (const Style style : {Style::hint, Style::body, Style::office}) {
        for (float scale = 1;; scale = std::max(smallest, scale - kStep)) {
            plan = plan_sentences(canvas, view, texts, {style, scale});
            if (plan.height <= room) return plan;
            if (scale <= smallest) break;
        }
    }
    return plan;
}

void draw_sentences(Canvas& canvas, const flow::HelpView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const float room = page_area(m).h - m.em(Style::title) * (m.modes.large ? 1.25F : 2);
    const Sentences plan = fitted_sentences(canvas, view, texts, room);
    const Page page =
        plan_page(canvas, {{texts(view.title), Style::title, kInk}}, {plan.height, plan.height, BodyWish::Use::read});
    draw_heading(canvas, page);
    for (TextBlock block : plan.blocks) {
        block.box.x += page.body.x;
        block.box.y += page.body.y;
        const float middle = block.box.y + canvas.line(block) / 2;
        draw_badge(canvas, block.box.x - tick_room(m) + m.badge / 2, std::round(middle));
        canvas.text(block);
    }
}

}  // namespace

MaybeEvent draw_help(Canvas& canvas, const flow::HelpView& view, const Texts& texts) {
    ButtonRow row{{}, {close_button(texts(view.close))}};
    switch (view.page) {
        case flow::HelpPage::how:
            draw_steps(canvas, view, texts);
            break;
        case flow::HelpPage::privacy:
            draw_sentences(canvas, view, texts);
            break;
    }
    if (!view.privacy.key.empty()) {
        row.left.push_back({"privacy", texts(view.privacy), "privacy", Button::IconPlace::before, Look::plain, {}});
    }
    place_row(canvas, row_top(canvas.metrics()), row);
    MaybeEvent event;
    if (!row.left.empty()) {
        if (const auto at = draw_button(canvas, row.left[0])) event = flow::PrivacyTouched{*at};
    }
    if (const auto at = draw_button(canvas, row.right[0])) event = flow::Closed{*at};
    return event;
}

MaybeEvent draw_explanation(Canvas& canvas, const flow::ExplanationView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const float size = m.sign * 2;
    TextBlock hint{texts(view.hint), Style::hint, kInk, Align::centre, {}};
    const float width = std::min(page_area(m).w, m.em(Style::hint) * 34);
    hint.box = {std::round(m.screen().middle_x() - width / 2), 0, width, 0};
    hint.box.h = canvas.measure_height(hint);
    const Page page = plan_page(canvas, {{texts(view.title), Style::title, kInk}},
                                {size + m.u(24) + hint.box.h, hint.box.h + m.sign, BodyWish::Use::read});
    draw_heading(canvas, page);
    const float picture = std::min(size, page.body.h - m.u(24) - hint.box.h);
    canvas.picture("slip", {std::round(m.screen().middle_x() - picture / 2), page.body.y, picture, picture}, kInk);
    hint.box.y = page.body.y + std::round(picture) + m.u(24);
    canvas.text(hint);
    ButtonRow row{{}, {close_button(texts(view.close))}};
    place_row(canvas, row_top(m), row);
    const auto at = draw_button(canvas, row.right[0]);
    if (!at) return std::nullopt;
    return flow::Closed{*at};
}

}  // namespace hailong::ui
