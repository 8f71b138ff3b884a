#include "tests/support/tcp_relay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace hailong::test {

namespace {

sockaddr_in loopback_at(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int tcp_socket() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

void send_at_once(int fd) {
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

}  // namespace

TcpRelay::TcpRelay(int port) : server_port_(port), listener_(tcp_socket()) {
    auto address = loopback_at(0);
    auto* place = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (bind(listener_, place, size) != 0 || listen(listener_, 16) != 0 || getsockname(listener_, place, &size) != 0)
        throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { loop(); });
}

TcpRelay::~TcpRelay() {
    is_stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (const int fd = current_.load(); fd >= 0) shutdown(fd, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void TcpRelay::cut_one(Way way, std::size_t after, int skipped) {
    skipped_ = skipped;
    (way == Way::up ? cut_up_ : cut_down_) = after;
}

bool TcpRelay::heal() {
    const bool was_made = cut_up_ == kNever && cut_down_ == kNever;
    cut_up_ = kNever;
    cut_down_ = kNever;
    return was_made;
}

void TcpRelay::loop() {
    while (!is_stopping_) {
        const int terminal = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (terminal < 0) return;
        current_ = terminal;
        const int server = tcp_socket();
        const auto address = loopback_at(server_port_);
        if (!is_stopping_ && connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
            carry(terminal, server);
        current_ = -1;
        --skipped_;
        close(server);
        close(terminal);
    }
}

void TcpRelay::carry(int terminal, int server) {
    send_at_once(terminal);
    send_at_once(server);
    std::size_t up = 0;
    std::size_t down = 0;
    pollfd both[] = {{terminal, POLLIN, 0}, {server, POLLIN, 0}};
    while (poll(both, 2, -1) > 0) {
        if (both[0].revents != 0 && !pass(terminal, server, Way::up, up)) return;
        if (both[1].revents != 0 && !pass(server, terminal, Way::down, down)) return;
    }
}

bool TcpRelay::pass(int from, int to, Way way, std::size_t& passed) {
    char buffer[16384];
    const auto count = read(from, buffer, sizeof buffer);
    if (count <= 0) return false;
    auto& cut = way == Way::up ? cut_up_ : cut_down_;
    const std::size_t limit = skipped_ == 0 ? cut.load() : kNever;
    const std::size_t allowed = limit - std::min(passed, limit);
    const auto bytes = std::min(static_cast<std::size_t>(count), allowed);
    if (bytes > 0 && send(to, buffer, bytes, MSG_NOSIGNAL) != static_cast<ssize_t>(bytes)) return false;
    passed += bytes;
    if (bytes == static_cast<std::size_t>(count)) return true;
    cut = kNever;  // made
    return false;
}

}  // namespace hailong::test
