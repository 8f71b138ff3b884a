// The fonts of one panel inside Dear ImGui's atlas, one for each style, how wide their text runs, and drawing it. Lines
// that need a shaper (text/script.h) are measured and drawn by it; nobody else can tell. Frame thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/metrics.h"
#include "kiosk/ui/shaping.h"

struct ImDrawList;
struct ImFont;

namespace hailong::ui {

class Lettering {
public:
    struct Sources {
        base::Path folder;  // of the Inter files
        std::set<char32_t> code_points;
        const Lettering* before =
            nullptr;  // of the same folder and textures: its shaper is used on; null: there is none
    };
    // Fills the font atlas of the current Dear ImGui context with the glyphs of the code points. `textures` outlives
    // the lettering. Errors: not_found, corrupt (fonts.h), bad_input when a font lacks a glyph: then the atlas is as it
    // was.
    [[nodiscard]] static Result<Lettering> load(const Sources& sources, const Metrics& metrics, Textures& textures);

    [[nodiscard]] ImFont* font(Style style) const { return voice(style).font; }
    [[nodiscard]] float size(Style style) const { return voice(style).size; }  // ascender to descender, pixels
    [[nodiscard]] float line(Style style) const { return voice(style).line; }  // from one line to the next
    // The same for a block of this text: shaped scripts stack higher and hang lower.
    [[nodiscard]] float line(Style style, std::string_view text) const;
    [[nodiscard]] float width(Style style, std::string_view text, float scale = 1) const;
    // The line box of a text that is drawn at `scale` times its style's size.
    struct Box {
        float height = 0;
        float scale = 1;
    };
    // Highest and lowest ink of one line, from the top of its line box.
    struct Ink {
        float top = 0;
        float bottom = 0;
    };
    [[nodiscard]] Ink ink(Style style, std::string_view text, const Box& box) const;

    // One line, its box beginning at x, y.
    struct Place {
        float x = 0;
        float y = 0;
        Box box;
        std::uint32_t colour = 0;  // packed, Dear ImGui's
    };
    void draw(ImDrawList& list, Style style, std::string_view text, const Place& place) const;

private:
    struct Voice {
        ImFont* font = nullptr;  // owned by the atlas
        float size = 0;
        float line = 0;
        float shaped_line = 0;
        Shaper::Voice shaped;
    };
    [[nodiscard]] Shaper::Voice shaped_voice(Style style, float scale) const;
    // From the top of the line box to the baseline of a shaped line.
    [[nodiscard]] float shaped_baseline(Style style, const Box& box) const;
    [[nodiscard]] bool is_shaped(std::string_view text) const;
    [[nodiscard]] const Voice& voice(Style style) const { return voices_[static_cast<std::size_t>(style)]; }
    std::array<Voice, kStyles.size()> voices_;
    // Null: no text needs one. Owned by the letterings of one stage, one after the other: each change of the size of
    // texts makes another lettering, and what Pango and fontconfig keep of a shaper's fonts never comes back whole.
    std::shared_ptr<Shaper> shaper_;
};

}  // namespace hailong::ui
