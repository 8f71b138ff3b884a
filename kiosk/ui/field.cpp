#include "kiosk/ui/field.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {
namespace {

float side_padding(const Metrics& m) { return m.u(m.layout == Layout::compact ? 18 : 34); }
float edge_padding(const Metrics& m) { return m.u(m.layout == Layout::compact ? 8 : 16); }

float caret_width(const Metrics& m) { return std::max(3.0F, m.u(5)); }

bool is_letter_start(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::size_t next_letter(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && !is_letter_start(text[at])) ++at;
    return at;
}

// Where the line that begins here ends: behind the last space that fits, or between letters if none does. Spaces at
// the end of a line hang over its edge, they are not seen.
std::size_t line_end(const Canvas& canvas, std::string_view rest, Style style, float width) {
    std::size_t end = 0, letter_end = 0;
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t after = next_letter(rest, at);
        const bool is_space = rest[at] == ' ';
        if (!is_space && canvas.lettering().width(style, rest.substr(0, after)) > width) {
            return end > 0 ? end : std::max(letter_end, next_letter(rest, 0));
        }
        if (is_space) end = after;
        letter_end = after;
        at = after;
    }
    return rest.size();
}

}  // namespace

std::vector<std::string_view> field_lines(const Canvas& canvas, std::string_view text, Style style, float width) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = line_end(canvas, text, style, width);
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    if (lines.empty()) lines.emplace_back("");
    return lines;
}

float field_width(const Canvas& canvas, const Rect& field) {
    return field.w - 2 * side_padding(canvas.metrics()) - 2 * caret_width(canvas.metrics());
}

float field_height(const Canvas& canvas, Style style, int lines) {
    return static_cast<float>(lines) * canvas.lettering().line(style) + 2 * edge_padding(canvas.metrics());
}

void draw_field(Canvas& canvas, const Field& field) {
    const Metrics& m = canvas.metrics();
    canvas.paper(field.rect, kCard, m.radius);
    canvas.outline(field.rect, kOutline, m.radius, m.outline);
    const Rect inner = field.rect.inset(side_padding(m), edge_padding(m));
    const float line = canvas.lettering().line(field.style);
    const float height = inner.h - field.kept_below;
    const float caret = caret_width(m);
    const float width = field_width(canvas, field.rect) - field.kept_right;
    const auto lines = field_lines(canvas, field.text, field.style, width);
    const auto room = static_cast<std::size_t>(std::max(1.0F, std::floor((height + 0.5F) / line)));
    const std::size_t first = lines.size() > room ? lines.size() - room : 0;
    // One line that is lower than its field stands in the middle.
    const bool is_single = room == 1;
    float y = is_single ? std::round(inner.y + (height - line) / 2) : inner.y;
    for (std::size_t i = first; i < lines.size(); ++i) {
        canvas.private_text(lines[i], field.style, {inner.x, y, width, line});
        if (i + 1 == lines.size()) {
            const float x = inner.x + std::min(width, canvas.lettering().width(field.style, lines[i]));
            canvas.fill({std::round(x + caret / 2), y + std::round(line * 0.14F), caret, std::round(line * 0.72F)},
                        kInk);
        }
        y += line;
    }
}

}  // namespace hailong::ui
