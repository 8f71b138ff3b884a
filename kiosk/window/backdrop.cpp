#include "kiosk/window/backdrop.h"

#include <X11/Xlib.h>

#include <memory>

namespace hailong::window {

namespace {

// X counts channels to 65535.
unsigned short channel(int eight_bits) { return static_cast<unsigned short>(eight_bits * 257); }

}  // namespace

void paint_backdrop(const Colour& ground) {
    const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(nullptr), XCloseDisplay);
    if (!display) return;
    const ::Window root = XDefaultRootWindow(display.get());
    XColor colour{};
    colour.red = channel(ground.r);
    colour.green = channel(ground.g);
    colour.blue = channel(ground.b);
    if (XAllocColor(display.get(), XDefaultColormap(display.get(), XDefaultScreen(display.get())), &colour) != 0) {
        XSetWindowBackground(display.get(), root, colour.pixel);
        XClearWindow(display.get(), root);
    }
    constexpr char kClear = 0;
    XColor none{};
    const Pixmap clear = XCreateBitmapFromData(display.get(), root, &kClear, 1, 1);
    const Cursor nothing = XCreatePixmapCursor(display.get(), clear, clear, &none, &none, 0, 0);
    XDefineCursor(display.get(), root, nothing);
    XFreeCursor(display.get(), nothing);
    XFreePixmap(display.get(), clear);
}

}  // namespace hailong::window
