// HTTP/1.1 on a unix socket behind nginx: the only user of Boost.Beast. nginx holds the outer limits; these are the
// inner ones, so that a mistake there is not our end: head 16 KiB, body 512 KiB, 10 s for a request, 30 s for an idle
// connection.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/base/files.h"

namespace hailong::server {

struct HttpRequest {
    std::string method;
    std::string target;
    std::string listener;     // X-Hailong-Listener, set by nginx: entries | enrol | pages
    std::string client_cert;  // X-Client-Cert, set by nginx, percent-encoded PEM or empty
    std::string content_type;
    std::string body;
};

struct HttpResponse {
    unsigned status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
    std::string policy;  // Content-Security-Policy; empty: none
};

// Called on the server's threads, several at once.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

class HttpServer {
public:
    struct Place {
        base::Path socket;  // a stale socket there is replaced
        mode_t mode = 0660;
        std::string group;  // empty: the process's own; else nginx's, so that it may connect
        int threads = 2;
    };
    // Listens and starts the threads. Errors: busy when somebody answers on that socket, environment, io.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const Place& place, HttpHandler handler);
    ~HttpServer();  // stops listening, drops connections, joins the threads, removes the socket

private:
    struct Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::server
