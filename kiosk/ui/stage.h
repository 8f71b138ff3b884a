// The whole of what is seen: owns Dear ImGui, fonts, pictures and texts of one panel, and turns (view, time, finger)
// into one frame. Holds only what drawing needs over time: the screen that is leaving, the target last pressed, where
// an exploring finger is. One per process at a time; frame thread. The first frame in another size of text builds its
// fonts: it takes some 50 ms, once for each change.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/flow/view.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/corner.h"
#include "kiosk/ui/texts.h"

struct ImDrawData;

namespace hailong::ui {

struct StageRequest {
    Panel panel;
    base::Path assets;
    base::Path fonts;
    std::vector<text::Catalog> catalogs;  // at least one; common arguments already set
    Sign sign;
};

struct Explored {
    std::string id;
    flow::Text spoken;
    bool operator==(const Explored&) const = default;
};

struct Frame {
    std::optional<flow::Event> event;  // what the finger did
    ImDrawData* data = nullptr;        // valid until the next frame
    std::vector<Target> targets;       // of the screen that takes touches now; empty when it takes none
    std::vector<DrawnLine> lines;
    std::vector<DrawnOutline> outlines;
    std::optional<Explored> explored;  // blind path: came into focus now, to be said
    bool is_moving = false;            // the next frame differs even if nothing happens
};

class Stage {
public:
    // `textures` outlives the stage. Errors: what fonts.h, pictures.h and lettering.h say.
    [[nodiscard]] static Result<std::unique_ptr<Stage>> open(StageRequest request, Textures& textures);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    [[nodiscard]] Frame frame(const flow::View& view, base::MonoTime now, const Pointer& pointer);
    [[nodiscard]] const Metrics& metrics() const { return metrics_; }

private:
    struct Context;
    Stage(StageRequest request, std::unique_ptr<Context> context, Textures& textures);

    [[nodiscard]] Status load(const Metrics& metrics);
    void adopt(const flow::View& view);
    void follow(const flow::View& view, base::MonoTime now);
    [[nodiscard]] float progress(base::MonoTime now) const;
    [[nodiscard]] std::optional<flow::Event> draw(Canvas& canvas, const flow::View& view);
    [[nodiscard]] std::optional<Explored> explore(const flow::View& view, const Pointer& pointer, base::MonoTime now);
    void feel(const Canvas& canvas, const Pointer& pointer, base::MonoTime now);
    [[nodiscard]] std::optional<flow::Event> touch_elsewhere(const Pointer& pointer) const;
    [[nodiscard]] bool is_moving(const flow::View& view, base::MonoTime now) const;

    StageRequest request_;
    Textures& textures_;
    std::unique_ptr<Context> context_;  // before pictures and fonts: they live in it
    Metrics metrics_;
    std::optional<Lettering> lettering_;
    std::optional<Pictures> pictures_;

    std::optional<flow::View> shown_;    // last frame's
    std::optional<flow::View> leaving_;  // fades out below the new screen
    base::MonoTime entered_;             // when the shown screen began to appear
    std::vector<Target> targets_;        // last frame's
    Finger finger_;
    Explorer explorer_;
    Corner corner_;
    bool was_down_ = false;
};

// Every code point that can be drawn: language files, sign, and what codes and numbers are made of.
[[nodiscard]] std::set<char32_t> code_points_of(const std::vector<text::Catalog>& catalogs, const Sign& sign);

}  // namespace hailong::ui
