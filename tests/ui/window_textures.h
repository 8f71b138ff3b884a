// Joins the stage to a real window, as the terminal does.
#pragma once

#include "kiosk/ui/textures.h"
#include "kiosk/window/window.h"

namespace hailong::test {

class WindowTextures final : public ui::Textures {
public:
    explicit WindowTextures(window::Window& window) : window_(window) {}
    ui::TextureId upload(int width, int height, const std::uint8_t* rgba) override {
        return window_.upload({width, height}, rgba);
    }
    void forget(ui::TextureId texture) override { window_.forget(texture); }
    void reload_fonts() override { window_.reload_fonts(); }
    void end() override { window_.end_drawing(); }

private:
    window::Window& window_;
};

}  // namespace hailong::test
