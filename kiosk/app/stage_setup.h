// Sets up the stage as a configuration wants it, on the window's surface or on an offscreen one.
#pragma once

#include "kiosk/app/kiosk_config.h"
#include "kiosk/app/request.h"
#include "kiosk/text/packs.h"
#include "kiosk/ui/stage.h"
#include "kiosk/window/painter.h"

namespace hailong::app {

inline constexpr window::Colour kGround{ui::kNormal[ui::kBackground].r, ui::kNormal[ui::kBackground].g,
                                        ui::kNormal[ui::kBackground].b};

// The painter as the stage knows it. The two rooms do not know each other.
class PainterTextures final : public ui::Textures {
public:
    explicit PainterTextures(window::Painter& painter) : painter_(painter) {}
    ui::TextureId upload(int width, int height, const std::uint8_t* rgba) override {
        return painter_.upload({width, height}, rgba);
    }
    void forget(ui::TextureId texture) override { painter_.forget(texture); }
    void reload_fonts() override { painter_.reload_fonts(); }
    void end() override { painter_.end_drawing(); }

private:
    window::Painter& painter_;
};

// Where this configuration's language packs lie.
[[nodiscard]] text::PackShelves shelves_of(const base::Path& assets, const KioskConfig& config);

struct StagePlan {
    const base::Path& assets;
    const KioskConfig& config;
    ui::Panel panel;
};
// With these texts; the configuration's own words are filled in.
[[nodiscard]] Result<std::unique_ptr<ui::Stage>> stage_with(const StagePlan& plan, std::vector<text::Catalog> catalogs,
                                                            ui::Textures& textures);
// With those of the configured languages. `textures` outlives the stage. Errors: bad_input (a language file), and what
// ui::Stage::open() says.
[[nodiscard]] Result<std::unique_ptr<ui::Stage>> stage_for(const KioskRequest& request, const KioskConfig& config,
                                                           const ui::Panel& panel, ui::Textures& textures);

}  // namespace hailong::app
