// A clock that stands still until told, and a waiter that advances it instead of sleeping.
#pragma once

#include <functional>

#include "kiosk/base/clock.h"
#include "kiosk/base/waiter.h"

namespace hailong::test {

class FakeClock final : public base::Clock {
public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    void advance(base::Millis by) {
        now_.wall += by;
        now_.mono += by;
    }
    void set_wall(base::WallTime wall) { now_.wall = wall; }

private:
    base::Instant now_{base::WallTime(base::Millis(1'795'400'107'123)), base::MonoTime(base::Millis(1'000'000))};
};

class VirtualWaiter final : public base::Waiter {
public:
    explicit VirtualWaiter(FakeClock& clock) : clock_(clock) {}
    // Called after each wait; return `stopping` to end the loop under test.
    std::function<base::Woken()> after = [] { return base::Woken::timed_out; };
    [[nodiscard]] base::Woken wait(base::Millis duration) override {
        clock_.advance(duration);
        return after();
    }

private:
    FakeClock& clock_;
};

}  // namespace hailong::test
