// The display: one X11 window with OpenGL, its touches, and sleeping until something happens. The only user of GLFW and
// OpenGL. Everything but wake() belongs to the frame thread, which must be the main thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/window/painter.h"
#include "kiosk/window/touch_queue.h"

namespace hailong::window {

struct WindowRequest {
    std::string title;
    std::optional<Size> windowed;  // absent: the whole display
    Colour ground;                 // below everything that is drawn
};

// A key of a keyboard, or of a barcode reader that plays one.
struct Key {
    char32_t letter = 0;  // 0: Enter
    base::MonoTime at;
};

struct Place {
    float x = 0;  // pixels from the upper left corner
    float y = 0;
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
    [[nodiscard]] Place pointer() const;  // where the finger was seen last
    // The keys since the last call, oldest first. At most 1,024 wait; later ones are dropped.
    [[nodiscard]] std::vector<Key> take_keys();

    [[nodiscard]] Painter& painter();
    // Draws and shows one frame. REQUIRES: what Painter::paint() requires.
    void present(ImDrawData* data);

private:
    struct Display;
    explicit Window(std::unique_ptr<Display> display);
    std::unique_ptr<Display> display_;
};

}  // namespace hailong::window
