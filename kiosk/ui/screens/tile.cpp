#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/page.h"

namespace hailong::ui {
namespace {

struct TilePlan {
    Rect icon;
    TextBlock word;
    TextBlock state;
};

bool is_wide(const Tile& tile) { return tile.keeps_mark || tile.rect.w > 2.6F * tile.rect.h; }
float tile_padding(const Metrics& m) { return m.u(m.layout == Layout::compact ? 16 : 28); }

void measure(const Canvas& canvas, TilePlan& plan, const Tile& tile, float room) {
    plan.state.box.h = tile.state.empty() ? 0 : canvas.measure_height(plan.state);
    plan.word.box.h = room - plan.state.box.h;
    plan.word = canvas.shrink(plan.word);
    plan.word.box.h = canvas.measure_height(plan.word);
}

// Picture, word and state one above the other, in the middle of the tile.
TilePlan plan_tall(const Canvas& canvas, const Tile& tile) {
    const Metrics& m = canvas.metrics();
    const Rect& r = tile.rect;
    const Rect inner = r.inset(tile_padding(m), 0);
    TilePlan plan;
    plan.word = {tile.word, Style::chip, kInk, Align::centre, inner};
    plan.state = {tile.state, Style::body, kMuted, Align::centre, inner};
    const float icon = tile.icon.empty() ? 0 : m.chip_icon + m.u(18);
    measure(canvas, plan, tile, r.h - 2 * m.u(10) - icon);
    const float all = icon + plan.word.box.h + plan.state.box.h;
    const float top = std::round(r.middle_y() - all / 2);
    plan.icon = {std::round(r.middle_x() - m.chip_icon / 2), top, m.chip_icon, m.chip_icon};
    plan.word.box.y = top + icon;
    plan.state.box.y = plan.word.box.bottom();
    return plan;
}

// Picture before the word; without a picture the word stands in the middle.
TilePlan plan_wide(const Canvas& canvas, const Tile& tile) {
    const Metrics& m = canvas.metrics();
    const Rect& r = tile.rect;
    const float pad = tile_padding(m) * 1.4F;
    const float badge = tile.is_chosen || tile.keeps_mark ? m.badge + m.u(10) : 0;
    const bool has_icon = !tile.icon.empty();
    const float left = r.x + pad + (has_icon ? m.chip_icon + m.u(30) : tile.keeps_mark ? 0 : badge);
    TilePlan plan;
    plan.icon = {r.x + pad, std::round(r.middle_y() - m.chip_icon / 2), m.chip_icon, m.chip_icon};
    const Rect inner{left, 0, r.right() - pad - badge - left, 0};
    const Align align = has_icon || tile.keeps_mark ? Align::left : Align::centre;
    plan.word = {tile.word, Style::chip, kInk, align, inner};
    plan.state = {tile.state, Style::body, kMuted, align, inner};
    measure(canvas, plan, tile, r.h - 2 * m.u(10));
    plan.word.box.y = std::round(r.middle_y() - (plan.word.box.h + plan.state.box.h) / 2);
    plan.state.box.y = plan.word.box.bottom();
    return plan;
}

TilePlan plan_of(const Canvas& canvas, const Tile& tile) {
    return is_wide(tile) ? plan_wide(canvas, tile) : plan_tall(canvas, tile);
}

bool plan_fits(const Canvas& canvas, const Tile& tile, const TilePlan& plan) {
    const float margin = canvas.metrics().u(8);
    const float top = tile.icon.empty() || is_wide(tile) ? plan.word.box.y : plan.icon.y;
    return canvas.fits(plan.word) && top >= tile.rect.y + margin &&
           plan.state.box.bottom() <= tile.rect.bottom() - margin;
}

}  // namespace

float tile_scale(const Canvas& canvas, const Tile& tile) {
    const TilePlan plan = plan_of(canvas, tile);
    return plan_fits(canvas, tile, plan) ? plan.word.scale : 0;
}

std::optional<base::PanelPoint> draw_tile(Canvas& canvas, const Tile& tile) {
    const Metrics& m = canvas.metrics();
    const Rect rect = tile.rect.scaled(canvas.press(tile.id));
    canvas.paper(rect, tile.is_chosen ? kChosen : kCard, m.radius);
    canvas.outline(rect, tile.is_chosen ? kInk : kOutline, m.radius, tile.is_chosen ? 2 * m.outline : m.outline);
    const TilePlan plan = plan_of(canvas, tile);
    if (!tile.icon.empty()) canvas.picture(tile.icon, plan.icon, kInk);
    canvas.text(plan.word);
    if (!tile.state.empty()) canvas.text(plan.state);
    if (tile.is_chosen) {
        const float inset = m.u(18) + m.badge / 2;
        draw_badge(canvas, rect.right() - inset, is_wide(tile) ? rect.middle_y() : rect.y + inset);
    }
    if (tile.is_over) return std::nullopt;
    return canvas.touch({tile.id, tile.rect, tile.word, plan_fits(canvas, tile, plan)});
}

}  // namespace hailong::ui
