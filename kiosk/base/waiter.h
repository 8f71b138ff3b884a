// Waiting, so that loops can be tested without sleeping.
#pragma once

#include "kiosk/base/clock.h"

namespace hailong::base {

enum class Woken { timed_out, woken, stopping };

class Waiter {
public:
    virtual ~Waiter() = default;
    // Blocks up to `duration`; `stopping` is sticky.
    [[nodiscard]] virtual Woken wait(Millis duration) = 0;
};

// Returns `stopping` after SIGTERM or SIGINT and `woken` after SIGUSR1. Blocks these signals in the constructing
// thread and in threads it starts afterwards: construct it first in main. One per process.
class SignalWaiter final : public Waiter {
public:
    SignalWaiter();
    ~SignalWaiter() override;
    SignalWaiter(const SignalWaiter&) = delete;
    SignalWaiter& operator=(const SignalWaiter&) = delete;
    [[nodiscard]] Woken wait(Millis duration) override;

private:
    int signal_fd_ = -1;
    bool stopping_ = false;
};

}  // namespace hailong::base
