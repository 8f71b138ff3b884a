// Lines of scripts that Dear ImGui cannot set: Khmer writes vowels before their consonant and stacks consonants. Pango
// shapes such a line and cairo draws it, white, into a texture that is tinted where it is shown; screens do not know.
// Only the font files named in fonts.h are used, whatever else the system has. Frame thread.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "kiosk/ui/fonts.h"
#include "kiosk/ui/metrics.h"
#include "kiosk/ui/textures.h"

namespace hailong::ui {

class Shaper {
public:
    struct Voice {
        Typeface face = Typeface::text;
        float em = 0;  // pixels
    };
    // Pixels, from the baseline, downwards.
    struct Extent {
        float width = 0;
        float ink_top = 0;
        float ink_bottom = 0;
    };
    struct Sheet {
        TextureId texture = 0;
        Rect place;  // from the beginning of the line on its baseline; whole pixels
    };

    // `latin` is the folder of the Inter files, for what a line holds of Latin letters and digits. `textures` outlives
    // the shaper. Errors: not_found, corrupt (fonts.h), environment.
    [[nodiscard]] static Result<std::unique_ptr<Shaper>> open(const base::Path& latin, Textures& textures);
    ~Shaper();
    Shaper(const Shaper&) = delete;
    Shaper& operator=(const Shaper&) = delete;

    // Both factors of the em, of the shaped script's font.
    [[nodiscard]] float ascent() const { return ascent_; }
    [[nodiscard]] float size_factor() const { return size_factor_; }  // ascender to descender

    [[nodiscard]] Extent measure(const Voice& voice, const std::string& line);
    // The texture stays until it was not shown for a frame and kMostSheets others came. `frame` counts up.
    [[nodiscard]] Sheet sheet(const Voice& voice, const std::string& line, int frame);

    // Two full screens, one leaving and one coming, have some sixty lines.
    static constexpr std::size_t kMostSheets = 128;
    // Breaking a label tries up to some hundred parts of it; they are asked again in each frame.
    static constexpr std::size_t kMostMeasures = 4096;

private:
    struct Pango;
    using Key = std::tuple<Typeface, float, std::string>;
    struct Kept {
        Sheet sheet;
        int frame = 0;  // shown last
    };
    Shaper(std::unique_ptr<Pango> pango, Textures& textures);
    bool drop_oldest(int frame);  // false: this frame shows them all

    std::unique_ptr<Pango> pango_;
    Textures& textures_;
    float ascent_ = 0;
    float size_factor_ = 0;
    std::map<Key, Extent> measures_;
    std::map<Key, Kept> sheets_;
};

}  // namespace hailong::ui
