// Certificate authorities and TLS servers of every kind of wrongness, real OpenSSL on 127.0.0.1.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

struct ssl_st;

namespace hailong::test {

struct KeyPair {
    std::string certificate;  // PEM
    std::string key;          // PEM
};

struct Wish {
    std::string name = "localhost";  // common name and subject alternative name
    std::chrono::hours from = -std::chrono::hours(1);
    std::chrono::hours until = std::chrono::hours(24);  // both relative to now
    std::string alternative = "";                       // as "DNS:other,IP:127.0.0.1"; empty: DNS:name
    std::string usage = "";                             // extended, as "clientAuth"; empty: any
    enum class Strength { p256_sha256, p256_sha1, rsa_1024 } strength = Strength::p256_sha256;
};

// A CA of its own, P-256.
class TestAuthority {
public:
    TestAuthority();
    explicit TestAuthority(const Wish& wish);
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;
    [[nodiscard]] KeyPair issue(const Wish& wish = {}) const;
    // By a certificate of ours that is no authority; its chain hangs on.
    [[nodiscard]] KeyPair issue_below(const KeyPair& leaf, const Wish& wish = {}) const;
    [[nodiscard]] static KeyPair self_signed(const Wish& wish = {});
    [[nodiscard]] const std::string& certificate() const { return certificate_; }
    [[nodiscard]] std::string name() const;  // common name

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    std::string certificate_;
};

// One accepted and decrypted connection.
class TlsPeer {
public:
    explicit TlsPeer(ssl_st* ssl) : ssl_(ssl) {}
    // Header and body by Content-Length; empty when the client went away.
    [[nodiscard]] std::string read_request();
    // False when the client went away.
    bool write(const std::string& bytes);
    void wait_until_closed();
    // Waits so long for the client to go away or to say something.
    [[nodiscard]] bool has_left_within(std::chrono::milliseconds time);
    void reset();  // RST in the middle
    void cut();    // the TCP connection ends without TLS saying so
    void close();  // TLS says that it ends, TCP after it
    [[nodiscard]] bool is_ended() const { return is_ended_; }

private:
    ssl_st* ssl_;
    bool is_ended_ = false;
};

[[nodiscard]] std::string http_reply(const std::string& status, const std::string& body,
                                     const std::string& more_headers = "");

struct TlsServerSettings {
    KeyPair identity;
    std::string client_ca;  // PEM: a client certificate of this CA is demanded
    enum class Version { any, only_1_0, only_1_1, only_1_2 } version = Version::any;
};

// Serves one connection after the other on a thread of its own until it is destroyed.
class TlsServer {
public:
    // Called on the server's thread for each request that could be read; returns the bytes to send.
    using Answer = std::function<std::string(const std::string& request)>;
    using Serve = std::function<void(TlsPeer& peer, const std::string& request)>;
    TlsServer(const TlsServerSettings& settings, Answer answer);
    TlsServer(const TlsServerSettings& settings, Serve serve);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string origin(const std::string& host = "localhost") const;
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] int requests() const { return requests_; }

private:
    void loop();
    void handle(int fd);
    void* context_ = nullptr;  // SSL_CTX
    Serve serve_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> current_{-1};
    std::atomic<bool> is_stopping_{false};
    std::atomic<int> connections_{0};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

}  // namespace hailong::test
