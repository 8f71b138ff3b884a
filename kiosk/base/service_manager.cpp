#include "kiosk/base/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace hailong::base {

namespace {

std::string taken(const char* name) {
    const char* value = std::getenv(name);
    std::string text = value == nullptr ? "" : value;
    unsetenv(name);
    return text;
}

std::optional<std::int64_t> number_in(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
    return number;
}

// "/path", or "@name" in the abstract namespace, whose first byte is 0 and which no zero ends. -1: neither, or nobody.
int connected_to(const std::string& place) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (place.size() < 2 || place.size() >= sizeof address.sun_path || (place[0] != '/' && place[0] != '@')) return -1;
    std::copy(place.begin(), place.end(), address.sun_path);
    if (place[0] == '@') address.sun_path[0] = '\0';
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + place.size());
    if (fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), length) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

}  // namespace

ServiceManager ServiceManager::from_environment() {
    const std::string place = taken("NOTIFY_SOCKET");
    const std::string usec = taken("WATCHDOG_USEC");
    const std::string pid = taken("WATCHDOG_PID");
    // Absent: whoever reads it is meant.
    const bool is_for_us = pid.empty() || number_in(pid) == getpid();
    const auto patience = is_for_us ? number_in(usec) : std::nullopt;
    if (!patience) return {connected_to(place), std::nullopt};
    return {connected_to(place), std::chrono::duration_cast<Millis>(std::chrono::microseconds(*patience))};
}

ServiceManager::~ServiceManager() {
    if (socket_ >= 0) close(socket_);
}

ServiceManager::ServiceManager(ServiceManager&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      patience_(other.patience_),
      told_at_(other.told_at_),
      status_(std::move(other.status_)) {}

void ServiceManager::send(std::string_view text) const {
    // A manager whose queue is full hears the next one.
    if (socket_ >= 0) static_cast<void>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
}

void ServiceManager::ready() { send("READY=1"); }

void ServiceManager::status(std::string_view text) {
    if (text == status_) return;
    status_ = text;
    std::string line = "STATUS=" + status_;
    std::replace(line.begin(), line.end(), '\n', ' ');  // it would begin another assignment
    send(line);
}

void ServiceManager::stopping() { send("STOPPING=1"); }

void ServiceManager::alive(MonoTime now) {
    // Ten times within its patience: nearly all of it is left for a turn that takes long.
    if (!patience_ || (told_at_ && now - *told_at_ < *patience_ / 10)) return;
    told_at_ = now;
    send("WATCHDOG=1");
}

std::optional<Millis> ServiceManager::longest_sleep() const {
    if (!patience_) return std::nullopt;
    return std::max(Millis(1), *patience_ / 4);
}

Woken WatchedWaiter::wait(Millis duration) {
    Millis left = duration;
    for (;;) {
        manager_.alive(clock_.now().mono);
        const Millis part = std::min(left, manager_.longest_sleep().value_or(left));
        if (const Woken woken = inner_.wait(part); woken != Woken::timed_out) return woken;
        left -= part;
        if (left <= Millis(0)) return Woken::timed_out;
    }
}

}  // namespace hailong::base
