// The display: one X11 window with OpenGL, its touches, and sleeping until something happens. The only user of GLFW and
// OpenGL. Everything but wake() belongs to the frame thread, which must be the main thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/window/touch_queue.h"

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

struct WindowRequest {
    std::string title;
    std::optional<Size> windowed;  // absent: the whole display
    Colour ground;                 // below everything that is drawn; filling it here is the cheapest way
};

class Window {
public:
    // Errors: environment when there is no display or no OpenGL 3.
    [[nodiscard]] static Result<std::unique_ptr<Window>> open(const WindowRequest& request);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    [[nodiscard]] Size size() const;                 // pixels
    [[nodiscard]] Size claimed_millimetres() const;  // what the display says of itself; 0 × 0 when it says nothing
    [[nodiscard]] bool is_closing() const;

    // Sleeps until an event, wake() or the end of `duration`. True when anything happened that may change the picture.
    // Presses and releases that wait in touches() end it at once.
    bool wait(base::Millis duration);
    // Any thread. A wait() that begins afterwards returns at once.
    void wake();
    [[nodiscard]] TouchQueue& touches();

    // Straight (not premultiplied) RGBA, rows from the top. The number is Dear ImGui's texture id.
    [[nodiscard]] std::uintptr_t upload(Size size, const std::uint8_t* rgba);
    void forget(std::uintptr_t texture);
    // The font atlas of the current Dear ImGui context was rebuilt.
    void reload_fonts();
    // The current Dear ImGui context is about to be destroyed. present() may be called again with another one.
    void end_drawing();
    // Draws and shows one frame. REQUIRES: a current Dear ImGui context with a built font atlas.
    void present(ImDrawData* data);

private:
    struct Display;
    explicit Window(std::unique_ptr<Display> display);
    std::unique_ptr<Display> display_;
};

}  // namespace hailong::window
