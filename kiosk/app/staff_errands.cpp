#include "kiosk/app/staff_errands.h"

namespace hailong::app {

StaffErrands::StaffErrands(std::function<void()> wake) : wake_(std::move(wake)), thread_([this] { run(); }) {}

StaffErrands::~StaffErrands() {
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void StaffErrands::send(Work work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
}

std::vector<flow::StaffEvent> StaffErrands::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
}

void StaffErrands::run() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
        if (is_ending_) return;
        const Work work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        auto found = work();
        lock.lock();
        if (found) done_.push_back(std::move(*found));
        lock.unlock();
        wake_();
    }
}

}  // namespace hailong::app
