#include "sync/server/http.h"

#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "kiosk/base/log.h"

namespace hailong::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using local = asio::local::stream_protocol;
using boost::system::error_code;  // asio tells failures in such an argument and returns it again: NOLINT where unused

namespace {

constexpr std::uint32_t kMaxHead = 16 * 1024;
constexpr std::uint64_t kMaxRequestBody = std::uint64_t{512} * 1024;
constexpr auto kRequestTime = std::chrono::seconds(10);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr auto kIdleTime =
    std::chrono::seconds(30);  // longer than nginx keeps an idle upstream connection: it closes first

// One connection. Shared by the handlers of its pending operations: it lives until the last of them has run.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(local::socket socket, const HttpHandler& handler) : stream_(std::move(socket)), handler_(handler) {}

    void run() {
        asio::dispatch(stream_.get_executor(), beast::bind_front_handler(&Session::read, shared_from_this()));
    }

private:
    void read() {
        parser_.emplace();
        parser_->header_limit(kMaxHead);
        parser_->body_limit(kMaxRequestBody);
        stream_.expires_after(first_ ? kRequestTime : kIdleTime);
        first_ = false;
        http::async_read(stream_, buffer_, *parser_, beast::bind_front_handler(&Session::on_read, shared_from_this()));
    }

    void on_read(error_code error, std::size_t) {
        if (error == http::error::body_limit) return refuse(http::status::payload_too_large);
        if (error == http::error::header_limit) return refuse(http::status::request_header_fields_too_large);
        if (error && error.category() == make_error_code(http::error::bad_target).category() &&
            error != http::error::end_of_stream && error != http::error::partial_message) {
            return refuse(http::status::bad_request);
        }
        if (error) return;
        const auto& message = parser_->get();
        const HttpRequest request{message.method_string(),
                                  message.target(),
                                  message["X-Hailong-Listener"],
                                  message["X-Client-Cert"],
                                  message[http::field::content_type],
                                  message.body()};
        send(handler_(request), message.keep_alive());
    }

    void refuse(http::status status) {
        send(HttpResponse{static_cast<unsigned>(status), "text/plain; charset=utf-8", "refused\n", ""}, false);
    }

    void send(HttpResponse answer, bool keep_alive) {
        response_.emplace();
        response_->version(11);
        response_->result(answer.status);
        response_->set(http::field::content_type, answer.type);
        response_->set(http::field::cache_control, "no-store");
        response_->set("X-Content-Type-Options", "nosniff");
        if (!answer.policy.empty()) {
            response_->set("Content-Security-Policy", answer.policy);
            response_->set("Referrer-Policy", "no-referrer");
        }
        response_->keep_alive(keep_alive);
        response_->body() = std::move(answer.body);
        response_->prepare_payload();
        stream_.expires_after(kRequestTime);
        http::async_write(stream_, *response_,
                          beast::bind_front_handler(&Session::on_write, shared_from_this(), keep_alive));
    }

    void on_write(bool keep_alive, error_code error, std::size_t) {
        if (error) return;
        if (keep_alive) return read();
        error_code ignored;
        stream_.socket().shutdown(local::socket::shutdown_send, ignored);  // NOLINT(bugprone-unused-return-value)
    }

    beast::basic_stream<local> stream_;
    const HttpHandler& handler_;
    beast::flat_buffer buffer_{kMaxHead + kMaxRequestBody};
    std::optional<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> response_;
    bool first_ = true;
};

bool somebody_answers(const base::Path& socket) {
    asio::io_context context;
    local::socket probe(context);
    error_code error;
    probe.connect(local::endpoint(socket.string()), error);  // NOLINT(bugprone-unused-return-value)
    return !error;
}

Status admit_group(const HttpServer::Place& place) {
    if (!place.group.empty()) {
        const group* found = getgrnam(place.group.c_str());
        if (found == nullptr) return fail(ErrorCode::bad_input, "there is no group " + place.group);
        if (chown(place.socket.c_str(), static_cast<uid_t>(-1), found->gr_gid) != 0) {
            return tl::unexpected<Error>(base::errno_error("give " + place.socket.string() + " to its group", errno));
        }
    }
    if (chmod(place.socket.c_str(), place.mode) != 0) {
        return tl::unexpected<Error>(base::errno_error("set mode of " + place.socket.string(), errno));
    }
    return {};
}

}  // namespace

struct HttpServer::Impl {
    Impl(const Place& at, HttpHandler what)
        : place(at), handler(std::move(what)), context(at.threads), acceptor(context) {}

    Status listen() {
        if (place.socket.string().size() >= sizeof(sockaddr_un::sun_path)) {
            return fail(ErrorCode::bad_input, place.socket.string() + ": the path of a socket may have 107 bytes");
        }
        if (somebody_answers(place.socket)) {
            return fail(ErrorCode::busy, place.socket.string() + ": another server is running");
        }
        std::error_code gone;
        if (std::filesystem::is_socket(place.socket, gone)) std::filesystem::remove(place.socket, gone);
        error_code error;
        acceptor.open(local(), error);        // NOLINT(bugprone-unused-return-value)
        const mode_t old_mask = umask(0177);  // nobody connects before its mode is set
        if (!error)
            acceptor.bind(local::endpoint(place.socket.string()), error);  // NOLINT(bugprone-unused-return-value)
        umask(old_mask);
        if (!error)
            acceptor.listen(asio::socket_base::max_listen_connections, error);  // NOLINT(bugprone-unused-return-value)
        if (error) return fail(ErrorCode::environment, "listen on " + place.socket.string() + ": " + error.message());
        return admit_group(place);
    }

    void accept() {
        acceptor.async_accept(asio::make_strand(context), [this](error_code error, local::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (error) return pause(error);
            std::make_shared<Session>(std::move(socket), handler)->run();
            accept();
        });
    }

    // Out of descriptors, most likely: trying again at once would only burn the processor.
    void pause(error_code error) {
        base::log_event(base::Level::warn, "http.accept", {{"error", error.message()}});
        retry.expires_after(kAcceptPause);
        retry.async_wait([this](error_code stopped) {
            if (!stopped) accept();
        });
    }

    Place place;
    HttpHandler handler;
    asio::io_context context;
    asio::steady_timer retry{context};
    local::acceptor acceptor;
    std::vector<std::thread> threads;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const Place& place, HttpHandler handler) {
    auto impl = std::make_unique<Impl>(place, std::move(handler));
    HL_CHECK(impl->listen());
    impl->accept();
    for (int i = 0; i < place.threads; ++i) impl->threads.emplace_back([&run = impl->context] { run.run(); });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::~HttpServer() {
    impl_->context.stop();
    for (std::thread& thread : impl_->threads) thread.join();
    std::error_code ignored;
    std::filesystem::remove(impl_->place.socket, ignored);
}

}  // namespace hailong::server
