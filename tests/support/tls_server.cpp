#include "tests/support/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/http_text.h"
#include "tests/support/pem.h"

namespace hailong::test {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

void must(bool is_done, const char* what) {
    if (!is_done) throw std::runtime_error(what);
}

Key make_key(Wish::Strength strength = Wish::Strength::p256_sha256) {
    if (strength == Wish::Strength::rsa_1024) return {EVP_RSA_gen(1024), &EVP_PKEY_free};
    return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}
Bio memory() { return {BIO_new(BIO_s_mem()), &BIO_free_all}; }
Bio memory(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all};
}

std::string text_of(const Bio& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
    const Bio bio = memory();
    must(PEM_write_bio_X509(bio.get(), certificate) == 1, "write certificate");
    return text_of(bio);
}

std::string pem(EVP_PKEY* key) {
    const Bio bio = memory();
    must(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "write key");
    return text_of(bio);
}

void extend(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "extension");
    X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, const Wish& wish, X509* issuer, EVP_PKEY* issuer_key) {
    static std::atomic<long> serial{1};
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), static_cast<long>(wish.from.count()) * 3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(wish.until.count()) * 3600);
    X509_set_pubkey(certificate.get(), key);
    const auto* name = reinterpret_cast<const unsigned char*>(wish.name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, name, -1, -1, 0);
    X509* parent = issuer != nullptr ? issuer : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(parent));
    extend(certificate.get(), NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "critical,CA:FALSE");
    extend(certificate.get(), NID_subject_alt_name, wish.alternative.empty() ? "DNS:" + wish.name : wish.alternative);
    if (!wish.usage.empty()) extend(certificate.get(), NID_ext_key_usage, wish.usage);
    const EVP_MD* digest = wish.strength == Wish::Strength::p256_sha1 ? EVP_sha1() : EVP_sha256();
    must(X509_sign(certificate.get(), issuer_key != nullptr ? issuer_key : key, digest) > 0, "sign");
    return certificate;
}

SSL_CTX* make_context(const TlsServerSettings& settings) {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    must(context != nullptr, "SSL_CTX_new");
    // As the province's nginx: every connection proves its key anew.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
    if (settings.version == TlsServerSettings::Version::only_1_1) {
        SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    }
    if (settings.version == TlsServerSettings::Version::only_1_0) {
        SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
    }
    if (settings.version == TlsServerSettings::Version::only_1_2) {
        SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    }
    SSL_CTX_set_security_level(context, 0);  // weak identities can be shown, too
    use_pair(context, settings.identity);
    if (!settings.client_ca.empty()) {
        trust(context, settings.client_ca);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return context;
}

// Closing with unread bytes would reset the connection and could overtake the alert.
void drain(int fd) {
    shutdown(fd, SHUT_WR);
    char buffer[4096];
    while (read(fd, buffer, sizeof buffer) > 0) continue;
}

}  // namespace

void use_pair(SSL_CTX* context, const KeyPair& pair) {
    const Bio certificates = memory(pair.certificate);
    const Certificate own(PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr), &X509_free);
    must(SSL_CTX_use_certificate(context, own.get()) == 1, "use certificate");
    while (X509* issuer = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)) {
        must(SSL_CTX_add0_chain_cert(context, issuer) == 1, "add to the chain");
    }
    ERR_clear_error();  // the end of the text
    const Bio key_text = memory(pair.key);
    const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    must(SSL_CTX_use_PrivateKey(context, key.get()) == 1, "use key");
}

void trust(SSL_CTX* context, const std::string& ca) {
    const Bio text = memory(ca);
    const Certificate certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
    must(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get()) == 1, "trust");
}

struct TestAuthority::Impl {
    static Wish wish() {
        static std::atomic<int> count{0};
        return {"test authority " + std::to_string(++count), -std::chrono::hours(24 * 900),
                std::chrono::hours(24 * 900)};
    }
    explicit Impl(const Wish& wish) : certificate(make_certificate(key.get(), wish, nullptr, nullptr)) {}
    Key key = make_key();
    Certificate certificate;
};

TestAuthority::TestAuthority() : TestAuthority(Impl::wish()) {}
TestAuthority::TestAuthority(const Wish& wish)
    : impl_(std::make_unique<Impl>(wish)), certificate_(pem(impl_->certificate.get())) {}
TestAuthority::~TestAuthority() = default;

KeyPair TestAuthority::issue(const Wish& wish) const {
    const Key key = make_key(wish.strength);
    const auto certificate = make_certificate(key.get(), wish, impl_->certificate.get(), impl_->key.get());
    return {pem(certificate.get()), pem(key.get())};
}

KeyPair TestAuthority::issue_below(const KeyPair& leaf, const Wish& wish) const {
    const Bio certificate_text = memory(leaf.certificate);
    const Certificate issuer(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr), &X509_free);
    const Bio key_text = memory(leaf.key);
    const Key issuer_key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    const Key key = make_key(wish.strength);
    const auto certificate = make_certificate(key.get(), wish, issuer.get(), issuer_key.get());
    return {pem(certificate.get()) + leaf.certificate, pem(key.get())};
}

std::string TestAuthority::name() const {
    char name[128] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(impl_->certificate.get()), NID_commonName, name, sizeof name);
    return name;
}

KeyPair TestAuthority::self_signed(const Wish& wish) {
    const Key key = make_key();
    const auto certificate = make_certificate(key.get(), wish, nullptr, nullptr);
    return {pem(certificate.get()), pem(key.get())};
}

std::string TlsPeer::read_request() {
    std::string text;
    char buffer[16384];
    while (!is_whole(text)) {
        const int count = SSL_read(ssl_, buffer, sizeof buffer);
        if (count <= 0) return "";
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
}

bool TlsPeer::write(const std::string& bytes) {
    return bytes.empty() || SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

void TlsPeer::wait_until_closed() {
    char byte = 0;
    while (SSL_read(ssl_, &byte, 1) > 0) continue;
}

bool TlsPeer::has_left_within(std::chrono::milliseconds time) {
    pollfd watched{SSL_get_fd(ssl_), POLLIN, 0};
    return poll(&watched, 1, static_cast<int>(time.count())) != 0;
}

void TlsPeer::reset() {
    const linger hard{1, 0};
    setsockopt(SSL_get_fd(ssl_), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    SSL_set_quiet_shutdown(ssl_, 1);
    is_ended_ = true;  // reading on would send an alert before the reset
}

void TlsPeer::cut() {
    SSL_set_quiet_shutdown(ssl_, 1);
    shutdown(SSL_get_fd(ssl_), SHUT_RDWR);
    is_ended_ = true;
}

void TlsPeer::close() {
    SSL_shutdown(ssl_);
    shutdown(SSL_get_fd(ssl_), SHUT_WR);
}

std::string http_reply(const std::string& status, const std::string& body, const std::string& more_headers) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers +
           "\r\n" + body;
}

TlsServer::TlsServer(const TlsServerSettings& settings, Answer answer)
    : TlsServer(settings, Serve([answer = std::move(answer)](TlsPeer& peer, const std::string& request) {
                    peer.write(answer(request));
                })) {}

TlsServer::TlsServer(const TlsServerSettings& settings, Serve serve)
    : context_(make_context(settings)), serve_(std::move(serve)) {
    signal(SIGPIPE, SIG_IGN);
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    must(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && listen(listener_, 16) == 0, "listen");
    must(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { loop(); });
}

TlsServer::~TlsServer() {
    is_stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    if (const int fd = current_.load(); fd >= 0) shutdown(fd, SHUT_RDWR);
    thread_.join();
    close(listener_);
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

std::string TlsServer::origin(const std::string& host) const { return "https://" + host + ":" + std::to_string(port_); }

void TlsServer::loop() {
    while (!is_stopping_) {
        const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        current_ = fd;
        if (!is_stopping_) handle(fd);
        current_ = -1;
        close(fd);
    }
}

void TlsServer::handle(int fd) {
    ++connections_;
    const int at_once = 1;  // or a small answer waits 40 ms for the acknowledgement of the one before
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    SSL* ssl = SSL_new(static_cast<SSL_CTX*>(context_));
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1) {
        TlsPeer peer(ssl);
        for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            ++requests_;
            serve_(peer, request);
            if (peer.is_ended()) break;
        }
    } else {
        drain(fd);
    }
    SSL_shutdown(ssl);
    SSL_free(ssl);
}

}  // namespace hailong::test
