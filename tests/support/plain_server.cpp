#include "tests/support/plain_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace hailong::test {

PlainServer::PlainServer(std::string piece, Then then)
    : piece_(std::move(piece)), then_(then), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* place = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, place, size) != 0 || listen(listener_, 16) != 0 || getsockname(listener_, place, &size) != 0)
        throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { loop(); });
}

PlainServer::~PlainServer() {
    is_stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (const int fd = current_.load(); fd >= 0) shutdown(fd, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

std::string PlainServer::origin() const { return "https://localhost:" + std::to_string(port_); }

std::string PlainServer::heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
}

void PlainServer::loop() {
    while (!is_stopping_) {
        const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        current_ = fd;
        if (!is_stopping_) serve(fd);
        current_ = -1;
        close(fd);
    }
}

void PlainServer::serve(int fd) {
    char buffer[4096];
    auto count = read(fd, buffer, sizeof buffer);
    (void)send(fd, piece_.data(), piece_.size(), MSG_NOSIGNAL);
    if (then_ == Then::reset) {
        const linger hard{1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    for (; count > 0; count = then_ == Then::keep_silent ? read(fd, buffer, sizeof buffer) : 0) {
        const std::scoped_lock lock(mutex_);
        heard_.append(buffer, static_cast<std::size_t>(count));
    }
}

}  // namespace hailong::test
