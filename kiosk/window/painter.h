// Draws what Dear ImGui made with OpenGL 3, into whatever surface is current: the window's and the offscreen one's, so
// that both show the same picture. Frame thread, with the surface's context current.
#pragma once

#include <cstdint>

struct ImDrawData;

namespace hailong::window {

struct Size {
    int width = 0;
    int height = 0;
    bool operator==(const Size&) const = default;
};

struct Colour {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
};

class Painter {
public:
    // `ground` lies below everything that is drawn; filling it here is the cheapest way.
    explicit Painter(const Colour& ground) : ground_(ground) {}

    // Straight (not premultiplied) RGBA, rows from the top. The number is Dear ImGui's texture id.
    [[nodiscard]] std::uintptr_t upload(Size size, const std::uint8_t* rgba);
    void forget(std::uintptr_t texture);
    // The font atlas of the current Dear ImGui context was built, or built again.
    void reload_fonts();
    // The current Dear ImGui context is about to be destroyed. Another one begins with reload_fonts().
    void end_drawing();
    // Fills the surface. REQUIRES: a current Dear ImGui context, reload_fonts() before its first frame.
    void paint(Size area, ImDrawData* data);

private:
    Colour ground_;
    bool has_renderer_ = false;
};

}  // namespace hailong::window
