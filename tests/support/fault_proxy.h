// Stands between a terminal and its province, ends TLS on both sides with test keys, and does to each exchange what a
// mischief says. It also keeps what the province truly answered: whatever else a terminal believes was not the
// province's word.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/tls_server.h"
#include "tests/support/upstream.h"

namespace hailong::test {

enum class Ending { cut, reset, close };  // TCP only, RST, TLS first

class FaultProxy;

// One exchange on its way. Lives on the proxy's thread.
class Passage {
public:
    Passage(FaultProxy& proxy, TlsPeer& terminal, const std::string& request)
        : request_(request), proxy_(proxy), terminal_(terminal) {}
    [[nodiscard]] const std::string& request() const { return request_; }
    [[nodiscard]] bool is_batch() const { return request_.starts_with("POST "); }
    // To the province and back; "" when it did not answer.
    [[nodiscard]] std::string forward() { return forward(request_); }
    [[nodiscard]] std::string forward(const std::string& bytes);
    void abandon(const std::string& part);  // only this much arrives there
    void answer(const std::string& bytes) { (void)terminal_.write(bytes); }
    // For answers in pieces: false when the terminal has gone away.
    bool trickle(const std::string& bytes) { return terminal_.write(bytes); }
    [[nodiscard]] bool has_left_within(std::chrono::milliseconds time) { return terminal_.has_left_within(time); }
    void wait_until_it_leaves() { terminal_.wait_until_closed(); }
    void end(Ending ending);

private:
    const std::string& request_;
    FaultProxy& proxy_;
    TlsPeer& terminal_;
};

using Mischief = std::function<void(Passage&)>;

class FaultProxy {
public:
    FaultProxy(const TlsServerSettings& settings, Upstream& province);
    [[nodiscard]] std::string origin() const { return server_.origin(); }
    [[nodiscard]] int port() const { return server_.port(); }

    // For each exchange from the next on; waits for the end of one that is under way. What a mischief wrote may be read
    // after the next of these calls.
    void commit(Mischief mischief);
    void behave();

    // Bodies that the province answered since forget(): nothing else may be kept as a receipt.
    [[nodiscard]] bool is_genuine(const std::string& body) const;
    void forget();
    [[nodiscard]] long batches() const;  // POSTs that came from the terminal

private:
    friend class Passage;
    void serve(TlsPeer& peer, const std::string& request);
    void remember(const std::string& reply);

    Upstream& province_;
    std::mutex turn_;  // held during an exchange; guards the next
    Mischief mischief_;
    mutable std::mutex mutex_;  // guards the two below
    std::set<std::string> genuine_;
    long batches_ = 0;
    TlsServer server_;  // last: its thread uses the others
};

}  // namespace hailong::test
