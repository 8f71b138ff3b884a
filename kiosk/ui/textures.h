// Where pictures go to be drawn. The window implements it (joined in kiosk/app); tests count. Frame thread.
#pragma once

#include <cstdint>

namespace hailong::ui {

using TextureId = std::uintptr_t;  // Dear ImGui's

class Textures {
public:
    virtual ~Textures() = default;
    // Straight RGBA, rows from the top.
    [[nodiscard]] virtual TextureId upload(int width, int height, const std::uint8_t* rgba) = 0;
    virtual void forget(TextureId texture) = 0;
    // The font atlas of the current Dear ImGui context was rebuilt.
    virtual void reload_fonts() = 0;
    // The Dear ImGui context ends after this call: let go of what belongs to it.
    virtual void end() = 0;
};

}  // namespace hailong::ui
