// One thread that serves thousands of sockets: epoll, and what is due at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace hailong::load {

using Clock = std::chrono::steady_clock;
using Millis = std::chrono::milliseconds;

class Loop {
public:
    class Watcher {
    public:
        virtual ~Watcher() = default;
        // Perhaps: also when there is nothing to read or no room to write.
        virtual void on_ready() = 0;
    };
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    enum class Interest { read, both };
    void watch(int fd, Interest interest, Watcher& watcher);
    void change(int fd, Interest interest);
    void forget(int fd);  // before it is closed
    void at(Clock::time_point when, std::function<void()> what);
    void after(Millis pause, std::function<void()> what) { at(Clock::now() + pause, std::move(what)); }
    // Until `done` holds; false when `limit` has passed first.
    bool run_until(const std::function<bool()>& done, Millis limit);

private:
    struct Due {
        Clock::time_point when;
        std::function<void()> what;
        bool operator<(const Due& other) const { return when > other.when; }
    };
    void do_what_is_due();
    void wait();
    int epoll_;
    std::unordered_map<int, Watcher*> watchers_;
    std::priority_queue<Due> due_;
};

}  // namespace hailong::load
