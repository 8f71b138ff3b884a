#include "kiosk/window/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>

#include <algorithm>
#include <array>

namespace hailong::window {
namespace {

tl::unexpected<Error> no_surface(const char* what) {
    return fail(ErrorCode::environment, std::string("no OpenGL without a display (") + what +
                                            "): install libegl1, libegl-mesa0 and libgl1-mesa-dri");
}

}  // namespace

struct Offscreen::Surface {
    Size size;
    Painter painter;
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLSurface surface = EGL_NO_SURFACE;
    EGLContext context = EGL_NO_CONTEXT;

    Surface(Size wanted, const Colour& ground) : size(wanted), painter(ground) {}
    ~Surface() {
        if (display == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
        eglTerminate(display);
    }
    Surface(const Surface&) = delete;
    Surface& operator=(const Surface&) = delete;

    Status open() {
        display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
        if (display == EGL_NO_DISPLAY) return no_surface("no surfaceless platform");
        if (eglInitialize(display, nullptr, nullptr) != EGL_TRUE) return no_surface("EGL does not start");
        // The window's surface: 8 bits a colour, neither depth nor several samples.
        constexpr std::array kWanted{EGL_SURFACE_TYPE,
                                     EGL_PBUFFER_BIT,
                                     EGL_RENDERABLE_TYPE,
                                     EGL_OPENGL_BIT,
                                     EGL_RED_SIZE,
                                     8,
                                     EGL_GREEN_SIZE,
                                     8,
                                     EGL_BLUE_SIZE,
                                     8,
                                     EGL_NONE};
        EGLConfig config = nullptr;
        EGLint found = 0;
        if (eglChooseConfig(display, kWanted.data(), &config, 1, &found) != EGL_TRUE || found < 1) {
            return no_surface("no surface of 8 bits a colour");
        }
        const std::array place{EGL_WIDTH, size.width, EGL_HEIGHT, size.height, EGL_NONE};
        surface = eglCreatePbufferSurface(display, config, place.data());
        if (surface == EGL_NO_SURFACE) return no_surface("no memory for the picture");
        // The window's OpenGL, see window.cpp.
        constexpr std::array kVersion{EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
        eglBindAPI(EGL_OPENGL_API);
        context = eglCreateContext(display, config, EGL_NO_CONTEXT, kVersion.data());
        if (context == EGL_NO_CONTEXT) return no_surface("no OpenGL 3");
        if (eglMakeCurrent(display, surface, surface, context) != EGL_TRUE) return no_surface("no drawing");
        return {};
    }
};

Offscreen::Offscreen(std::unique_ptr<Surface> surface) : surface_(std::move(surface)) {}
Offscreen::~Offscreen() = default;

Result<std::unique_ptr<Offscreen>> Offscreen::open(Size size, const Colour& ground) {
    auto surface = std::make_unique<Surface>(size, ground);
    HL_CHECK(surface->open());
    return std::unique_ptr<Offscreen>(new Offscreen(std::move(surface)));
}

Painter& Offscreen::painter() { return surface_->painter; }

Picture Offscreen::take(ImDrawData* data) {
    const Size size = surface_->size;
    surface_->painter.paint(size, data);
    const auto stride = static_cast<std::size_t>(size.width) * 4;
    Picture picture{size, std::vector<std::uint8_t>(stride * static_cast<std::size_t>(size.height))};
    glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, picture.rgba.data());
    // OpenGL's rows begin at the bottom.
    auto top = picture.rgba.begin();
    auto bottom = picture.rgba.end();
    const auto row = static_cast<std::ptrdiff_t>(stride);
    for (; bottom - top >= 2 * row; top += row, bottom -= row) std::swap_ranges(top, top + row, bottom - row);
    return picture;
}

}  // namespace hailong::window
