#include "tests/guest/disk_server.h"

#include <endian.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hailong::guest {

// As it comes over the wire, big-endian (the NBD protocol, "simple" requests and replies).
struct DiskServer::Request {
    std::uint32_t magic;
    std::uint16_t flags;
    std::uint16_t type;
    std::uint64_t handle;
    std::uint64_t offset;
    std::uint32_t length;
} __attribute__((packed));

namespace {

constexpr std::uint32_t kRequestMagic = 0x25609513;
constexpr std::uint32_t kReplyMagic = 0x67446698;
constexpr std::uint64_t kOldHandshake = 0x00420281861253;
constexpr std::uint32_t kKnowsFlush = 1U << 0U | 1U << 2U;  // the flags are meant; there is a flush, and no FUA
constexpr std::uint16_t kRead = 0;
constexpr std::uint16_t kWrite = 1;
constexpr std::uint16_t kFlush = 3;

struct Hello {
    char word[8] = {'N', 'B', 'D', 'M', 'A', 'G', 'I', 'C'};
    std::uint64_t magic = htobe64(kOldHandshake);
    std::uint64_t size = 0;
    std::uint32_t flags = htobe32(kKnowsFlush);
    char nothing[124] = {};
} __attribute__((packed));

struct Reply {
    std::uint32_t magic = htobe32(kReplyMagic);
    std::uint32_t error = 0;
    std::uint64_t handle = 0;  // as it came
} __attribute__((packed));

bool take(int fd, void* to, std::size_t length) {
    auto* at = static_cast<char*>(to);
    while (length > 0) {
        const ssize_t count = ::recv(fd, at, length, 0);
        if (count <= 0) return false;
        at += count;
        length -= static_cast<std::size_t>(count);
    }
    return true;
}

bool give(int fd, const void* from, std::size_t length) {
    const auto* at = static_cast<const char*>(from);
    while (length > 0) {
        const ssize_t count = ::send(fd, at, length, MSG_NOSIGNAL);
        if (count <= 0) return false;
        at += count;
        length -= static_cast<std::size_t>(count);
    }
    return true;
}

int listen_on(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.string().size() >= sizeof address.sun_path) throw std::runtime_error("the socket's name is too long");
    std::strcpy(address.sun_path, socket.c_str());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd, 1) != 0) {
        throw std::runtime_error("cannot listen on " + socket.string() + ": " + std::strerror(errno));
    }
    return fd;
}

}  // namespace

DiskServer::DiskServer(VolatileDisk& disk, const std::filesystem::path& socket)
    : disk_(disk), listener_(listen_on(socket)), thread_([this] { serve(); }) {}

DiskServer::~DiskServer() {
    ::shutdown(listener_, SHUT_RDWR);
    if (const int machine = machine_.load(); machine >= 0) ::shutdown(machine, SHUT_RDWR);
    thread_.join();
    if (const int machine = machine_.load(); machine >= 0) ::close(machine);
    ::close(listener_);
}

// After the cut the connection stays open and silent: a closed one would be an I/O error, which a machine without power
// does not see.
void DiskServer::serve() {
    const int machine = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (machine < 0) return;
    machine_.store(machine);
    Hello hello;
    hello.size = htobe64(disk_.size());
    Request request{};
    bool goes_on = give(machine, &hello, sizeof hello);
    while (goes_on && take(machine, &request, sizeof request)) goes_on = answer(request);
}

bool DiskServer::is_last_change() {
    ++changes_;
    if (changes_left_.load() == 0 || --changes_left_ > 0) return false;
    is_cut_.store(true);
    return true;
}

bool DiskServer::answer(const Request& request) {
    const int machine = machine_.load();
    const std::uint64_t offset = be64toh(request.offset);
    const std::uint32_t length = be32toh(request.length);
    const std::uint16_t type = be16toh(request.type);
    if (be32toh(request.magic) != kRequestMagic || type > kFlush || !disk_.holds(offset, length)) return false;
    Reply reply;
    reply.handle = request.handle;
    if (type == kWrite) {
        std::string bytes(length, '\0');
        if (!take(machine, bytes.data(), length)) return false;
        disk_.write(offset, std::move(bytes));
        return !is_last_change() && give(machine, &reply, sizeof reply);
    }
    if (type == kFlush) {
        if (is_last_change()) return false;
        disk_.flush();
        return give(machine, &reply, sizeof reply);
    }
    if (type != kRead || !give(machine, &reply, sizeof reply)) return false;
    return give(machine, disk_.read(offset, length).data(), length);
}

}  // namespace hailong::guest
