// A surface without a display, for pictures of the screens: EGL on no platform at all (EGL_MESA_platform_surfaceless),
// which needs neither an X server nor a graphics chip nor rights. One per process at a time; frame thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/window/painter.h"

namespace hailong::window {

struct Picture {
    Size size;
    std::vector<std::uint8_t> rgba;  // rows from the top; opaque
};

class Offscreen {
public:
    // Errors: environment when EGL or OpenGL 3 is not there.
    [[nodiscard]] static Result<std::unique_ptr<Offscreen>> open(Size size, const Colour& ground);
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    [[nodiscard]] Painter& painter();
    // Draws one frame and reads it back. REQUIRES: what Painter::paint() requires.
    [[nodiscard]] Picture take(ImDrawData* data);

private:
    struct Surface;
    explicit Offscreen(std::unique_ptr<Surface> surface);
    std::unique_ptr<Surface> surface_;
};

}  // namespace hailong::window
