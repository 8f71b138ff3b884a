#include "kiosk/ui/screens/page.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

// How far texts give way: a large text to the normal mode's size, a normal one while it is easily read.
constexpr float kHeadingOfLarge = 1 / 1.5F;
constexpr float kHeadingOfNormal = 0.84F;
constexpr float kHeadingStep = 0.04F;

float lines_gap(const Metrics& m) { return m.u(m.layout == Layout::compact ? 4 : 8); }
float body_gap(const Metrics& m) {
    return m.u(m.layout == Layout::portrait ? 56 : m.layout == Layout::compact ? 16 : 34);
}
float slot_width(const Metrics& m) { return m.u(m.layout == Layout::compact ? 200 : 260); }

std::vector<TextBlock> heading_blocks(const Canvas& canvas, const Rect& area, const std::vector<HeadingLine>& heading,
                                      float scale) {
    std::vector<TextBlock> blocks;
    for (const auto& line : heading) {
        if (line.text.empty()) continue;
        TextBlock block{line.text, line.style, line.colour, Align::centre, {area.x, 0, area.w, 0}, scale};
        block.box.h = canvas.measure_height(block);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

float height_of(const Canvas& canvas, const std::vector<TextBlock>& blocks) {
    float height = 0;
    for (const auto& block : blocks) height += block.box.h + (height > 0 ? lines_gap(canvas.metrics()) : 0);
    return height;
}

float total_width(const Canvas& canvas, const ButtonRow& row, float slot) {
    const Metrics& m = canvas.metrics();
    float width = static_cast<float>(row.left.size() + row.right.size() - 1) * m.gap;
    for (const auto& button : row.left) width += natural_width(canvas, button);
    return width + static_cast<float>(row.right.size()) * slot;
}

float widest(const Canvas& canvas, const std::vector<Button>& buttons, float least) {
    float width = least;
    for (const auto& button : buttons) width = std::max(width, natural_width(canvas, button));
    return width;
}

}  // namespace

float row_gap(const Metrics& metrics) { return metrics.u(metrics.layout == Layout::compact ? 14 : 28); }
float row_top(const Metrics& metrics) { return metrics.bar().y - row_gap(metrics) - metrics.button_height; }

bool page_has_header(const Metrics& metrics) {
    return metrics.layout != Layout::compact && !metrics.modes.large && metrics.content().h >= metrics.u(560);
}

Rect page_area(const Metrics& metrics) {
    const Rect content = metrics.content();
    const float top = page_has_header(metrics) ? content.y : metrics.u(12);
    return {content.x, top, content.w, row_top(metrics) - row_gap(metrics) - top};
}

Page plan_page(const Canvas& canvas, const std::vector<HeadingLine>& heading, const BodyWish& wish) {
    return plan_page_in(canvas, page_area(canvas.metrics()), heading, wish);
}

Page plan_page_in(const Canvas& canvas, const Rect& area, const std::vector<HeadingLine>& heading,
                  const BodyWish& wish) {
    const Metrics& m = canvas.metrics();
    const float smallest = m.modes.large ? kHeadingOfLarge : kHeadingOfNormal;
    float gap = heading.empty() ? 0 : body_gap(m);
    Page page;
    float scale = 1, text = 0;
    for (;; scale = std::max(smallest, scale - kHeadingStep)) {
        page.heading = heading_blocks(canvas, area, heading, scale);
        text = height_of(canvas, page.heading);
        if (scale <= smallest || text + gap + wish.least <= area.h) break;
    }
    // What is read may do without its title, before it is cut; a question stays.
    if (wish.use == BodyWish::Use::read && text + gap + wish.least > area.h) {
        page.heading.clear();
        text = gap = 0;
    }
    float body = std::min(wish.wanted, area.h - text - gap);
    if (wish.use == BodyWish::Use::touched) body = std::min(body, area.bottom() - std::max(area.y, m.reach_top));
    const float free = area.h - text - gap - body;
    // Upright panels are tall, and a hand may not reach far: what can be touched stays low.
    const float low = m.modes.reach ? free : std::max(0.0F, free - m.u(30));
    float y = area.y + (m.modes.reach || m.layout == Layout::portrait ? low : free / 2);
    for (auto& block : page.heading) {
        block.box.y = std::round(y);
        y += block.box.h + lines_gap(m);
    }
    if (!page.heading.empty()) y += gap - lines_gap(m);
    page.body = {area.x, std::ceil(y), area.w, std::floor(body)};
    return page;
}

void draw_heading(Canvas& canvas, const Page& page) {
    for (const auto& block : page.heading) canvas.text(block);
}

void place_row(const Canvas& canvas, float top, ButtonRow& row) {
    const Metrics& m = canvas.metrics();
    const float room = m.screen().w - 2 * m.margin;
    float slot = widest(canvas, row.right, slot_width(m));
    if (total_width(canvas, row, slot) > room) {
        for (auto& button : row.left) button.icon.clear();
    }
    const float total = total_width(canvas, row, slot);
    const auto count = static_cast<float>(row.left.size() + row.right.size());
    const float squeeze = std::max(0.0F, std::ceil((total - room) / count));
    slot -= squeeze;
    float x = m.margin;
    for (auto& button : row.left) {
        button.rect = {x, top, natural_width(canvas, button) - squeeze, m.button_height};
        x = button.rect.right() + m.gap;
    }
    x = m.screen().w - m.margin;
    for (auto it = row.right.rbegin(); it != row.right.rend(); ++it) {
        it->rect = {x - slot, top, slot, m.button_height};
        x = it->rect.x - m.gap;
    }
}

Button back_button(std::string label) {
    return {"back", std::move(label), "back", Button::IconPlace::before, Look::plain, {}};
}
Button finish_button(std::string label, bool is_done) {
    return {"finish",
            std::move(label),
            is_done ? "check" : "skip",
            Button::IconPlace::after,
            is_done ? Look::strong : Look::plain,
            {}};
}
Button send_button(std::string label) {
    return {"send", std::move(label), "check", Button::IconPlace::after, Look::strong, {}};
}
Button close_button(std::string label) {
    return {"close", std::move(label), "close", Button::IconPlace::after, Look::strong, {}};
}

void draw_idle_button(Canvas& canvas, const Button& button) {
    const Metrics& m = canvas.metrics();
    // In black and white muted is no colour of its own.
    const bool is_contrast = canvas.palette() == kHighContrast;
    canvas.outline(button.rect, is_contrast ? Paint(kIdleOnBlack) : Paint(kOutline), m.radius, m.outline);
    const float line = canvas.lettering().line(Style::button);
    canvas.text({button.label,
                 Style::button,
                 is_contrast ? Paint(kIdleOnBlack) : Paint(kMuted),
                 Align::centre,
                 {button.rect.x, std::round(button.rect.middle_y() - line / 2), button.rect.w, line}});
}

std::vector<Rect> grid(const Rect& area, std::size_t count, std::size_t columns, float gap) {
    const std::size_t rows = (count + columns - 1) / columns;
    const auto across = static_cast<float>(columns), down = static_cast<float>(rows);
    const float width = std::floor((area.w - (across - 1) * gap) / across);
    const float height = std::floor((area.h - (down - 1) * gap) / down);
    std::vector<Rect> places;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = i / columns, column = i % columns;
        const auto in_row = static_cast<float>(std::min(columns, count - row * columns));
        const float left = area.x + std::floor((area.w - in_row * width - (in_row - 1) * gap) / 2);
        places.push_back({left + static_cast<float>(column) * (width + gap),
                          area.y + static_cast<float>(row) * (height + gap), width, height});
    }
    return places;
}

}  // namespace hailong::ui
