#include "kiosk/window/window.h"

#include <GLFW/glfw3.h>

#include <cstdlib>
#include <utility>

namespace hailong::window {
namespace {

struct DestroyWindow {
    void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};

// GLFW must be stopped after its last window is gone.
struct Library {
    bool is_running = glfwInit() == GLFW_TRUE;
    Library() = default;
    ~Library() {
        if (is_running) glfwTerminate();
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

std::string last_complaint() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text == nullptr ? std::string("no reason given") : std::string(text);
}

// OpenGL 3.0 with GLSL 1.30 is what the oldest boards with a Debian 12 driver offer.
GLFWwindow* create(const WindowRequest& request) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (request.windowed || mode == nullptr) {
        const Size size = request.windowed.value_or(Size{1280, 800});
        return glfwCreateWindow(size.width, size.height, request.title.c_str(), nullptr, nullptr);
    }
    glfwWindowHint(GLFW_REFRESH_RATE, mode->refreshRate);
    return glfwCreateWindow(mode->width, mode->height, request.title.c_str(), monitor, nullptr);
}

}  // namespace

struct Window::Display {
    std::unique_ptr<Library> library;
    std::unique_ptr<GLFWwindow, DestroyWindow> window;
    TouchQueue touches;
    float pointer_x = 0;
    float pointer_y = 0;
    std::vector<Key> keys;
    base::SystemClock clock;
    bool is_stirred = true;
    Painter painter;

    explicit Display(const Colour& ground) : painter(ground) {}
    void press(char32_t letter) {
        constexpr std::size_t kMostKeys = 1024;
        if (keys.size() < kMostKeys) keys.push_back({letter, clock.now().mono});
        is_stirred = true;
    }

    static Display& of(GLFWwindow* window) { return *static_cast<Display*>(glfwGetWindowUserPointer(window)); }

    // The place of a press is the last place the pointer was seen at, in the order of the events: asking for the
    // pointer now would give the place of the next tap.
    void listen() {
        glfwSetWindowUserPointer(window.get(), this);
        glfwSetCursorPosCallback(window.get(), [](GLFWwindow* from, double x, double y) {
            of(from).pointer_x = static_cast<float>(x);
            of(from).pointer_y = static_cast<float>(y);
            of(from).is_stirred = true;
        });
        glfwSetMouseButtonCallback(window.get(), [](GLFWwindow* from, int button, int action, int) {
            if (button != GLFW_MOUSE_BUTTON_LEFT) return;
            Display& self = of(from);
            self.touches.push({action == GLFW_PRESS ? Press::down : Press::up, self.pointer_x, self.pointer_y});
            self.is_stirred = true;
        });
        glfwSetCharCallback(window.get(), [](GLFWwindow* from, unsigned letter) { of(from).press(letter); });
        glfwSetKeyCallback(window.get(), [](GLFWwindow* from, int key, int, int action, int) {
            const bool is_enter = key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER;
            if (is_enter && action == GLFW_PRESS) of(from).press(0);
        });
        glfwSetWindowRefreshCallback(window.get(), [](GLFWwindow* from) { of(from).is_stirred = true; });
        glfwSetFramebufferSizeCallback(window.get(), [](GLFWwindow* from, int, int) { of(from).is_stirred = true; });
        glfwSetWindowFocusCallback(window.get(), [](GLFWwindow* from, int) { of(from).is_stirred = true; });
    }
};

Window::Window(std::unique_ptr<Display> display) : display_(std::move(display)) {}

Result<std::unique_ptr<Window>> Window::open(const WindowRequest& request) {
    // Mesa's cache would need a home, and its thread of lowest priority keeps a killed terminal from dying for seconds
    // while the processor is busy: nobody could start the next one.
    setenv("MESA_SHADER_CACHE_DISABLE", "true", 1);
    auto display = std::make_unique<Display>(request.ground);
    display->library = std::make_unique<Library>();
    if (!display->library->is_running) {
        return fail(
            ErrorCode::environment,
            "no display: start it in the kiosk session or set DISPLAY to its X server (" + last_complaint() + ")");
    }
    display->window.reset(create(request));
    if (display->window == nullptr) {
        return fail(
            ErrorCode::environment,
            "no OpenGL 3: install libgl1-mesa-dri or the driver of this graphics chip (" + last_complaint() + ")");
    }
    glfwMakeContextCurrent(display->window.get());
    glfwSwapInterval(1);
    glfwSetInputMode(display->window.get(), GLFW_CURSOR, request.windowed ? GLFW_CURSOR_NORMAL : GLFW_CURSOR_HIDDEN);
    display->listen();
    return std::unique_ptr<Window>(new Window(std::move(display)));
}

Window::~Window() = default;

Size Window::size() const {
    Size size;
    glfwGetFramebufferSize(display_->window.get(), &size.width, &size.height);
    return size;
}

Size Window::claimed_millimetres() const {
    Size size;
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    if (monitor != nullptr) glfwGetMonitorPhysicalSize(monitor, &size.width, &size.height);
    return size;
}

bool Window::is_closing() const { return glfwWindowShouldClose(display_->window.get()) == GLFW_TRUE; }

bool Window::wait(base::Millis duration) {
    if (duration.count() > 0 && !display_->is_stirred && display_->touches.is_empty() && display_->keys.empty()) {
        glfwWaitEventsTimeout(std::chrono::duration<double>(duration).count());
    } else {
        glfwPollEvents();
    }
    return std::exchange(display_->is_stirred, false);
}

void Window::wake() { glfwPostEmptyEvent(); }

TouchQueue& Window::touches() { return display_->touches; }

Place Window::pointer() const { return {display_->pointer_x, display_->pointer_y}; }

std::vector<Key> Window::take_keys() { return std::exchange(display_->keys, {}); }

Painter& Window::painter() { return display_->painter; }

void Window::present(ImDrawData* data) {
    display_->painter.paint(size(), data);
    glfwSwapBuffers(display_->window.get());
}

}  // namespace hailong::window
