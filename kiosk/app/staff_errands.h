// Work for the staff screens that may wait for a disk, done one after another on a thread of its own; what came of it
// is an event for the machine, taken on the frame thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "kiosk/flow/staff.h"

namespace hailong::app {

class StaffErrands {
public:
    using Work = std::function<std::optional<flow::StaffEvent>()>;  // nullopt: there is nothing to tell
    // `wake` is called on the thread after each result and must outlive it.
    explicit StaffErrands(std::function<void()> wake);
    ~StaffErrands();  // lets the work that is under way end, and drops the rest
    StaffErrands(const StaffErrands&) = delete;
    StaffErrands& operator=(const StaffErrands&) = delete;

    void send(Work work);
    [[nodiscard]] std::vector<flow::StaffEvent> take();

private:
    void run();

    std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Work> waiting_;
    std::vector<flow::StaffEvent> done_;
    bool is_ending_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace hailong::app
