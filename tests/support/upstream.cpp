#include "tests/support/upstream.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/http_text.h"
#include "tests/support/pem.h"

namespace hailong::test {

namespace {

class Socket {
public:
    explicit Socket(int family) : fd_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() { close(fd_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    template <class Address>
    [[nodiscard]] bool connect_to(const Address& address) const {
        return connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    [[nodiscard]] int fd() const { return fd_; }

private:
    int fd_;
};

class SocketLine final : public Upstream::Line {
public:
    explicit SocketLine(std::unique_ptr<Socket> socket) : socket_(std::move(socket)) {}
    bool write(const std::string& bytes) override {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto count = send(socket_->fd(), bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
            if (count <= 0) return false;
            done += static_cast<std::size_t>(count);
        }
        return true;
    }
    std::string read() override {
        char buffer[16384];
        const auto count = ::read(socket_->fd(), buffer, sizeof buffer);
        return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : "";
    }

private:
    std::unique_ptr<Socket> socket_;
};

class TlsLine final : public Upstream::Line {
public:
    TlsLine(std::unique_ptr<Socket> socket, SSL* ssl) : socket_(std::move(socket)), ssl_(ssl) {}
    ~TlsLine() override { SSL_free(ssl_); }
    TlsLine(const TlsLine&) = delete;
    TlsLine& operator=(const TlsLine&) = delete;
    bool write(const std::string& bytes) override {
        return bytes.empty() || SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    std::string read() override {
        char buffer[16384];
        const int count = SSL_read(ssl_, buffer, sizeof buffer);
        return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : "";
    }

private:
    std::unique_ptr<Socket> socket_;
    SSL* ssl_;
};

std::string read_answer(Upstream::Line& line) {
    std::string text;
    while (!is_whole(text)) {
        const std::string more = line.read();
        if (more.empty()) return "";
        text += more;
    }
    return text;
}

}  // namespace

std::string Upstream::exchange(const std::string& request) {
    const auto line = connect();
    if (!line || !line->write(dressed(request))) return "";
    return read_answer(*line);
}

std::unique_ptr<Upstream::Line> Upstream::begin(const std::string& part) {
    auto line = connect();
    if (line) line->write(dressed(part));
    return line;
}

SocketUpstream::SocketUpstream(std::filesystem::path socket, const std::string& escaped_certificate)
    : socket_(std::move(socket)),
      headers_("X-Hailong-Listener: entries\r\nX-Client-Cert: " + escaped_certificate + "\r\n") {}

std::unique_ptr<Upstream::Line> SocketUpstream::connect() {
    auto socket = std::make_unique<Socket>(AF_UNIX);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_.string().copy(address.sun_path, sizeof address.sun_path - 1);
    if (!socket->connect_to(address)) return nullptr;
    return std::make_unique<SocketLine>(std::move(socket));
}

std::string SocketUpstream::dressed(const std::string& request) const {
    const auto first_line = request.find("\r\n");
    if (first_line == std::string::npos) return request;
    return request.substr(0, first_line + 2) + headers_ + request.substr(first_line + 2);
}

TlsUpstream::TlsUpstream(int port, const KeyPair& terminal, const std::string& ca)
    : port_(port), context_(SSL_CTX_new(TLS_client_method())) {
    auto* context = static_cast<SSL_CTX*>(context_);
    use_pair(context, terminal);
    trust(context, ca);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

TlsUpstream::~TlsUpstream() { SSL_CTX_free(static_cast<SSL_CTX*>(context_)); }

std::unique_ptr<Upstream::Line> TlsUpstream::connect() {
    auto socket = std::make_unique<Socket>(AF_INET);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    if (!socket->connect_to(address)) return nullptr;
    SSL* ssl = SSL_new(static_cast<SSL_CTX*>(context_));
    SSL_set_fd(ssl, socket->fd());
    auto line = std::make_unique<TlsLine>(std::move(socket), ssl);
    if (SSL_connect(ssl) != 1) return nullptr;
    return line;
}

}  // namespace hailong::test
