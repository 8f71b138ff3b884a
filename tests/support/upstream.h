// The province as a proxy reaches it: the bytes of one HTTP request go in, whole or in part, the bytes of the answer
// come back. A connection of its own for each call. Any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/tls_server.h"

namespace hailong::test {

class Upstream {
public:
    class Line {
    public:
        virtual ~Line() = default;  // hangs up
        virtual bool write(const std::string& bytes) = 0;
        // What has come; "" at the end.
        virtual std::string read() = 0;
    };

    virtual ~Upstream() = default;
    // The whole answer; "" when none came.
    [[nodiscard]] std::string exchange(const std::string& request);
    // Sends these bytes of a request; the province waits for the others as long as the line is kept. Null: nobody
    // listens.
    [[nodiscard]] std::unique_ptr<Line> begin(const std::string& part);
    // Sends them and goes away.
    void abandon(const std::string& part) { (void)begin(part); }

protected:
    [[nodiscard]] virtual std::unique_ptr<Line> connect() = 0;  // null: nobody listens
    // What stands before the province adds to a request.
    [[nodiscard]] virtual std::string dressed(const std::string& request) const { return request; }
};

// hailong-server's own unix socket; this end then speaks as nginx does, in the name of a client certificate.
class SocketUpstream final : public Upstream {
public:
    SocketUpstream(std::filesystem::path socket, const std::string& escaped_certificate);

protected:
    [[nodiscard]] std::unique_ptr<Line> connect() override;
    [[nodiscard]] std::string dressed(const std::string& request) const override;

private:
    std::filesystem::path socket_;
    std::string headers_;
};

// nginx with mutual TLS on 127.0.0.1, shown the terminal's certificate.
class TlsUpstream final : public Upstream {
public:
    TlsUpstream(int port, const KeyPair& terminal, const std::string& ca);
    ~TlsUpstream() override;
    TlsUpstream(const TlsUpstream&) = delete;
    TlsUpstream& operator=(const TlsUpstream&) = delete;

protected:
    [[nodiscard]] std::unique_ptr<Line> connect() override;

private:
    int port_;
    void* context_;  // SSL_CTX
};

}  // namespace hailong::test
