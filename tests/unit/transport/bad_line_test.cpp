#include "sync/transport/bad_line.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

#include "sync/transport/https_transport.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tls_server.h"

namespace hailong::bad_line_test {

int most_unsent_of(int socket) {
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &value, &size) == 0 ? value : -1;
}

// Of this process's sockets the one that is connected to this port; -1 when there is none.
int connected_to(int port) {
    constexpr int kMostHandles = 1024;
    for (int handle = 0; handle < kMostHandles; ++handle) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(handle, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sin_family == AF_INET &&
            ntohs(peer.sin_port) == port)
            return handle;
    }
    return -1;
}

class Socket {
public:
    explicit Socket(int family) : handle_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() { close(handle_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    [[nodiscard]] int handle() const { return handle_; }
    [[nodiscard]] int most_unsent() const { return most_unsent_of(handle_); }
    [[nodiscard]] std::string congestion() const {
        std::array<char, 16> name{};
        socklen_t size = name.size() - 1;
        getsockopt(handle_, IPPROTO_TCP, TCP_CONGESTION, name.data(), &size);
        return name.data();
    }

private:
    int handle_;
};

// What anybody may take here, not only root.
bool is_allowed(const std::string& congestion) {
    std::ifstream list("/proc/sys/net/ipv4/tcp_allowed_congestion_control");
    for (std::string word; list >> word;) {
        if (word == congestion) return true;
    }
    return false;
}

TEST(BadLine, LeavesLittleUnsentInTheKernel) {
    const Socket socket(AF_INET);
    EXPECT_NE(socket.most_unsent(), 8192);
    transport::prepare_for_loss(socket.handle());
    EXPECT_EQ(socket.most_unsent(), 8192);
}

TEST(BadLine, IsWhatTheTransportIsPreparedFor) {
    const test::TestAuthority province;
    const test::TempFolder temp;
    test::TlsServer server({province.issue(), "", {}}, test::TlsServer::Answer([](const std::string&) {
                               return test::http_reply("200 OK", "receipt\n");
                           }));
    transport::Endpoint endpoint;
    endpoint.origin = server.origin();
    endpoint.ca_bundle = temp / "ca.crt";
    ASSERT_TRUE(base::write_file(endpoint.ca_bundle, province.certificate()));
    const auto transport = transport::HttpsTransport::open(endpoint).value();
    ASSERT_TRUE(transport->exchange({agent::Method::get, "/v1/state", "", ""}));
    const int port = std::stoi(server.origin().substr(server.origin().rfind(':') + 1));
    EXPECT_EQ(most_unsent_of(connected_to(port)), 8192);
}

TEST(BadLine, TakesBbrWhereItMay) {
    const Socket socket(AF_INET6);
    const std::string before = socket.congestion();
    transport::prepare_for_loss(socket.handle());
    if (is_allowed("bbr")) {
        EXPECT_EQ(socket.congestion(), "bbr");
    } else {
        EXPECT_TRUE(socket.congestion() == before || socket.congestion() == "bbr") << socket.congestion();
    }
}

TEST(BadLine, AKernelThatRefusesEverythingHasASocketAllTheSame) {
    std::array<int, 2> pair{};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()), 0);  // knows nothing of TCP
    transport::prepare_for_loss(pair[0]);
    EXPECT_EQ(write(pair[0], "x", 1), 1);
    char seen = 0;
    EXPECT_EQ(read(pair[1], &seen, 1), 1);
    close(pair[0]);
    close(pair[1]);
}

}  // namespace hailong::bad_line_test
