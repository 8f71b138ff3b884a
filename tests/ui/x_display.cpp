#include "tests/ui/x_display.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#undef Status  // Xlib has a macro of our name

namespace hailong::test {
namespace {

// Xvfb writes its display number and a newline once it accepts connections.
std::string read_display(int pipe) {
    std::string number;
    char c = 0;
    while (read(pipe, &c, 1) == 1 && c != '\n') number += c;
    return number;
}

[[noreturn]] void become_server(int pipe, const std::string& screen, const std::vector<std::string>& more) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    std::vector<std::string> words{"Xvfb", "-displayfd", std::to_string(pipe), "-screen", "0", screen, "-nolisten",
                                   "tcp",  "-noreset"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp("Xvfb", arguments.data());
    _exit(127);
}

}  // namespace

Result<std::unique_ptr<XServer>> XServer::start(int width, int height, const std::vector<std::string>& more) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return fail(ErrorCode::environment, "no pipe");
    const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        become_server(ends[1], screen, more);
    }
    close(ends[1]);
    const std::string number = read_display(ends[0]);
    close(ends[0]);
    if (number.empty()) {
        waitpid(pid, nullptr, 0);
        return fail(ErrorCode::environment, "Xvfb does not start, install the package xvfb");
    }
    return std::unique_ptr<XServer>(new XServer(pid, ":" + number));
}

XServer::XServer(pid_t pid, std::string display) : pid_(pid), display_(std::move(display)) {
    setenv("DISPLAY", display_.c_str(), 1);
}

XServer::~XServer() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
}

struct XFinger::Connection {
    ::Display* display = nullptr;
    ~Connection() {
        if (display != nullptr) XCloseDisplay(display);
    }
};

XFinger::XFinger(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
XFinger::~XFinger() = default;

Result<std::unique_ptr<XFinger>> XFinger::connect(const std::string& display) {
    auto connection = std::make_unique<Connection>();
    connection->display = XOpenDisplay(display.c_str());
    if (connection->display == nullptr) return fail(ErrorCode::environment, "cannot connect to display " + display);
    return std::unique_ptr<XFinger>(new XFinger(std::move(connection)));
}

void XFinger::press(int x, int y) {
    XTestFakeMotionEvent(connection_->display, -1, x, y, CurrentTime);
    XTestFakeButtonEvent(connection_->display, 1, True, CurrentTime);
    XFlush(connection_->display);
}

void XFinger::release() {
    XTestFakeButtonEvent(connection_->display, 1, False, CurrentTime);
    XFlush(connection_->display);
}

void XFinger::tap(int x, int y, base::Millis hold) {
    XTestFakeMotionEvent(connection_->display, -1, x, y, CurrentTime);
    XTestFakeButtonEvent(connection_->display, 1, True, CurrentTime);
    XTestFakeButtonEvent(connection_->display, 1, False, static_cast<unsigned long>(hold.count()));
    XFlush(connection_->display);
}

void XFinger::tap_after(base::Millis pause, int x, int y, base::Millis hold) {
    XTestFakeMotionEvent(connection_->display, -1, x, y, static_cast<unsigned long>(pause.count()));
    XTestFakeButtonEvent(connection_->display, 1, True, CurrentTime);
    XTestFakeButtonEvent(connection_->display, 1, False, static_cast<unsigned long>(hold.count()));
    XFlush(connection_->display);
}

void XFinger::drag_after(base::Millis pause, int x, int y) {
    XTestFakeMotionEvent(connection_->display, -1, x, y, static_cast<unsigned long>(pause.count()));
    XFlush(connection_->display);
}

void XFinger::scan(const std::string& text) {
    Display* display = connection_->display;
    const unsigned shift = XKeysymToKeycode(display, XK_Shift_L);
    for (const char letter : text + "\n") {
        const auto symbol =
            letter == '\n' ? KeySym{XK_Return} : static_cast<KeySym>(static_cast<unsigned char>(letter));
        const unsigned code = XKeysymToKeycode(display, symbol);
        const bool is_shifted = XkbKeycodeToKeysym(display, static_cast<KeyCode>(code), 0, 0) != symbol;
        if (is_shifted) XTestFakeKeyEvent(display, shift, True, CurrentTime);
        XTestFakeKeyEvent(display, code, True, 3);
        XTestFakeKeyEvent(display, code, False, CurrentTime);
        if (is_shifted) XTestFakeKeyEvent(display, shift, False, CurrentTime);
    }
    XFlush(display);
}

void XFinger::chord(const std::vector<unsigned>& keys) {
    for (const unsigned key : keys) XTestFakeKeyEvent(connection_->display, key, True, CurrentTime);
    for (const unsigned key : keys) XTestFakeKeyEvent(connection_->display, key, False, CurrentTime);
    XFlush(connection_->display);
}

void XFinger::wait_until_delivered() { XSync(connection_->display, False); }

XFinger::Scene XFinger::scene() const {
    ::Display* display = connection_->display;
    XGrabServer(display);  // nobody else changes anything meanwhile
    ::Window root = 0;
    ::Window parent = 0;
    ::Window* children = nullptr;
    unsigned count = 0;
    XQueryTree(display, XDefaultRootWindow(display), &root, &parent, &children, &count);
    Scene scene;
    for (unsigned i = 0; i < count; ++i) {
        XWindowAttributes attributes{};
        XGetWindowAttributes(display, children[i], &attributes);
        if (attributes.map_state == IsViewable) scene.windows.push_back(children[i]);
    }
    if (children != nullptr) XFree(children);
    scene.picture = look();
    XUngrabServer(display);
    XFlush(display);
    return scene;
}

Picture XFinger::look() const {
    XWindowAttributes root{};
    XGetWindowAttributes(connection_->display, XDefaultRootWindow(connection_->display), &root);
    return look(0, 0, root.width, root.height);
}

Picture XFinger::look(int x, int y, int width, int height) const {
    const ::Window root = XDefaultRootWindow(connection_->display);
    XImage* image = XGetImage(connection_->display, root, x, y, static_cast<unsigned>(width),
                              static_cast<unsigned>(height), AllPlanes, ZPixmap);
    Picture picture{width, height, {}};
    picture.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int row = 0; row < height; ++row) {
        const auto* line =
            reinterpret_cast<const std::uint32_t*>(image->data + std::ptrdiff_t{row} * image->bytes_per_line);
        for (int column = 0; column < width; ++column) picture.pixels.push_back(line[column] & 0xFFFFFFU);
    }
    image->f.destroy_image(image);
    return picture;
}

}  // namespace hailong::test
