#include "tests/load/loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hailong::load {

namespace {

epoll_event event_of(int fd, Loop::Interest interest) {
    epoll_event event{};
    event.events = EPOLLIN;
    if (interest == Loop::Interest::both) event.events |= EPOLLOUT;
    event.data.fd = fd;
    return event;
}

}  // namespace

Loop::Loop() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) throw std::runtime_error("epoll_create1");
}

Loop::~Loop() { close(epoll_); }

void Loop::watch(int fd, Interest interest, Watcher& watcher) {
    auto event = event_of(fd, interest);
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) throw std::runtime_error("epoll_ctl");
    watchers_[fd] = &watcher;
}

void Loop::change(int fd, Interest interest) {
    auto event = event_of(fd, interest);
    if (epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) != 0) throw std::runtime_error("epoll_ctl");
}

void Loop::forget(int fd) {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
    watchers_.erase(fd);
}

void Loop::at(Clock::time_point when, std::function<void()> what) { due_.push({when, std::move(what)}); }

void Loop::do_what_is_due() {
    const auto now = Clock::now();
    while (!due_.empty() && due_.top().when <= now) {
        const auto what = due_.top().what;
        due_.pop();
        what();
    }
}

void Loop::wait() {
    constexpr Millis kLook{50};  // at what run_until() waits for
    Millis pause = kLook;
    if (!due_.empty()) {
        const auto left = std::chrono::ceil<Millis>(due_.top().when - Clock::now());
        pause = std::clamp(left, Millis(0), kLook);
    }
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(pause.count()));
    for (int i = 0; i < count; ++i) {
        const auto found = watchers_.find(events[static_cast<std::size_t>(i)].data.fd);
        if (found != watchers_.end()) found->second->on_ready();
    }
}

bool Loop::run_until(const std::function<bool()>& done, Millis limit) {
    const auto deadline = Clock::now() + limit;
    for (;;) {
        do_what_is_due();
        if (done()) return true;
        if (Clock::now() >= deadline) return false;
        wait();
    }
}

}  // namespace hailong::load
