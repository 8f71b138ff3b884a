#include "kiosk/base/waiter.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace hailong::base {

TEST(SignalWaiter, StopsForGoodAfterSigterm) {
    SignalWaiter waiter;
    kill(getpid(), SIGTERM);
    EXPECT_EQ(waiter.wait(Millis(60'000)), Woken::stopping);
    EXPECT_EQ(waiter.wait(Millis(60'000)), Woken::stopping);
}
TEST(SignalWaiter, WakesOnSigusr1AndGoesOn) {
    SignalWaiter waiter;
    kill(getpid(), SIGUSR1);
    EXPECT_EQ(waiter.wait(Millis(60'000)), Woken::woken);
    EXPECT_EQ(waiter.wait(Millis(0)), Woken::timed_out);
}

}  // namespace hailong::base
