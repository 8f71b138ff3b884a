// What a program tells the service manager that started it (the protocol of sd_notify(3)): that it serves, that it is
// still alive, how it fares, that it ends. Says nothing where nobody asked to be told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/waiter.h"

namespace hailong::base {

// For the thread that runs the program's main loop. Nothing here blocks or fails: a manager that does not listen is no
// reason to stop serving.
class ServiceManager {
public:
    // NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of the environment, which are taken out of it: no child of ours
    // shall speak for us. Call it before any thread is started.
    [[nodiscard]] static ServiceManager from_environment();
    ~ServiceManager();
    ServiceManager(ServiceManager&& other) noexcept;
    ServiceManager& operator=(ServiceManager&&) = delete;

    void ready();
    // One line for people; sent when it is another than the last one.
    void status(std::string_view text);
    void stopping();

    // To be called in every turn of the loop, and from nowhere else: a loop that hangs must fall silent.
    void alive(MonoTime now);
    // A loop may sleep so long between two turns; nullopt: as long as it likes.
    [[nodiscard]] std::optional<Millis> longest_sleep() const;

private:
    ServiceManager(int socket, std::optional<Millis> patience) : socket_(socket), patience_(patience) {}
    void send(std::string_view text) const;

    int socket_ = -1;                 // connected; -1: nobody listens
    std::optional<Millis> patience_;  // of the manager: silent for so long, the program is killed
    std::optional<MonoTime> told_at_;
    std::string status_;
};

// Waits like the one it is given and tells the manager meanwhile that the loop is alive: for a loop that comes back to
// wait() after each turn, and waits for longer than the manager's patience.
class WatchedWaiter final : public Waiter {
public:
    WatchedWaiter(Waiter& inner, const Clock& clock, ServiceManager& manager)
        : inner_(inner), clock_(clock), manager_(manager) {}
    [[nodiscard]] Woken wait(Millis duration) override;

private:
    Waiter& inner_;
    const Clock& clock_;
    ServiceManager& manager_;
};

}  // namespace hailong::base
