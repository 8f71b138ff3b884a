// Some thousand strangers before the entries port. Each comes back after it was turned away, until all are told to
// leave.
#pragma once

#include <atomic>
#include <deque>
#include <map>

#include "tests/load/mischief.h"
#include "tests/support/findings.h"

namespace hailong::load {

inline constexpr std::uint32_t kWard = 0x7f000002;  // 127.0.0.2: a ward's terminals share one address

class Strangers {
public:
    Strangers(const Town& town, const Terminal& accomplice, int count);
    Strangers(const Strangers&) = delete;
    Strangers& operator=(const Strangers&) = delete;

    // On a thread of its own: they come, within `arrival`, and stay until leave().
    void live(Millis arrival);
    enum class Leaving { turned_away, at_once };
    // Any thread: nobody comes back; live() waits until each was turned away, or not.
    void leave(Leaving how);
    [[nodiscard]] bool have_come() const { return have_come_; }  // any thread
    [[nodiscard]] int most_present() const { return most_; }     // after live()
    // Every visit that ended is a case: answered by a 4xx, or closed. After live().
    void judge(test::Findings& findings) const;

private:
    struct Tally {
        long refused = 0;
        long closed = 0;
        long unheard = 0;  // no connection came about
        std::map<std::string, long> wrong;
    };
    struct Stranger {
        Stranger(Strangers& all, int number);
        Strangers& all;
        const Mischief& mischief;
        Caller caller;
        Line line;
        std::size_t said = 0;
        std::uint64_t visit = 0;
        bool has_come = false;
    };
    [[nodiscard]] const Mischief& mischief_of(int number) const;
    [[nodiscard]] Caller caller_of(int number, const Mischief& mischief) const;
    void come(Stranger& stranger);
    void go_on(Stranger& stranger);
    void hear(Stranger& stranger);
    void depart(Stranger& stranger, Millis pause);

    Loop loop_;
    const Door& door_;
    std::vector<Identity> own_;  // made by the strangers themselves
    const Identity& enrolled_;
    std::vector<Mischief> mischief_;
    std::map<std::string, Tally> tallies_;
    std::deque<Stranger> strangers_;
    int present_ = 0;
    int most_ = 0;
    std::size_t came_ = 0;
    std::atomic<bool> have_come_{false};
    std::atomic<bool> is_leaving_{false};
    std::atomic<bool> is_leaving_at_once_{false};
};

}  // namespace hailong::load
