// Keeps one service running as systemd would (systemd.service(5), service.c of systemd 252), by the words of its real
// unit file: Type=notify, WatchdogSec, TimeoutStartSec, TimeoutAbortSec, Restart=always, RestartSec. It heeds what the
// main process says and nobody else (NotifyAccess=main). What it does not do: users, sandbox, dependencies.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/support/service_unit.h"
#include "tests/support/temp_folder.h"

namespace hailong::test {

class ServiceKeeper {
public:
    using Moment = std::chrono::steady_clock::time_point;
    // One run of the program.
    struct Life {
        pid_t pid = 0;
        bool is_ready = false;
        bool was_silent = false;   // for longer than WatchdogSec: it was killed for that
        std::optional<int> ended;  // as Process::finish()
        std::string status;        // the last STATUS=
        std::string errors;        // its standard error, once it has ended
    };
    struct Wish {
        ServiceUnit unit;
        Command command;
        bool without_watchdog = false;  // as if the unit had no WatchdogSec
        // On the keeper's thread, while nothing of the service runs.
        std::function<void(std::size_t life)> before_start = [](std::size_t) {};
    };

    explicit ServiceKeeper(Wish wish);
    ~ServiceKeeper();  // kill -9
    ServiceKeeper(const ServiceKeeper&) = delete;
    ServiceKeeper& operator=(const ServiceKeeper&) = delete;

    // Any thread: the runs so far; the last one is the present one, or the one that ended last.
    [[nodiscard]] std::vector<Life> lives() const;
    // SIGTERM, and no further start; the exit code.
    [[nodiscard]] int stop();

private:
    struct Watch;
    void keep();
    void end_with(int signal);
    void live();
    void hear(Process& process, Watch& watch);
    void judge(const Process& process, Watch& watch);
    [[nodiscard]] Command command_of_a_start() const;
    void change(const std::function<void(Life&)>& how);

    Wish wish_;
    TempFolder folder_;
    int socket_ = -1;                  // what the service tells
    std::atomic<int> last_signal_{0};  // to be sent to what runs; set before the next
    std::atomic<bool> is_stopping_{false};
    mutable std::mutex mutex_;  // guards the next
    std::vector<Life> lives_;
    std::thread thread_;  // last: it uses the others
};

}  // namespace hailong::test
