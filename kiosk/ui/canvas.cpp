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

// Until a large text is as large as the normal mode's, and until a normal one is still easily read.
constexpr float kSmallestOfLarge = 1 / 1.5F;
constexpr float kSmallest = 0.84F;
constexpr float kShrinkStep = 0.04F;

ImVec2 upper_left(const Rect& rect) { return {rect.x, rect.y}; }
ImVec2 lower_right(const Rect& rect) { return {rect.right(), rect.bottom()}; }

Rect dropped(Rect rect, float drop) {
    rect.y += drop;
    return rect;
}

// Where lines may end, joined words included: they part before a word is cut.
std::size_t count_breaks(std::string_view text) {
    constexpr std::string_view kJoin = "\u00A0";
    std::size_t count = text::count_breaks(text);
    for (auto at = text.find(kJoin); at != std::string_view::npos; at = text.find(kJoin, at + 1)) ++count;
    return count;
}

// Words that belong together part before a word is cut between its letters.
std::string loosened(const std::string& text, float width, const text::Measure& measure) {
    constexpr std::string_view kJoin = "\u00A0";
    std::string out;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        std::string word = text.substr(begin, end - begin);
        if (measure(word) > width) {
            for (auto at = word.find(kJoin); at != std::string::npos; at = word.find(kJoin, at)) {
                word.replace(at, kJoin.size(), " ");
            }
        }
        out += word;
        if (end < text.size()) out += ' ';
        begin = end + 1;
    }
    return out;
}

// Running text fills its lines; titles, labels and centred lines are balanced.
text::Balance balance_of(const TextBlock& block) {
    const bool is_running = block.align == Align::left && (block.style == Style::body || block.style == Style::hint);
    return is_running && !block.has_even_lines ? text::Balance::first : text::Balance::even;
}

}  // namespace

std::uint32_t Canvas::pack(const Paint& paint, float opacity) const {
    const Rgb colour = colour_of(tools_.palette, paint);
    const auto alpha = static_cast<std::uint32_t>(std::lround(std::clamp(layer_.opacity * opacity, 0.0F, 1.0F) * 255));
    const std::uint32_t r = colour.r, g = colour.g, b = colour.b;
    return alpha << IM_COL32_A_SHIFT | b << IM_COL32_B_SHIFT | g << IM_COL32_G_SHIFT | r << IM_COL32_R_SHIFT;
}

void Canvas::fill(const Rect& rect, const Paint& colour, float radius, float opacity) {
    const Rect at = dropped(rect, layer_.drop);
    tools_.list.AddRectFilled(upper_left(at), lower_right(at), pack(colour, opacity), radius);
    filled_.push_back({rect, colour_of(tools_.palette, colour), opacity});
}

void Canvas::paper(const Rect& rect, const Paint& colour, float radius) {
    if (layer_.opacity >= kUnseen) fill(rect, colour, radius);
}

void Canvas::outline(const Rect& rect, const Paint& colour, float radius, float thickness) {
    if (layer_.role != Role::backdrop) {
        const Rgb around = ground_at(rect.x - 2, rect.y - 2);
        drawn_outlines_.push_back({rect, colour_of(tools_.palette, colour), around});
    }
    const Rect at = dropped(rect.inset(thickness / 2, thickness / 2), layer_.drop);
    tools_.list.AddRect(upper_left(at), lower_right(at), pack(colour, 1), radius - thickness / 2, 0, thickness);
}

void Canvas::disc(float x, float y, float radius, const Paint& colour) {
    tools_.list.AddCircleFilled({x, y + layer_.drop}, radius, pack(colour, 1), 96);
}

void Canvas::ring(float x, float y, float radius, const Paint& colour, float thickness) {
    tools_.list.AddCircle({x, y + layer_.drop}, radius, pack(colour, 1), 96, thickness);
}

void Canvas::picture(const std::string& name, const Rect& rect, const Paint& tint) {
    const bool is_twin = tools_.palette == kHighContrast && has_contrast_twin(name);
    const TextureId texture = tools_.pictures.find(is_twin ? contrast_name(name) : name, rect.w);
    if (texture == 0) return;
    const Rect at = dropped(rect, layer_.drop);
    tools_.list.AddImage(std::bit_cast<ImTextureID>(texture), upper_left(at), lower_right(at), {0, 0}, {1, 1},
                         pack(is_twin ? Paint(kWhite) : tint, 1));
}

float Canvas::line(const TextBlock& block) const {
    return std::round(tools_.lettering.line(block.style, block.text) * block.scale);
}

std::vector<std::string> Canvas::lines(const TextBlock& block) const {
    const auto width = [&](std::string_view line) { return tools_.lettering.width(block.style, line, block.scale); };
    return text::break_lines(loosened(block.text, block.box.w, width), block.box.w, width, balance_of(block));
}

float Canvas::measure_height(const TextBlock& block) const {
    return static_cast<float>(lines(block).size()) * line(block);
}

// Stacked consonants can hang so low that two lines do not go below each other.
bool Canvas::has_touching_lines(const TextBlock& block, const std::vector<std::string>& lines) const {
    const float line_box = line(block);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto upper = tools_.lettering.ink(block.style, lines[i - 1], {line_box, block.scale});
        const auto lower = tools_.lettering.ink(block.style, lines[i], {line_box, block.scale});
        if (upper.bottom >= lower.top + line_box) return true;
    }
    return false;
}

bool Canvas::fits(const TextBlock& block) const {
    const auto broken = lines(block);
    const bool is_narrow = std::all_of(broken.begin(), broken.end(), [&](const std::string& line) {
        return tools_.lettering.width(block.style, line, block.scale) <= block.box.w + 0.5F;
    });
    // A word cut between its letters is no fit either: every line must end where the text may be broken.
    std::size_t kept = 0;
    for (const auto& line : broken) kept += count_breaks(line);
    const bool is_whole = kept + broken.size() == count_breaks(block.text) + 1;
    return is_narrow && is_whole && !has_touching_lines(block, broken) && measure_height(block) <= block.box.h + 0.5F;
}

bool Canvas::keeps_words(const TextBlock& block) const {
    const auto width = [&](std::string_view line) { return tools_.lettering.width(block.style, line, block.scale); };
    return loosened(block.text, block.box.w, width) == block.text;
}

// A word is kept whole at the price of letters that are a fifth smaller, and not of more.
TextBlock Canvas::shrink(TextBlock block) const {
    constexpr float kPrice = 0.8F;
    const float smallest = tools_.metrics.modes.large ? kSmallestOfLarge : kSmallest;
    std::optional<float> parted;
    for (;; block.scale = std::max(smallest, block.scale - kShrinkStep)) {
        const bool is_fit = fits(block);
        if (is_fit && keeps_words(block)) return block;
        if (is_fit && !parted) parted = block.scale;
        if (block.scale <= smallest || (parted && block.scale < *parted * kPrice)) break;
    }
    block.scale = parted.value_or(block.scale);
    return block;
}

// The pale grounds that lie one above the other at this point, from the window's own up.
Rgb Canvas::ground_at(float x, float y) const {
    Rgb ground = tools_.palette[kBackground];
    for (const auto& one : filled_) {
        if (x < one.rect.x || x >= one.rect.right() || y < one.rect.y || y >= one.rect.bottom()) continue;
        const auto mix = [&](std::uint8_t below, std::uint8_t above) {
            const float value = static_cast<float>(below) * (1 - one.opacity) + static_cast<float>(above) * one.opacity;
            return static_cast<std::uint8_t>(std::lround(value));
        };
        ground = {mix(ground.r, one.colour.r), mix(ground.g, one.colour.g), mix(ground.b, one.colour.b)};
    }
    return ground;
}

float Canvas::text(const TextBlock& block) {
    const Lettering& lettering = tools_.lettering;
    const float line_box = line(block);
    const bool block_fits = fits(block);
    float y = std::round(block.box.y);
    const float top = y;
    for (const auto& line : lines(block)) {
        const float width = lettering.width(block.style, line, block.scale);
        const float free = block.align == Align::centre ? (block.box.w - width) / 2 : 0;
        const float x = std::round(block.box.x + free);
        lettering.draw(tools_.list, block.style, line,
                       {x, y + layer_.drop, {line_box, block.scale}, pack(block.colour, 1)});
        if (layer_.role != Role::backdrop) {
            const auto ink = lettering.ink(block.style, line, {line_box, block.scale});
            drawn_lines_.push_back({line,
                                    block.style,
                                    {x, y, width, line_box},
                                    {y + ink.top, y + ink.bottom},
                                    block_fits,
                                    block.scale,
                                    colour_of(tools_.palette, block.colour),
                                    ground_at(x + width / 2, y + line_box / 2)});
        }
        y += line_box;
    }
    return y - top;
}

void Canvas::private_text(std::string_view line, Style style, const Rect& box) {
    if (line.empty()) return;
    const Lettering& lettering = tools_.lettering;
    const float x = std::round(box.x), y = std::round(box.y);
    const float lead = std::floor((lettering.line(style) - lettering.size(style)) / 2);
    tools_.list.AddText(lettering.font(style), lettering.size(style), {x, y + lead + layer_.drop}, pack(kInk, 1),
                        line.data(), line.data() + line.size());
    if (layer_.role == Role::backdrop) return;
    const float width = lettering.width(style, line);
    const float line_box = lettering.line(style);
    drawn_lines_.push_back({{},
                            style,
                            {x, y, width, line_box},
                            {y + lead, y + lead + lettering.size(style)},
                            width <= box.w + 0.5F || line.back() == ' ',
                            1,
                            colour_of(tools_.palette, kInk),
                            ground_at(x + width / 2, y + line_box / 2)});
}

// Thick, with a gap of the ground between, so that it is seen on every control.
void Canvas::mark_focus(const Rect& rect) {
    const float thickness = std::max(6.0F, tools_.metrics.mm(2));
    const Rect around = rect.inset(-thickness / 2, -thickness / 2);
    const Rect at = dropped(around, layer_.drop);
    const float radius = tools_.metrics.radius + thickness / 2;
    tools_.list.AddRect(upper_left(at), lower_right(at), pack(kBackground, 1), radius, 0, thickness * 1.6F);
    tools_.list.AddRect(upper_left(at), lower_right(at), pack(kInk, 1), radius, 0, thickness);
}

std::optional<base::PanelPoint> Canvas::touch(const Target& target) {
    if (layer_.role != Role::live) return std::nullopt;
    targets_.push_back(target);
    if (finger_.is_exploring) {
        if (target.id == finger_.focused_id) mark_focus(target.rect);
        if (target.id != finger_.confirmed_id) return std::nullopt;
        return tools_.metrics.point(target.rect.middle_x(), target.rect.middle_y());
    }
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
