// The real programs as child processes: started, read line by line, killed, waited for. Nothing here sleeps: it waits
// for output, for the end of a process or, in eventually(), for a condition.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hailong::test {

using Millis = std::chrono::milliseconds;
inline constexpr Millis kPatience{60'000};  // a loaded machine of two cores; no assertion depends on it

struct Account {
    uid_t uid = 0;
    gid_t gid = 0;
    std::vector<gid_t> groups;
};

struct Command {
    std::vector<std::string> words;        // program first
    std::vector<std::string> environment;  // "NAME=value", added to ours
    std::optional<Account> account;        // needs root
    bool without_network = false;          // a network namespace of its own with nothing in it; needs root
};

class Process {
public:
    // Standard output and error are pipes of ours. Throws std::runtime_error when the program cannot be started.
    explicit Process(const Command& command);
    ~Process();  // kill -9 if it still runs
    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] bool running();
    // The next line of standard output without its newline; nullopt at its end or when patience ends.
    [[nodiscard]] std::optional<std::string> line(Millis patience = kPatience);
    // Reads both streams until the process ends. −signal if it was killed; nullopt: patience ended.
    [[nodiscard]] std::optional<int> finish(Millis patience = kPatience);
    void send(int signal) const;
    // kill -9 and wait.
    void kill();
    // All that was written and not handed out by line().
    [[nodiscard]] const std::string& output() const { return out_; }
    [[nodiscard]] const std::string& errors() const { return err_; }

private:
    bool pump(std::chrono::milliseconds wait);  // false when both streams have ended
    void reap(int options);
    pid_t pid_ = -1;
    int out_fd_ = -1;
    int err_fd_ = -1;
    std::optional<int> status_;
    std::string out_;
    std::string err_;
};

struct Finished {
    int status = -1;
    std::string out;
    std::string err;
};
// Runs to the end; throws when it does not end in time.
[[nodiscard]] Finished run(const Command& command, Millis patience = kPatience);

// True as soon as `condition` holds; false when patience ends.
[[nodiscard]] bool eventually(const std::function<bool()>& condition, Millis patience = kPatience);

// KiB of memory that this process had at its highest (VmHWM); 0 when it is not there.
[[nodiscard]] long peak_memory(pid_t pid);

// A loopback TCP port that was free a moment ago; no port twice in one process.
[[nodiscard]] int free_port();
// Path of a program built by this build: program("hailong-sync").
[[nodiscard]] std::string program(const std::string& name);

}  // namespace hailong::test
