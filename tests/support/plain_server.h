// Whoever listens on a port and speaks no TLS: says its piece to each caller, and hangs up or keeps silent.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace hailong::test {

class PlainServer {
public:
    enum class Then { hang_up, reset, keep_silent };
    PlainServer(std::string piece, Then then);
    ~PlainServer();
    PlainServer(const PlainServer&) = delete;
    PlainServer& operator=(const PlainServer&) = delete;
    [[nodiscard]] std::string origin() const;
    // All that callers said.
    [[nodiscard]] std::string heard() const;

private:
    void loop();
    void serve(int fd);
    std::string piece_;
    Then then_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> current_{-1};
    std::atomic<bool> is_stopping_{false};
    mutable std::mutex mutex_;  // guards heard_
    std::string heard_;
    std::thread thread_;
};

}  // namespace hailong::test
