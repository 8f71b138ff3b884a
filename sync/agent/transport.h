// The network as the agent sees it: one call, which never throws and never keeps anything of a failed exchange.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace hailong::agent {

// Why no answer came back. Each has its own sentence for the staff screen (explain()).
enum class Fault {
    dns,           // the server's name does not resolve
    refused,       // nobody listens, or the network is unreachable
    timeout,       // no answer in time, or slower than 100 B/s
    broken,        // the connection ended in the middle
    tls_ca,        // the server's certificate is not from the province's CA: interception or a portal
    tls_host,      // a certificate of the province, but for another host
    tls_expired,   // the server's certificate is expired or not yet valid
    tls_rejected,  // the server refused our certificate by an alert
    tls_other,     // too old a TLS version, a damaged handshake
    too_large,     // the answer is longer than 64 KiB
};
[[nodiscard]] std::string_view name_of(Fault fault);

struct Failure {
    Fault fault = Fault::broken;
    std::string what;  // detail for the log; never shown alone
};

enum class Method { get, post };

struct Request {
    Method method = Method::get;
    std::string target;  // "/v1/entries", path and query
    std::string content_type;
    std::string body;
};

struct Reply {
    int status = 0;
    std::string content_type;
    std::string body;
    std::optional<std::chrono::seconds> retry_after;
};

using Exchange = tl::expected<Reply, Failure>;

class Transport {
public:
    virtual ~Transport() = default;
    // Blocks until an answer or a failure, at most about two minutes.
    [[nodiscard]] virtual Exchange exchange(const Request& request) = 0;
};

}  // namespace hailong::agent
