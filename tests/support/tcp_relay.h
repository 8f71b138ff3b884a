// Carries the bytes of one TCP connection at a time, whatever they mean, and can end it after so many bytes of one
// direction: in the middle of a handshake, of a TLS record, of a tag.
#pragma once

#include <atomic>
#include <cstddef>
#include <limits>
#include <string>
#include <thread>

namespace hailong::test {

class TcpRelay {
public:
    explicit TcpRelay(int port);  // of the server behind, on 127.0.0.1
    ~TcpRelay();
    TcpRelay(const TcpRelay&) = delete;
    TcpRelay& operator=(const TcpRelay&) = delete;
    [[nodiscard]] std::string origin() const { return "https://localhost:" + std::to_string(port_); }

    enum class Way { up, down };
    // Ends the next connection, or the `skipped`-th after it, once it gets so far; all others pass.
    void cut_one(Way way, std::size_t after, int skipped = 0);
    // Nothing is cut any more. True when the cut was made.
    bool heal();

private:
    void loop();
    void carry(int terminal, int server);
    // False when nothing more comes that way.
    bool pass(int from, int to, Way way, std::size_t& passed);
    static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();
    int server_port_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<std::size_t> cut_up_{kNever};
    std::atomic<std::size_t> cut_down_{kNever};
    std::atomic<int> skipped_{0};
    std::atomic<int> current_{-1};
    std::atomic<bool> is_stopping_{false};
    std::thread thread_;
};

}  // namespace hailong::test
