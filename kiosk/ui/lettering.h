// The fonts of one panel inside Dear ImGui's atlas, one for each style, and how wide their text runs. Frame thread.
#pragma once

#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/metrics.h"

struct ImFont;

namespace hailong::ui {

class Lettering {
public:
    // Fills the font atlas of the current Dear ImGui context with the glyphs of `code_points`.
    // Errors: not_found, corrupt (fonts.h), bad_input when a font lacks a glyph.
    [[nodiscard]] static Result<Lettering> load(const base::Path& folder, const Metrics& metrics,
                                                const std::set<char32_t>& code_points);

    [[nodiscard]] ImFont* font(Style style) const { return voice(style).font; }
    [[nodiscard]] float size(Style style) const { return voice(style).size; }  // ascender to descender, pixels
    [[nodiscard]] float line(Style style) const { return voice(style).line; }  // from one line to the next
    [[nodiscard]] float width(Style style, std::string_view text) const;
    // Highest and lowest ink of one line, from the top of its line box.
    struct Ink {
        float top = 0;
        float bottom = 0;
    };
    [[nodiscard]] Ink ink(Style style, std::string_view text) const;

private:
    struct Voice {
        ImFont* font = nullptr;  // owned by the atlas
        float size = 0;
        float line = 0;
    };
    [[nodiscard]] const Voice& voice(Style style) const { return voices_[static_cast<std::size_t>(style)]; }
    std::array<Voice, kStyles.size()> voices_;
};

}  // namespace hailong::ui
