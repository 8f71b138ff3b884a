// One connection to nginx, TLS or bare TCP, that never blocks. Its owner outlives the loop's last turn, may hang up
// within an event, and dials again only in a turn of its own.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/load/loop.h"
#include "tests/support/tls_server.h"

namespace hailong::load {

// A certificate and its key, parsed once for many connections.
class Identity {
public:
    explicit Identity(const test::KeyPair& pair);
    void show(SSL* ssl) const;

private:
    std::shared_ptr<X509> certificate_;  // shared by copies of this value
    std::shared_ptr<EVP_PKEY> key_;      // likewise
};

// A port of nginx on loopback. Any thread.
class Door {
public:
    Door(int port, const std::string& ca);
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] SSL* knock() const;
    // The first bytes that a TLS client says.
    [[nodiscard]] std::string client_hello() const;

private:
    int port_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
};

// Who dials. `source` is an address of 127.0.0.0/8, in the host's order.
struct Caller {
    std::uint32_t source = 0x7f000001;
    const Identity* identity = nullptr;  // null: shows no certificate
    enum class Speaks { tls, tcp } speaks = Speaks::tls;
};

class Line final : private Loop::Watcher {
public:
    struct Events {
        std::function<void()> opened;  // TLS is agreed upon; of bare TCP: connected
        std::function<void()> heard;   // heard() has grown
        std::function<void()> ended;   // by the other end, or it never began; the line is closed
    };
    Line(Loop& loop, const Door& door, Events events) : loop_(loop), door_(door), events_(std::move(events)) {}
    ~Line() override { hang_up(); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void dial(const Caller& caller);
    void say(std::string_view bytes);
    void hang_up();
    [[nodiscard]] bool is_up() const { return state_ != State::closed; }
    [[nodiscard]] bool was_connected() const { return was_connected_; }  // by TCP, since dial()
    [[nodiscard]] const std::string& heard() const { return heard_; }

private:
    enum class State { closed, connecting, shaking, open };
    void on_ready() override;
    void on_connected();
    void shake();
    void open();
    bool flush();  // false: the line broke
    bool read();
    bool is_waiting_after(int result);  // of an SSL call: it goes on later
    void heed();
    void end();

    Loop& loop_;
    const Door& door_;
    Events events_;
    State state_ = State::closed;
    Loop::Interest interest_ = Loop::Interest::both;
    Caller caller_;
    int fd_ = -1;
    SSL* ssl_ = nullptr;
    bool wants_room_ = false;
    bool was_connected_ = false;
    std::string out_;
    std::string heard_;
};

}  // namespace hailong::load
