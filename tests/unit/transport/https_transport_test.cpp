#include "sync/transport/https_transport.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/support/temp_folder.h"
#include "tests/support/tls_server.h"

namespace hailong::https_transport_test {

using namespace std::chrono_literals;
using agent::Fault;
using agent::Request;
using test::http_reply;
using test::TestAuthority;
using test::TlsPeer;
using test::TlsServer;
using test::TlsServerSettings;

const Request batch_request{agent::Method::post, "/v1/entries", "application/x-hailong-batch+zstd",
                            std::string(3000, 'b')};

class Https : public testing::Test {
protected:
    TestAuthority province_;
    TestAuthority stranger_;
    test::TempFolder temp_;

    [[nodiscard]] transport::Endpoint endpoint(const std::string& origin) {
        transport::Endpoint endpoint;
        endpoint.origin = origin;
        endpoint.ca_bundle = temp_ / "ca.crt";
        EXPECT_TRUE(base::write_file(endpoint.ca_bundle, province_.certificate()));
        return endpoint;
    }
    void show_certificate(transport::Endpoint& endpoint, const test::KeyPair& pair) {
        endpoint.certificate = temp_ / "client.crt";
        endpoint.key = temp_ / "tls.key";
        EXPECT_TRUE(base::write_file(endpoint.certificate, pair.certificate));
        EXPECT_TRUE(base::write_file(endpoint.key, pair.key));
    }
    [[nodiscard]] static agent::Exchange send(const transport::Endpoint& endpoint,
                                              const Request& request = batch_request) {
        return transport::HttpsTransport::open(endpoint).value()->exchange(request);
    }
    [[nodiscard]] Fault fault_from(const TlsServer& server) {
        const auto exchange = send(endpoint(server.origin()));
        if (exchange) ADD_FAILURE() << "got an answer with status " << exchange->status;
        return exchange ? Fault::broken : exchange.error().fault;
    }
    [[nodiscard]] static TlsServer::Answer fine() {
        return [](const std::string&) { return http_reply("200 OK", "receipt\n"); };
    }
    [[nodiscard]] static TlsServer::Answer answer(std::string reply) {
        return [reply = std::move(reply)](const std::string&) { return reply; };
    }
};

TEST_F(Https, BringsABatchAndItsAnswer) {
    std::string seen;
    TlsServer server({province_.issue(), "", {}}, TlsServer::Answer([&](const std::string& request) {
                         seen = request;
                         return http_reply("409 Conflict", "two\nlines\n",
                                           "Content-Type: application/x-hailong-signed\r\n");
                     }));
    const auto reply = send(endpoint(server.origin()));
    ASSERT_TRUE(reply) << reply.error().what;
    EXPECT_EQ(reply->status, 409);
    EXPECT_EQ(reply->body, "two\nlines\n");
    EXPECT_EQ(reply->content_type, "application/x-hailong-signed");
    EXPECT_TRUE(seen.starts_with("POST /v1/entries HTTP/1.1\r\n")) << seen;
    EXPECT_NE(seen.find("Content-Type: application/x-hailong-batch+zstd\r\n"), std::string::npos);
    EXPECT_TRUE(seen.ends_with("\r\n\r\n" + batch_request.body));
}

TEST_F(Https, AsksWithGet) {
    std::string seen;
    TlsServer server({province_.issue(), "", {}}, TlsServer::Answer([&](const std::string& request) {
                         seen = request;
                         return http_reply("200 OK", "");
                     }));
    ASSERT_TRUE(send(endpoint(server.origin()), {agent::Method::get, "/v1/state?nonce=00", "", ""}));
    EXPECT_TRUE(seen.starts_with("GET /v1/state?nonce=00 HTTP/1.1\r\n")) << seen;
}

TEST_F(Https, KeepsTheConnectionForTheNextBatch) {
    TlsServer server({province_.issue(), "", {}}, fine());
    const auto transport = transport::HttpsTransport::open(endpoint(server.origin())).value();
    ASSERT_TRUE(transport->exchange(batch_request));
    ASSERT_TRUE(transport->exchange({agent::Method::get, "/v1/state?nonce=00", "", ""}));
    ASSERT_TRUE(transport->exchange(batch_request));
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests(), 3);
}

TEST_F(Https, KeepsNoCookie) {
    std::string seen;
    TlsServer server({province_.issue(), "", {}}, TlsServer::Answer([&](const std::string& request) {
                         seen = request;
                         return http_reply("200 OK", "", "Set-Cookie: who=k25195; Path=/\r\n");
                     }));
    const auto transport = transport::HttpsTransport::open(endpoint(server.origin())).value();
    ASSERT_TRUE(transport->exchange(batch_request));
    ASSERT_TRUE(transport->exchange(batch_request));
    EXPECT_EQ(seen.find("Cookie"), std::string::npos);
}

TEST_F(Https, ShowsTheTerminalsCertificate) {
    TlsServer server({province_.issue(), province_.certificate(), {}}, fine());
    auto with = endpoint(server.origin());
    show_certificate(with, province_.issue({"k25195-000001"}));
    EXPECT_TRUE(send(with));
}

TEST_F(Https, AServerThatRefusesTheTerminalsCertificateIsToldApart) {
    for (const auto version : {TlsServerSettings::Version::any, TlsServerSettings::Version::only_1_2}) {
        TlsServer server({province_.issue(), province_.certificate(), version}, fine());
        auto with = endpoint(server.origin());
        show_certificate(with, stranger_.issue({"k25195-000001"}));
        const auto exchange = send(with);
        ASSERT_FALSE(exchange);
        EXPECT_EQ(exchange.error().fault, Fault::tls_rejected) << exchange.error().what;
        EXPECT_EQ(server.requests(), 0);
    }
}

TEST_F(Https, AMissingTerminalCertificateIsARejection) {
    TlsServer server({province_.issue(), province_.certificate(), {}}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_rejected);
}

TEST_F(Https, AForeignAuthorityIsRefusedAndGetsNothing) {
    TlsServer server({stranger_.issue(), "", {}}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_ca);
    EXPECT_EQ(server.requests(), 0);
}

TEST_F(Https, ASelfSignedServerIsRefusedAndGetsNothing) {
    TlsServer server({TestAuthority::self_signed(), "", {}}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_ca);
    EXPECT_EQ(server.requests(), 0);
}

TEST_F(Https, AnotherHostsCertificateIsRefusedAndGetsNothing) {
    for (const char* name : {"other.example", "localhost.example", "*.localhost"}) {
        TlsServer server({province_.issue({name}), "", {}}, fine());
        EXPECT_EQ(fault_from(server), Fault::tls_host) << name;
        EXPECT_EQ(server.requests(), 0);
    }
}

TEST_F(Https, AnAddressIsNotAName) {
    TlsServer server({province_.issue({"localhost"}), "", {}}, fine());
    const auto exchange = send(endpoint(server.origin("127.0.0.1")));
    ASSERT_FALSE(exchange);
    EXPECT_EQ(exchange.error().fault, Fault::tls_host);
}

TEST_F(Https, AnExpiredServerIsRefused) {
    TlsServer server({province_.issue({"localhost", -48h, -24h}), "", {}}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_expired);
    EXPECT_EQ(server.requests(), 0);
}

TEST_F(Https, AServerNotYetValidIsRefused) {
    TlsServer server({province_.issue({"localhost", 24h, 48h}), "", {}}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_expired);
}

TEST_F(Https, AClockThatIsBehindIsForgivenWhenTheChainHoldsAtTheFloor) {
    TlsServer server({province_.issue({"localhost", 24h, 72h}), "", {}}, fine());
    auto with = endpoint(server.origin());
    with.tls_floor = std::chrono::time_point_cast<base::Millis>(std::chrono::system_clock::now() + 48h);
    const auto exchange = send(with);
    EXPECT_TRUE(exchange) << exchange.error().what;
}

TEST_F(Https, AFloorOutsideTheValidityHelpsNothing) {
    TlsServer server({province_.issue({"localhost", -72h, -48h}), "", {}}, fine());
    auto with = endpoint(server.origin());
    with.tls_floor = std::chrono::time_point_cast<base::Millis>(std::chrono::system_clock::now() - 24h);
    EXPECT_EQ(send(with).error().fault, Fault::tls_expired);
}

TEST_F(Https, TheFloorForgivesNoForeignAuthority) {
    TlsServer server({stranger_.issue({"localhost", 24h, 72h}), "", {}}, fine());
    auto with = endpoint(server.origin());
    with.tls_floor = std::chrono::time_point_cast<base::Millis>(std::chrono::system_clock::now() + 48h);
    EXPECT_EQ(send(with).error().fault, Fault::tls_ca);
}

TEST_F(Https, Tls11IsRefused) {
    TlsServer server({province_.issue(), "", TlsServerSettings::Version::only_1_1}, fine());
    EXPECT_EQ(fault_from(server), Fault::tls_other);
    EXPECT_EQ(server.requests(), 0);
}

TEST_F(Https, Tls12IsAccepted) {
    TlsServer server({province_.issue(), "", TlsServerSettings::Version::only_1_2}, fine());
    EXPECT_TRUE(send(endpoint(server.origin())));
}

TEST_F(Https, ARedirectIsReportedAndNotFollowed) {
    TlsServer elsewhere({province_.issue(), "", {}}, fine());
    for (const char* status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"}) {
        TlsServer server({province_.issue(), "", {}},
                         answer(http_reply(status, "", "Location: " + elsewhere.origin() + "/v1/entries\r\n")));
        const auto exchange = send(endpoint(server.origin()));
        ASSERT_TRUE(exchange) << status;
        EXPECT_EQ(exchange->status / 100, 3) << status;
    }
    EXPECT_EQ(elsewhere.connections(), 0);
}

TEST_F(Https, APortalsPageIsHandedOverAsItIs) {
    TlsServer server({province_.issue(), "", {}}, answer(http_reply("511 Network Authentication Required", "<html>",
                                                                    "Content-Type: text/html\r\n")));
    const auto exchange = send(endpoint(server.origin()));
    ASSERT_TRUE(exchange);
    EXPECT_EQ(exchange->status, 511);
    EXPECT_EQ(exchange->content_type, "text/html");
}

TEST_F(Https, AResetIsABrokenConnection) {
    TlsServer server({province_.issue(), "", {}},
                     TlsServer::Serve([](TlsPeer& peer, const std::string&) { peer.reset(); }));
    EXPECT_EQ(fault_from(server), Fault::broken);
}

TEST_F(Https, AnAnswerCutAtAnyByteIsNoAnswer) {
    const std::string whole = http_reply("200 OK", "{\"a\":1}\n{\"b\":2}\n");
    for (std::size_t length = 0; length < whole.size(); ++length) {
        TlsServer server({province_.issue(), "", {}}, TlsServer::Serve([&](TlsPeer& peer, const std::string&) {
                             peer.write(whole.substr(0, length));
                             peer.cut();
                         }));
        EXPECT_EQ(fault_from(server), Fault::broken) << length << " bytes";
    }
}

TEST_F(Https, SomethingThatIsNotHttpIsBroken) {
    TlsServer server({province_.issue(), "", {}}, TlsServer::Serve([](TlsPeer& peer, const std::string&) {
                         peer.write("SSH-2.0-OpenSSH_9.2\r\n");
                         peer.cut();
                     }));
    EXPECT_EQ(fault_from(server), Fault::broken);
}

TEST_F(Https, AServerThatNeverAnswersTimesOut) {
    TlsServer server({province_.issue(), "", {}},
                     TlsServer::Serve([](TlsPeer& peer, const std::string&) { peer.wait_until_closed(); }));
    auto with = endpoint(server.origin());
    with.patience.total = 300ms;
    EXPECT_EQ(send(with).error().fault, Fault::timeout);
}

TEST_F(Https, AServerThatNeverShakesHandsTimesOut) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(listen(listener, 1), 0);
    ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    auto with = endpoint("https://localhost:" + std::to_string(ntohs(address.sin_port)));
    with.patience.connect = 300ms;
    EXPECT_EQ(send(with).error().fault, Fault::timeout);
    close(listener);
}

TEST_F(Https, AnEndlessAnswerIsCutOffAt64KiB) {
    std::atomic<std::size_t> written{0};
    TlsServer server({province_.issue(), "", {}}, TlsServer::Serve([&](TlsPeer& peer, const std::string&) {
                         peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
                         const std::string block(65536, 'x');
                         while (written < (1U << 30U) && peer.write(block)) written += block.size();
                     }));
    EXPECT_EQ(fault_from(server), Fault::too_large);
    EXPECT_LT(written, 64U << 20U) << "the connection was given up, not drained";
}

TEST_F(Https, AnAnswerOfExactly64KiBIsTaken) {
    TlsServer server({province_.issue(), "", {}}, answer(http_reply("200 OK", std::string(65536, 'x'))));
    const auto exchange = send(endpoint(server.origin()));
    ASSERT_TRUE(exchange);
    EXPECT_EQ(exchange->body.size(), 65536U);
}

TEST_F(Https, ACompressedBombIsNotUnpacked) {
    std::string seen;
    TlsServer server({province_.issue(), "", {}}, TlsServer::Answer([&](const std::string& request) {
                         seen = request;
                         return http_reply("200 OK", "\x1f\x8b", "Content-Encoding: gzip\r\n");
                     }));
    const auto exchange = send(endpoint(server.origin()));
    ASSERT_TRUE(exchange);
    EXPECT_EQ(exchange->body, "\x1f\x8b");
    EXPECT_EQ(seen.find("Accept-Encoding"), std::string::npos);
}

TEST_F(Https, AnUnknownNameIsADnsFault) {
    EXPECT_EQ(send(endpoint("https://no-such-host.invalid:8443")).error().fault, Fault::dns);
}

TEST_F(Https, AClosedPortIsRefused) {
    int port = 0;
    {
        TlsServer server({province_.issue(), "", {}}, fine());
        port = server.port();
    }
    EXPECT_EQ(send(endpoint("https://localhost:" + std::to_string(port))).error().fault, Fault::refused);
}

TEST_F(Https, RetryAfterIsRead) {
    TlsServer server({province_.issue(), "", {}}, answer(http_reply("503 Busy", "", "Retry-After: 120\r\n")));
    EXPECT_EQ(send(endpoint(server.origin()))->retry_after, 120s);
}

TEST_F(Https, AnAbsurdRetryAfterDoesNoHarm) {
    for (const char* value : {"99999999999999999999", "-5", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"}) {
        TlsServer server({province_.issue(), "", {}},
                         answer(http_reply("503 Busy", "", std::string("Retry-After: ") + value + "\r\n")));
        const auto exchange = send(endpoint(server.origin()));
        ASSERT_TRUE(exchange) << value;
        EXPECT_EQ(exchange->status, 503);
        EXPECT_GE(exchange->retry_after.value_or(0s), 0s) << value;
    }
}

TEST_F(Https, TheEnvironmentsProxyIsNotAsked) {
    ASSERT_EQ(setenv("https_proxy", "http://127.0.0.1:1", 1), 0);
    ASSERT_EQ(setenv("ALL_PROXY", "http://127.0.0.1:1", 1), 0);
    TlsServer server({province_.issue(), "", {}}, fine());
    EXPECT_TRUE(send(endpoint(server.origin())));
    unsetenv("https_proxy");
    unsetenv("ALL_PROXY");
}

TEST_F(Https, AConfiguredProxyIsAsked) {
    TlsServer server({province_.issue(), "", {}}, fine());
    auto with = endpoint(server.origin());
    with.proxy = "http://127.0.0.1:1";
    EXPECT_EQ(send(with).error().fault, Fault::refused);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(Https, PlainHttpIsRefusedBeforeAnythingIsSent) {
    EXPECT_FALSE(transport::HttpsTransport::open(endpoint("http://localhost:80")));
    EXPECT_FALSE(transport::HttpsTransport::open(endpoint("file:///etc/passwd")));
    EXPECT_FALSE(transport::HttpsTransport::open(endpoint("")));
}

TEST_F(Https, WithoutTheProvincesBundleNothingIsTrusted) {
    TlsServer server({province_.issue(), "", {}}, fine());
    auto with = endpoint(server.origin());
    with.ca_bundle = temp_ / "missing.crt";
    EXPECT_FALSE(send(with));
    EXPECT_EQ(server.requests(), 0);
}

TEST_F(Https, BothAuthoritiesOfABundleAreTrusted) {
    TlsServer server({stranger_.issue(), "", {}}, fine());
    auto with = endpoint(server.origin());
    ASSERT_TRUE(base::write_file(with.ca_bundle, province_.certificate() + stranger_.certificate()));
    EXPECT_TRUE(send(with));
}

TEST_F(Https, EnrolmentTalksToAnyCertificate) {
    TlsServer server({TestAuthority::self_signed({"elsewhere"}), "", {}}, fine());
    transport::Endpoint with;
    with.origin = server.origin();
    with.trust = transport::Trust::card;
    EXPECT_TRUE(send(with));
}

}  // namespace hailong::https_transport_test
