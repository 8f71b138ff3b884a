#include "tests/load/line.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "tests/support/pem.h"

namespace hailong::load {

namespace {

constexpr std::size_t kMaxHeard = std::size_t{256} * 1024;

template <class Part, class Read>
Part* read_pem(const std::string& text, Read read) {
    BIO* bio = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    Part* part = read(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    if (part == nullptr) throw std::runtime_error("no PEM");
    return part;
}

sockaddr_in address(std::uint32_t host, int port) {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_addr.s_addr = htonl(host);
    out.sin_port = htons(static_cast<std::uint16_t>(port));
    return out;
}

// Connecting, from this address; a port is chosen when both ends are known, or an address would soon have none left.
int dialled(std::uint32_t source, int port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw std::runtime_error("out of sockets: ulimit -n is too low");
    const int on = 1;
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto from = address(source, 0);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0) throw std::runtime_error("bind");
    const auto to = address(INADDR_LOOPBACK, port);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 || errno == EINPROGRESS) return fd;
    close(fd);
    return -1;
}

}  // namespace

Identity::Identity(const test::KeyPair& pair)
    : certificate_(read_pem<X509>(pair.certificate, &PEM_read_bio_X509), &X509_free),
      key_(read_pem<EVP_PKEY>(pair.key, &PEM_read_bio_PrivateKey), &EVP_PKEY_free) {}

void Identity::show(SSL* ssl) const {
    SSL_use_certificate(ssl, certificate_.get());
    SSL_use_PrivateKey(ssl, key_.get());
}

Door::Door(int port, const std::string& ca) : port_(port), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
    test::trust(context_.get(), ca);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

SSL* Door::knock() const { return SSL_new(context_.get()); }

std::string Door::client_hello() const {
    SSL* ssl = knock();
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, BIO_new(BIO_s_mem()), out);
    SSL_connect(ssl);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    std::string hello(bytes, static_cast<std::size_t>(size));
    SSL_free(ssl);
    return hello;
}

void Line::dial(const Caller& caller) {
    hang_up();
    caller_ = caller;
    heard_.clear();
    was_connected_ = false;
    fd_ = dialled(caller.source, door_.port());
    if (fd_ < 0) return loop_.after(Millis(0), [this] { events_.ended(); });
    state_ = State::connecting;
    interest_ = Loop::Interest::both;
    loop_.watch(fd_, interest_, *this);
}

void Line::hang_up() {
    if (fd_ < 0) return;
    loop_.forget(fd_);
    SSL_free(ssl_);
    ssl_ = nullptr;
    close(fd_);
    fd_ = -1;
    out_.clear();
    wants_room_ = false;
    state_ = State::closed;
}

void Line::end() {
    hang_up();
    events_.ended();
}

void Line::say(std::string_view bytes) {
    out_ += bytes;
    if (state_ != State::open) return;
    if (!flush()) return end();
    heed();
}

void Line::on_ready() {
    if (state_ == State::connecting) return on_connected();
    if (state_ == State::shaking) return shake();
    if (!flush() || !read()) return end();
    if (state_ == State::open) heed();
}

void Line::on_connected() {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return end();
    was_connected_ = true;
    if (caller_.speaks == Caller::Speaks::tcp) return open();
    ssl_ = door_.knock();
    SSL_set_fd(ssl_, fd_);
    if (caller_.identity != nullptr) caller_.identity->show(ssl_);
    state_ = State::shaking;
    shake();
}

bool Line::is_waiting_after(int result) {
    const int why = SSL_get_error(ssl_, result);
    wants_room_ = why == SSL_ERROR_WANT_WRITE;
    return wants_room_ || why == SSL_ERROR_WANT_READ;
}

void Line::shake() {
    ERR_clear_error();
    const int result = SSL_connect(ssl_);
    if (result == 1) return open();
    if (!is_waiting_after(result)) return end();
    heed();
}

void Line::open() {
    state_ = State::open;
    wants_room_ = false;
    events_.opened();
    if (state_ != State::open) return;
    if (!flush()) return end();
    heed();
}

bool Line::flush() {
    while (!out_.empty()) {
        ssize_t count = 0;
        if (ssl_ != nullptr) {
            ERR_clear_error();
            count = SSL_write(ssl_, out_.data(), static_cast<int>(out_.size()));
            if (count <= 0) return is_waiting_after(static_cast<int>(count));
        } else {
            count = send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
            wants_room_ = count < 0 && errno == EAGAIN;
            if (count <= 0) return wants_room_;
        }
        out_.erase(0, static_cast<std::size_t>(count));
    }
    wants_room_ = false;
    return true;
}

bool Line::read() {
    std::array<char, 16384> buffer{};
    bool is_more = false;
    bool is_over = false;
    for (;;) {
        ERR_clear_error();
        const ssize_t count =
            ssl_ != nullptr ? SSL_read(ssl_, buffer.data(), buffer.size()) : recv(fd_, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            is_over = ssl_ != nullptr ? !is_waiting_after(static_cast<int>(count)) : count == 0 || errno != EAGAIN;
            break;
        }
        heard_.append(buffer.data(), static_cast<std::size_t>(count));
        is_more = true;
        if (heard_.size() > kMaxHeard) return false;
    }
    if (is_more) events_.heard();
    return !is_over || !is_up();
}

// Asks the loop only for what is needed: a socket has room nearly always.
void Line::heed() {
    const auto interest = wants_room_ ? Loop::Interest::both : Loop::Interest::read;
    if (interest == interest_) return;
    interest_ = interest;
    loop_.change(fd_, interest_);
}

}  // namespace hailong::load
