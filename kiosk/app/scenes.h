// The tables of the gallery: which screens there are and how a citizen gets to each, in which ways they can be shown,
// and on which panels. A new screen or mode is one line more in scenes.cpp; tests and --gallery walk the same tables.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kiosk/app/story.h"
#include "kiosk/ui/metrics.h"

namespace hailong::app {

struct Scene {
    std::string_view name;  // begins with flow::screen_name: "followup-chosen"
    void (*play)(Story& story);
    // The staff's screens know no modes: they are drawn in the first alone.
    enum class Audience { citizens, staff } audience = Audience::citizens;
};
[[nodiscard]] std::span<const Scene> scenes();

// What a citizen may have switched on before.
struct Mode {
    std::string_view name;
    void (*choose)(Story& story);
};
[[nodiscard]] std::span<const Mode> modes();
[[nodiscard]] bool is_drawn(const Scene& scene, const Mode& mode);

// The three panels that the screens are designed for.
struct NamedPanel {
    std::string_view name;
    ui::Panel panel;
};
[[nodiscard]] std::span<const NamedPanel> panels();

// The language is chosen first, then the mode, then the scene plays.
[[nodiscard]] Shot play(const Scene& scene, const Mode& mode, const std::string& language, const flow::Rules& rules);

}  // namespace hailong::app
