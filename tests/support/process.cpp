#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <random>
#include <stdexcept>
#include <utility>

namespace hailong::test {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

[[noreturn]] void child_fails(const char* doing) {
    static_cast<void>(!::write(STDERR_FILENO, doing, std::char_traits<char>::length(doing)));
    _exit(127);
}

void become(const Account& account) {
    if (setgroups(account.groups.size(), account.groups.data()) != 0 || setgid(account.gid) != 0 ||
        setuid(account.uid) != 0) {
        child_fails("cannot change the user: run these tests as root\n");
    }
}

// Only calls that are safe after fork().
void become_program(const Command& command, char* const* words, char* const* environment) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (command.without_network && unshare(CLONE_NEWNET) != 0) child_fails("no network namespace: run as root\n");
    if (command.account) become(*command.account);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphan survives a killed test; after setuid, which clears it
    execvpe(words[0], words, environment);
    child_fails("cannot execute the program\n");
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// Ours, minus what would send the child elsewhere, plus the command's.
std::vector<std::string> environment_for(const Command& command) {
    std::vector<std::string> out = command.environment;
    for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
    return out;
}

void append_available(int& fd, std::string& to) {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count > 0) {
        to.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        ::close(fd);
        fd = -1;
    }
}

std::chrono::milliseconds left(Deadline deadline) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
}

}  // namespace

Process::Process(const Command& command) {
    auto words = command.words;
    auto environment = environment_for(command);
    const auto word_pointers = pointers(words);
    const auto environment_pointers = pointers(environment);
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        become_program(command, word_pointers.data(), environment_pointers.data());
    }
    ::close(out[1]);
    ::close(err[1]);
    out_fd_ = out[0];
    err_fd_ = err[0];
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      out_fd_(std::exchange(other.out_fd_, -1)),
      err_fd_(std::exchange(other.err_fd_, -1)),
      status_(other.status_),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)) {}

Process::~Process() {
    if (pid_ > 0) kill();
    if (out_fd_ >= 0) ::close(out_fd_);
    if (err_fd_ >= 0) ::close(err_fd_);
}

void Process::reap(int options) {
    int status = 0;
    if (status_ || waitpid(pid_, &status, options) != pid_) return;
    status_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

bool Process::running() {
    reap(WNOHANG);
    return !status_;
}

bool Process::pump(std::chrono::milliseconds wait) {
    std::array<pollfd, 2> fds{{{out_fd_, POLLIN, 0}, {err_fd_, POLLIN, 0}}};
    if (out_fd_ < 0 && err_fd_ < 0) return false;
    if (poll(fds.data(), fds.size(), static_cast<int>(wait.count())) <= 0) return true;
    if (fds[0].revents != 0) append_available(out_fd_, out_);
    if (fds[1].revents != 0) append_available(err_fd_, err_);
    return true;
}

std::optional<std::string> Process::line(Millis patience) {
    const Deadline deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        if (const auto end = out_.find('\n'); end != std::string::npos) {
            std::string found = out_.substr(0, end);
            out_.erase(0, end + 1);
            return found;
        }
        if (out_fd_ < 0 || left(deadline).count() <= 0) return std::nullopt;
        pump(left(deadline));
    }
}

std::optional<int> Process::finish(Millis patience) {
    const Deadline deadline = std::chrono::steady_clock::now() + patience;
    while (running() && left(deadline).count() > 0) {
        // A grandchild may hold the pipes open, or the child may close them early: look at the process as well.
        if (!pump(std::chrono::milliseconds(20))) reap(0);
    }
    while (status_ && (out_fd_ >= 0 || err_fd_ >= 0) && left(deadline).count() > 0) pump(std::chrono::milliseconds(20));
    return status_;
}

void Process::send(int signal) const {
    if (!status_) ::kill(pid_, signal);
}

void Process::kill() {
    if (running()) ::kill(pid_, SIGKILL);
    reap(0);
    while (out_fd_ >= 0 && err_fd_ >= 0) {
        const auto before = out_.size() + err_.size();
        pump(std::chrono::milliseconds(0));
        if (out_.size() + err_.size() == before) break;
    }
}

Finished run(const Command& command, Millis patience) {
    Process process(command);
    const auto status = process.finish(patience);
    if (!status) throw std::runtime_error(command.words.front() + " did not end in time: " + process.errors());
    return {*status, process.output(), process.errors()};
}

bool eventually(const std::function<bool()>& condition, Millis patience) {
    const Deadline deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (left(deadline).count() <= 0) return false;
        poll(nullptr, 0, 10);
    }
    return true;
}

int free_port() {
    // Below the ports that the kernel lends to outgoing connections (from 32768): between this and the server's own
    // start, another test that connects would take one of those. Also below those of deploy/lib/say.sh.
    constexpr unsigned kFrom = 10000;
    constexpr unsigned kCount = 10000;
    static std::atomic<unsigned> next{std::random_device{}()};
    for (unsigned tried = 0; tried < kCount; ++tried) {
        const auto port = static_cast<std::uint16_t>(kFrom + next++ % kCount);
        const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        const bool is_free = fd >= 0 && bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(fd);
        if (is_free) return port;
    }
    throw std::runtime_error("no free port");
}

long peak_memory(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    }
    return 0;
}

std::string program(const std::string& name) { return std::string(HAILONG_BIN_DIR) + "/" + name; }

}  // namespace hailong::test
