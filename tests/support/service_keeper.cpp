#include "tests/support/service_keeper.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <stdexcept>

namespace hailong::test {

namespace {

using Moment = ServiceKeeper::Moment;

Moment now() { return std::chrono::steady_clock::now(); }

int listen_at(const std::string& place) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    place.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    if (fd < 0 || bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
        throw std::runtime_error("no socket at " + place);
    }
    return fd;
}

struct Message {
    pid_t from = 0;  // as the kernel says
    std::string text;
};

std::optional<Message> next_message(int fd) {
    std::array<char, 4096> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> ancillary{};
    iovec part{text.data(), text.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = ancillary.data();
    header.msg_controllen = ancillary.size();
    const ssize_t size = recvmsg(fd, &header, MSG_DONTWAIT);
    if (size <= 0) return std::nullopt;
    Message message{0, std::string(text.data(), static_cast<std::size_t>(size))};
    const cmsghdr* credentials = CMSG_FIRSTHDR(&header);
    if (credentials != nullptr && credentials->cmsg_type == SCM_CREDENTIALS) {
        message.from = reinterpret_cast<const ucred*>(CMSG_DATA(credentials))->pid;
    }
    return message;
}

}  // namespace

// What systemd has in mind of one life.
struct ServiceKeeper::Watch {
    Moment started = now();
    std::optional<Moment> alive;    // watched since, or heard of last; absent: not watched
    std::optional<Moment> aborted;  // the signal was sent
};

ServiceKeeper::ServiceKeeper(Wish wish) : wish_(std::move(wish)), socket_(listen_at(folder_ / "notify")) {
    if (wish_.unit.text("Type") != "notify" || wish_.unit.text("Restart") != "always" ||
        wish_.unit.time("StartLimitIntervalSec") != Millis(0)) {
        throw std::runtime_error("this keeper knows services of Type=notify that are restarted for ever");
    }
    thread_ = std::thread([this] { keep(); });
}

ServiceKeeper::~ServiceKeeper() {
    end_with(SIGKILL);
    close(socket_);
}

void ServiceKeeper::end_with(int signal) {
    last_signal_ = signal;
    is_stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

std::vector<ServiceKeeper::Life> ServiceKeeper::lives() const {
    const std::lock_guard guard(mutex_);
    return lives_;
}

int ServiceKeeper::stop() {
    end_with(SIGTERM);
    return lives().back().ended.value_or(-1);
}

void ServiceKeeper::change(const std::function<void(Life&)>& how) {
    const std::lock_guard guard(mutex_);
    how(lives_.back());
}

void ServiceKeeper::keep() {
    for (std::size_t life = 0; !is_stopping_; ++life) {
        wish_.before_start(life);
        live();
        if (!is_stopping_) poll(nullptr, 0, static_cast<int>(wish_.unit.time("RestartSec").count()));
    }
}

// A shell says WATCHDOG_PID and becomes the service: only it knows its own number in time.
Command ServiceKeeper::command_of_a_start() const {
    Command command = wish_.command;
    command.environment.push_back("NOTIFY_SOCKET=" + (folder_ / "notify").string());
    if (wish_.without_watchdog) return command;
    const auto usec = std::chrono::microseconds(wish_.unit.time("WatchdogSec")).count();
    command.environment.push_back("WATCHDOG_USEC=" + std::to_string(usec));
    command.words.insert(command.words.begin(), {"/bin/sh", "-c", "export WATCHDOG_PID=$$; exec \"$@\"", "sh"});
    return command;
}

void ServiceKeeper::live() {
    Process process(command_of_a_start());
    Watch watch;
    {
        const std::lock_guard guard(mutex_);
        lives_.push_back({process.pid(), false, false, {}, {}, {}});
    }
    std::optional<int> ended;
    while (!(ended = process.finish(Millis(5)))) {
        hear(process, watch);
        judge(process, watch);
        if (const int signal = last_signal_.exchange(0); signal != 0) process.send(signal);
    }
    hear(process, watch);
    change([&](Life& life) {
        life.ended = ended;
        life.errors = process.errors();
    });
}

void ServiceKeeper::hear(Process& process, Watch& watch) {
    while (const auto message = next_message(socket_)) {
        if (message->from != process.pid()) continue;
        std::istringstream lines(message->text);
        for (std::string line; std::getline(lines, line);) {
            if (line == "READY=1") {
                change([](Life& life) { life.is_ready = true; });
                watch.alive = now();
            } else if (line == "WATCHDOG=1" && watch.alive) {
                watch.alive = now();
            } else if (line == "STOPPING=1") {
                watch.alive.reset();
            } else if (line.starts_with("STATUS=")) {
                change([&](Life& life) { life.status = line.substr(7); });
            }
        }
    }
}

void ServiceKeeper::judge(const Process& process, Watch& watch) {
    if (watch.aborted) {
        if (now() - *watch.aborted > wish_.unit.time("TimeoutAbortSec")) process.send(SIGKILL);
        return;
    }
    const bool is_late = !lives().back().is_ready && now() - watch.started > wish_.unit.time("TimeoutStartSec");
    const bool is_silent =
        watch.alive && !wish_.without_watchdog && now() - *watch.alive > wish_.unit.time("WatchdogSec");
    if (!is_late && !is_silent) return;
    change([&](Life& life) { life.was_silent = is_silent; });
    watch.aborted = now();
    process.send(SIGABRT);  // WatchdogSignal's default
    process.send(SIGCONT);  // or a stopped process would never hear of it
}

}  // namespace hailong::test
