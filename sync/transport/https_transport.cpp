#include "sync/transport/https_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "sync/transport/bad_line.h"
#include "sync/transport/verify_time.h"

namespace hailong::transport {

namespace {

constexpr std::size_t kMaxReply =
    std::size_t{64} * 1024;      // protocol::kMaxReply; the transport does not know the protocol
constexpr long kLowSpeed = 100;  // bytes a second
// libcurl counts what is sent when a piece has left as a whole: one of its usual 64 KiB outlasts our patience while it
// moves.
constexpr long kPiece = 16L * 1024;

struct Collected {
    std::string body;
    bool is_too_large = false;
    bool is_header_whole = false;
};

// libcurl 7.88 takes a connection that ends inside the headers, without TLS saying so, for an answer without a body.
std::size_t watch_header(char* data, std::size_t size, std::size_t count, void* user) {
    const std::string_view line(data, size * count);
    static_cast<Collected*>(user)->is_header_whole = line == "\r\n" || line == "\n";
    return line.size();
}

std::size_t collect(char* data, std::size_t size, std::size_t count, void* user) {
    auto* collected = static_cast<Collected*>(user);
    const std::size_t bytes = size * count;
    if (collected->body.size() + bytes > kMaxReply) {
        collected->is_too_large = true;
        return 0;  // ends the transfer
    }
    collected->body.append(data, bytes);
    return bytes;
}

int on_socket(void* /*user*/, curl_socket_t socket, curlsocktype /*purpose*/) {
    prepare_for_loss(socket);
    return CURL_SOCKOPT_OK;
}

CURLcode on_ssl_context(CURL* /*curl*/, void* ssl_ctx, void* judge) {
    install_verify_time(ssl_ctx, *static_cast<VerifyTime*>(judge));
    return CURLE_OK;
}

// OpenSSL's names of the alerts by which a server turns down a client certificate.
bool is_client_rejected(std::string_view text) {
    constexpr std::array kAlerts{
        "alert bad certificate",         "alert certificate expired", "alert certificate revoked",
        "alert certificate unknown",     "alert unknown ca",          "certificate required",
        "alert unsupported certificate", "alert access denied"};
    return std::ranges::any_of(kAlerts, [&](const char* alert) { return text.find(alert) != std::string_view::npos; });
}

agent::Fault fault_of_certificate(const VerifyTime& judge) {
    if (judge.error == 0) return agent::Fault::tls_host;  // the chain held; libcurl compares the name afterwards
    return is_time_error(judge.error) ? agent::Fault::tls_expired : agent::Fault::tls_ca;
}

agent::Fault fault_of(CURLcode code, std::string_view text, const VerifyTime& judge) {
    using agent::Fault;
    if (is_client_rejected(text)) return Fault::tls_rejected;
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return Fault::dns;
        case CURLE_COULDNT_CONNECT:
            return Fault::refused;
        case CURLE_OPERATION_TIMEDOUT:
            return Fault::timeout;
        case CURLE_PEER_FAILED_VERIFICATION:
            return fault_of_certificate(judge);
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_ENGINE_INITFAILED:
            return judge.error != 0 ? fault_of_certificate(judge) : Fault::tls_other;
        default:
            return Fault::broken;  // a foreign enum of a hundred values: reset, cut off, not HTTP
    }
}

struct SlistFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, SlistFree>;

Headers headers_for(const agent::Request& request) {
    // No "Expect: 100-continue": it costs a round trip, and some proxies never answer it.
    Headers headers(curl_slist_append(nullptr, "Expect:"));
    headers.reset(curl_slist_append(headers.release(), "Accept:"));
    if (!request.content_type.empty()) {
        const std::string line = "Content-Type: " + request.content_type;
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    return headers;
}

agent::Reply read_reply(CURL* curl, std::string body) {
    agent::Reply reply;
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    if (type != nullptr) reply.content_type = type;
    curl_off_t retry_after = 0;
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
    if (retry_after > 0) reply.retry_after = std::chrono::seconds(retry_after);
    reply.body = std::move(body);
    return reply;
}

}  // namespace

struct HttpsTransport::Impl {
    Endpoint endpoint;
    CURL* curl = nullptr;
    VerifyTime judge;
    std::array<char, CURL_ERROR_SIZE> error_text{};

    ~Impl() {
        if (curl != nullptr) curl_easy_cleanup(curl);
        curl_global_cleanup();
    }
    Impl() : is_set(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {}  // counted by libcurl
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(curl, option, value) != CURLE_OK) is_set = false;
    }
    bool is_set;

    void set_connection();
    void set_trust();
};

void HttpsTransport::Impl::set_connection() {
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, endpoint.proxy.c_str());  // "" also shuts out the environment's proxies
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(endpoint.patience.connect.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, kLowSpeed);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(endpoint.patience.slow.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(endpoint.patience.total.count()));
    set(CURLOPT_UPLOAD_BUFFERSIZE, kPiece);
    set(CURLOPT_SOCKOPTFUNCTION, &on_socket);
    set(CURLOPT_USERAGENT, "hailong-sync/" HAILONG_VERSION);
    set(CURLOPT_ERRORBUFFER, error_text.data());
    set(CURLOPT_WRITEFUNCTION, &collect);
    set(CURLOPT_HEADERFUNCTION, &watch_header);
}

void HttpsTransport::Impl::set_trust() {
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    if (endpoint.trust == Trust::card) {
        set(CURLOPT_SSL_VERIFYPEER, 0L);
        set(CURLOPT_SSL_VERIFYHOST, 0L);
    } else {
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_CAINFO, endpoint.ca_bundle.c_str());
        set(CURLOPT_SSL_CTX_FUNCTION, &on_ssl_context);
        set(CURLOPT_SSL_CTX_DATA, &judge);
    }
    if (endpoint.certificate.empty()) return;
    set(CURLOPT_SSLCERT, endpoint.certificate.c_str());
    set(CURLOPT_SSLKEY, endpoint.key.c_str());
}

HttpsTransport::HttpsTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpsTransport::~HttpsTransport() = default;

Result<std::unique_ptr<HttpsTransport>> HttpsTransport::open(Endpoint endpoint) {
    if (!endpoint.origin.starts_with("https://")) {
        return fail(ErrorCode::bad_input, "server address \"" + endpoint.origin + "\" must begin with https://");
    }
    while (endpoint.origin.ends_with('/')) endpoint.origin.pop_back();
    auto impl = std::make_unique<Impl>();
    if (!impl->is_set) return fail(ErrorCode::environment, "libcurl does not start");
    impl->judge.floor = endpoint.tls_floor;
    impl->endpoint = std::move(endpoint);
    impl->curl = curl_easy_init();
    if (impl->curl == nullptr) return fail(ErrorCode::environment, "libcurl does not start");
    impl->set_connection();
    impl->set_trust();
    if (!impl->is_set) return fail(ErrorCode::environment, "this libcurl lacks an option that safety needs");
    return std::unique_ptr<HttpsTransport>(new HttpsTransport(std::move(impl)));
}

agent::Exchange HttpsTransport::exchange(const agent::Request& request) {
    Impl& impl = *impl_;
    Collected collected;
    const std::string url = impl.endpoint.origin + request.target;
    const Headers headers = headers_for(request);
    impl.judge.error = 0;
    impl.error_text[0] = '\0';
    impl.set(CURLOPT_URL, url.c_str());
    impl.set(CURLOPT_HTTPHEADER, headers.get());
    impl.set(CURLOPT_WRITEDATA, &collected);
    impl.set(CURLOPT_HEADERDATA, &collected);
    if (request.method == agent::Method::post) {
        impl.set(CURLOPT_POSTFIELDS, request.body.data());
        impl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    } else {
        impl.set(CURLOPT_HTTPGET, 1L);
    }
    const CURLcode code = curl_easy_perform(impl.curl);
    if (collected.is_too_large) return tl::unexpected(agent::Failure{agent::Fault::too_large, "more than 64 KiB"});
    if (code != CURLE_OK) {
        std::string text = impl.error_text.data();
        if (text.empty()) text = curl_easy_strerror(code);
        return tl::unexpected(agent::Failure{fault_of(code, text, impl.judge), text});
    }
    if (!collected.is_header_whole) return tl::unexpected(agent::Failure{agent::Fault::broken, "answer cut off"});
    return read_reply(impl.curl, std::move(collected.body));
}

}  // namespace hailong::transport
