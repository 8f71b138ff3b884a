#include "kiosk/ui/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "kiosk/text/lines.h"

namespace hailong::ui {
namespace {

constexpr float kPressedScale = 0.96F;  // look.md "Motion"
constexpr float kUnseen = 0.35F;        // white at this strength on the background differs from it by 1 to 4 of 255

ImVec2 upper_left(const Rect& rect) { return {rect.x, rect.y}; }
ImVec2 lower_right(const Rect& rect) { return {rect.right(), rect.bottom()}; }

Rect dropped(Rect rect, float drop) {
    rect.y += drop;
    return rect;
}

// Running text fills its lines; titles, labels and centred lines are balanced.
text::Balance balance_of(const TextBlock& block) {
    const bool is_running = block.align == Align::left && (block.style == Style::body || block.style == Style::hint);
    return is_running ? text::Balance::first : text::Balance::even;
}

}  // namespace

std::uint32_t Canvas::pack(Rgb colour, float opacity) const {
    const auto alpha = static_cast<std::uint32_t>(std::lround(std::clamp(layer_.opacity * opacity, 0.0F, 1.0F) * 255));
    const std::uint32_t r = colour.r, g = colour.g, b = colour.b;
    return alpha << IM_COL32_A_SHIFT | b << IM_COL32_B_SHIFT | g << IM_COL32_G_SHIFT | r << IM_COL32_R_SHIFT;
}

void Canvas::fill(const Rect& rect, Rgb colour, float radius, float opacity) {
    const Rect at = dropped(rect, layer_.drop);
    tools_.list.AddRectFilled(upper_left(at), lower_right(at), pack(colour, opacity), radius);
}

void Canvas::paper(const Rect& rect, Rgb colour, float radius) {
    if (layer_.opacity >= kUnseen) fill(rect, colour, radius);
}

void Canvas::outline(const Rect& rect, Rgb colour, float radius, float thickness) {
    const Rect at = dropped(rect.inset(thickness / 2, thickness / 2), layer_.drop);
    tools_.list.AddRect(upper_left(at), lower_right(at), pack(colour, 1), radius - thickness / 2, 0, thickness);
}

void Canvas::disc(float x, float y, float radius, Rgb colour) {
    tools_.list.AddCircleFilled({x, y + layer_.drop}, radius, pack(colour, 1), 96);
}

void Canvas::ring(float x, float y, float radius, Rgb colour, float thickness) {
    tools_.list.AddCircle({x, y + layer_.drop}, radius, pack(colour, 1), 96, thickness);
}

void Canvas::picture(const std::string& name, const Rect& rect, Rgb tint) {
    const TextureId texture = tools_.pictures.find(name, rect.w);
    if (texture == 0) return;
    const Rect at = dropped(rect, layer_.drop);
    tools_.list.AddImage(std::bit_cast<ImTextureID>(texture), upper_left(at), lower_right(at), {0, 0}, {1, 1},
                         pack(tint, 1));
}

std::vector<std::string> Canvas::lines(const TextBlock& block) const {
    const auto width = [&](std::string_view line) { return tools_.lettering.width(block.style, line); };
    return text::break_lines(block.text, block.box.w, width, balance_of(block));
}

float Canvas::measure_height(const TextBlock& block) const {
    return static_cast<float>(lines(block).size()) * tools_.lettering.line(block.style, block.text);
}

// Stacked consonants can hang so low that two lines do not go below each other.
bool Canvas::has_touching_lines(const TextBlock& block, const std::vector<std::string>& lines) const {
    const float line_box = tools_.lettering.line(block.style, block.text);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto upper = tools_.lettering.ink(block.style, lines[i - 1], line_box);
        const auto lower = tools_.lettering.ink(block.style, lines[i], line_box);
        if (upper.bottom >= lower.top + line_box) return true;
    }
    return false;
}

bool Canvas::fits(const TextBlock& block) const {
    const auto broken = lines(block);
    const bool is_narrow = std::all_of(broken.begin(), broken.end(), [&](const std::string& line) {
        return tools_.lettering.width(block.style, line) <= block.box.w;
    });
    // A word cut between its letters is no fit either: every line must end where the text may be broken.
    std::size_t kept = 0;
    for (const auto& line : broken) kept += text::count_breaks(line);
    const bool is_whole = kept + broken.size() == text::count_breaks(block.text) + 1;
    return is_narrow && is_whole && !has_touching_lines(block, broken) && measure_height(block) <= block.box.h + 0.5F;
}

float Canvas::text(const TextBlock& block) {
    const Lettering& lettering = tools_.lettering;
    const float line_box = lettering.line(block.style, block.text);
    const bool block_fits = fits(block);
    float y = std::round(block.box.y);
    const float top = y;
    for (const auto& line : lines(block)) {
        const float width = lettering.width(block.style, line);
        const float free = block.align == Align::centre ? (block.box.w - width) / 2 : 0;
        const float x = std::round(block.box.x + free);
        lettering.draw(tools_.list, block.style, line, {x, y + layer_.drop, line_box, pack(block.colour, 1)});
        if (layer_.role != Role::backdrop) {
            const auto ink = lettering.ink(block.style, line, line_box);
            drawn_lines_.push_back(
                {line, block.style, {x, y, width, line_box}, {y + ink.top, y + ink.bottom}, block_fits});
        }
        y += line_box;
    }
    return y - top;
}

std::optional<base::PanelPoint> Canvas::touch(const Target& target) {
    if (layer_.role != Role::live) return std::nullopt;
    targets_.push_back(target);
    ImGui::SetCursorScreenPos(upper_left(target.rect));
    const bool is_tapped = ImGui::InvisibleButton(target.id.c_str(), {target.rect.w, target.rect.h});
    if (ImGui::IsItemActivated()) touched_id_ = target.id;
    if (!is_tapped) return std::nullopt;
    const ImVec2 at = ImGui::GetIO().MousePos;
    return tools_.metrics.point(at.x, at.y);
}

float Canvas::press(std::string_view id) const {
    const bool is_pressed = id == finger_.pressed_id && (finger_.is_down || now_ - finger_.pressed_at < kPressTime);
    return is_pressed ? kPressedScale : 1.0F;
}

}  // namespace hailong::ui
