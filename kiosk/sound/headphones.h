// Whether headphones are plugged in: only then are the names of faces spoken, and plugging them in begins the blind
// path. A thread of its own waits for the card's jack control; a card without one, or no card, is "never plugged" and
// looked for again every 30 s. No real jack could be tried: tests use a fake card and an ALSA control plugin.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"

namespace hailong::sound {

// The jack of one card. Used by the watcher's thread only, but for interrupt().
class Jack {
public:
    virtual ~Jack() = default;
    // Errors: environment (no such card or control). May be tried again later.
    [[nodiscard]] virtual Status open() = 0;
    [[nodiscard]] virtual Result<bool> is_plugged() = 0;
    // Returns when the control changed, when interrupted, or after `longest`. Errors: the card is gone; it is closed
    // then.
    [[nodiscard]] virtual Status wait(base::Millis longest) = 0;
    // Any thread: ends a wait, now or the next.
    virtual void interrupt() = 0;
};

class Headphones {
public:
    static constexpr base::Millis kRetry{30'000};

    // `changed` is called on the watcher's thread after each change; it must not block, e.g. Window::wake.
    Headphones(std::unique_ptr<Jack> jack, std::function<void()> changed);
    ~Headphones();
    Headphones(const Headphones&) = delete;
    Headphones& operator=(const Headphones&) = delete;

    // Any thread; never blocks.
    [[nodiscard]] bool are_plugged() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// A switch of ALSA: card "hw:0", control "Headphone Jack" (`amixer -c 0 controls` names them).
[[nodiscard]] std::unique_ptr<Jack> alsa_jack(std::string card, std::string control);

}  // namespace hailong::sound
