// What screens draw on and touch through. Coordinates are pixels of the panel. It records every target and every text,
// so that tests and a scripted finger see what a citizen sees. Lives for one frame; frame thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/millimetres.h"
#include "kiosk/flow/view.h"
#include "kiosk/ui/lettering.h"
#include "kiosk/ui/pictures.h"
#include "kiosk/ui/theme.h"

struct ImDrawList;

namespace hailong::ui {

struct Target {
    std::string id;  // "face.4", "reason.2", "language.vi", …
    Rect rect;
    std::string label;    // lines joined by '\n'
    bool fits = true;     // the label lies inside its place
    flow::Text spoken{};  // what the blind path says for it; filled in from the label where a screen leaves it empty
    bool operator==(const Target&) const = default;
};

enum class Align { left, centre };

struct TextBlock {
    std::string text;
    Style style = Style::body;
    Paint colour = kInk;
    Align align = Align::left;
    Rect box;         // its width breaks the lines; its height is the place there is
    float scale = 1;  // of the style's size; shrink() sets it
    // Running text fills its lines as it is written; a short one that stands for itself has even lines.
    bool has_even_lines = false;
};

// One line as drawn.
struct DrawnLine {
    std::string text;
    Style style = Style::body;
    Rect box;            // the line box
    Lettering::Ink ink;  // absolute
    bool fits = true;
    float scale = 1;  // of the style's size in this mode
    Rgb colour;
    Rgb ground;  // what lies beneath its middle
};

// An outline as drawn, and what lies around it.
struct DrawnOutline {
    Rect rect;
    Rgb colour;
    Rgb ground;
};

// How the finger lies on the panel this frame, and which target felt it last.
struct Finger {
    std::string pressed_id;
    base::MonoTime pressed_at;
    bool is_down = false;
    // Explore by touch: fingers press nothing. The target in focus, and the one that a double tap confirms now.
    bool is_exploring = false;
    std::string focused_id;
    std::string confirmed_id;
};

// 120 ms: long enough to be seen, short enough to be over when the next screen stands (look.md "Motion").
inline constexpr base::Millis kPressTime{120};
inline constexpr base::Millis kTransition{180};

class Canvas {
public:
    struct Tools {
        const Metrics& metrics;
        const Lettering& lettering;
        const Pictures& pictures;
        const Palette& palette;
        ImDrawList& list;
    };
    Canvas(const Tools& tools, Finger finger, base::MonoTime now)
        : tools_(tools), finger_(std::move(finger)), now_(now) {}

    [[nodiscard]] const Metrics& metrics() const { return tools_.metrics; }
    [[nodiscard]] const Lettering& lettering() const { return tools_.lettering; }
    [[nodiscard]] const Palette& palette() const { return tools_.palette; }
    [[nodiscard]] base::MonoTime now() const { return now_; }

    // Live: heard and recorded. Inert: recorded, hears no touch. Backdrop: neither, it is leaving or lies below.
    enum class Role { live, inert, backdrop };
    // What is drawn next: how strongly, how far below its place, and in which role.
    struct Layer {
        float opacity = 1;
        float drop = 0;
        Role role = Role::live;
    };
    void begin_layer(const Layer& layer) { layer_ = layer; }
    [[nodiscard]] const Layer& layer() const { return layer_; }

    void fill(const Rect& rect, const Paint& colour, float radius = 0, float opacity = 1);
    // The pale ground of a card. Left out while its layer is nearly gone or has hardly come: nobody can tell it from
    // the background then, and filling it is half the work of such a picture.
    void paper(const Rect& rect, const Paint& colour, float radius);
    void outline(const Rect& rect, const Paint& colour, float radius, float thickness);
    void disc(float x, float y, float radius, const Paint& colour);
    void ring(float x, float y, float radius, const Paint& colour, float thickness);
    void picture(const std::string& name, const Rect& rect, const Paint& tint);

    // Draws the block from the top of its box; the height it took. measure_height() tells it beforehand.
    float text(const TextBlock& block);
    // A line of a citizen's own words. Drawn where it lies: no copy is made and no record holds it; the record of what
    // was drawn tells its place alone.
    void private_text(std::string_view line, Style style, const Rect& box);
    [[nodiscard]] float measure_height(const TextBlock& block) const;
    [[nodiscard]] std::vector<std::string> lines(const TextBlock& block) const;
    [[nodiscard]] bool fits(const TextBlock& block) const;
    // Words that belong together stand together on its lines.
    [[nodiscard]] bool keeps_words(const TextBlock& block) const;
    // The block at the largest size, from the style's own down to what the normal mode shows, at which it fits its box
    // and keeps words together, or, where that would cost too much, at which it fits.
    [[nodiscard]] TextBlock shrink(TextBlock block) const;
    [[nodiscard]] float line(const TextBlock& block) const;  // from one line to the next

    // Records the target; the place of the finger when it was tapped in this frame.
    [[nodiscard]] std::optional<base::PanelPoint> touch(const Target& target);
    // 1, or 0.96 while this target is pressed and just after.
    [[nodiscard]] float press(std::string_view id) const;

    [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }
    [[nodiscard]] const std::vector<DrawnLine>& drawn_lines() const { return drawn_lines_; }
    [[nodiscard]] const std::vector<DrawnOutline>& drawn_outlines() const { return drawn_outlines_; }
    // The live target under the finger when it went down in this frame.
    [[nodiscard]] const std::string& touched_id() const { return touched_id_; }

private:
    [[nodiscard]] bool has_touching_lines(const TextBlock& block, const std::vector<std::string>& lines) const;
    struct Filled {
        Rect rect;
        Rgb colour;
        float opacity = 1;
    };
    [[nodiscard]] std::uint32_t pack(const Paint& colour, float opacity) const;
    [[nodiscard]] Rgb ground_at(float x, float y) const;
    void mark_focus(const Rect& rect);

    Tools tools_;
    Finger finger_;
    base::MonoTime now_;
    Layer layer_;
    std::vector<Target> targets_;
    std::vector<DrawnLine> drawn_lines_;
    std::vector<DrawnOutline> drawn_outlines_;
    std::vector<Filled> filled_;
    std::string touched_id_;
};

}  // namespace hailong::ui
