// A real X server without a screen (Xvfb) and a finger on it (XTest): for tests of the window and the whole terminal.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "tests/ui/picture.h"

namespace hailong::test {

// Starts Xvfb on a free display number and stops it again. Sets DISPLAY of this process meanwhile.
class XServer {
public:
    [[nodiscard]] static Result<std::unique_ptr<XServer>> start(int width, int height,
                                                                const std::vector<std::string>& more = {});
    ~XServer();
    XServer(const XServer&) = delete;
    XServer& operator=(const XServer&) = delete;
    [[nodiscard]] const std::string& display() const { return display_; }

private:
    XServer(pid_t pid, std::string display);
    pid_t pid_;
    std::string display_;
};

// A second connection to the server, like a citizen in front of it.
class XFinger {
public:
    [[nodiscard]] static Result<std::unique_ptr<XFinger>> connect(const std::string& display);
    ~XFinger();
    XFinger(const XFinger&) = delete;
    XFinger& operator=(const XFinger&) = delete;
    void press(int x, int y);
    void release();
    // Press, hold, release: the server itself waits between the two, so that the hold is exact.
    void tap(int x, int y, base::Millis hold);
    // The same after a pause that the server keeps.
    void tap_after(base::Millis pause, int x, int y, base::Millis hold = base::Millis(40));
    // Moves without letting go, after a pause.
    void drag_after(base::Millis pause, int x, int y);
    // What a barcode reader does: the keys of this text one after the other, then Enter.
    void scan(const std::string& text);
    // Presses and releases a key by its place on the keyboard, 8…255, whatever it means.
    void chord(const std::vector<unsigned>& keys);
    // Returns when the server has given out all of the above, with their pauses.
    void wait_until_delivered();
    [[nodiscard]] Picture look() const;
    // All that is seen at one moment, and whose it is: the windows that stand on the root, lowest first.
    struct Scene {
        std::vector<unsigned long> windows;
        Picture picture;
    };
    [[nodiscard]] Scene scene() const;
    [[nodiscard]] Picture look(int x, int y, int width, int height) const;

private:
    struct Connection;
    explicit XFinger(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

}  // namespace hailong::test
