#include "sync/transport/bad_line.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <string_view>

namespace hailong::transport {

namespace {

// Goes by the rate at which bytes arrive. For the kernels' defaults each loss is congestion: at 30 % of loss they have
// one packet under way.
constexpr std::string_view kCongestion = "bbr";

// What may wait in the kernel, unsent. Without a bound it takes a whole batch at once, and libcurl, which sees only
// what the kernel takes, cuts off as too slow a batch that is moving.
constexpr int kMostUnsent = 8 * 1024;

// The longest pause before a lost packet is sent again. On such a line the kernel reckons with round trips of seconds
// and doubles the pause each time: three losses in a row would outlast our patience and nginx's.
constexpr int kLongestPauseMs = 2000;
constexpr int kTcpRtoMaxMs = 44;  // TCP_RTO_MAX_MS of linux/tcp.h, since Linux 6.15; older C libraries do not name it

// With that pause the kernel would give a connection up 27 s after the first loss that it has not yet made good, though
// bytes arrive all the while: at 30 % there is always one. Our own patience is the judge; this is its longest.
constexpr int kGiveUpMs = 120 * 1000;

void ask(int socket, int option, const void* value, std::size_t size) {
    static_cast<void>(setsockopt(socket, IPPROTO_TCP, option, value, static_cast<socklen_t>(size)));
}

}  // namespace

void prepare_for_loss(int socket) {
    ask(socket, TCP_CONGESTION, kCongestion.data(), kCongestion.size());
    ask(socket, TCP_NOTSENT_LOWAT, &kMostUnsent, sizeof kMostUnsent);
    ask(socket, TCP_USER_TIMEOUT, &kGiveUpMs, sizeof kGiveUpMs);
    ask(socket, kTcpRtoMaxMs, &kLongestPauseMs, sizeof kLongestPauseMs);
}

}  // namespace hailong::transport
