#include "kiosk/base/waiter.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace hailong::base {

SignalWaiter::SignalWaiter() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal_fd_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

SignalWaiter::~SignalWaiter() {
    if (signal_fd_ >= 0) close(signal_fd_);
}

Woken SignalWaiter::wait(Millis duration) {
    if (stopping_) return Woken::stopping;
    pollfd poll_fd{signal_fd_, POLLIN, 0};
    const auto capped = std::clamp<Millis::rep>(duration.count(), 0, std::numeric_limits<int>::max());
    if (poll(&poll_fd, 1, static_cast<int>(capped)) <= 0) return Woken::timed_out;
    signalfd_siginfo signal{};
    Woken result = Woken::timed_out;
    while (read(signal_fd_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
        if (signal.ssi_signo == SIGUSR1) {
            result = Woken::woken;
        } else {
            stopping_ = true;
        }
    }
    return stopping_ ? Woken::stopping : result;
}

}  // namespace hailong::base
