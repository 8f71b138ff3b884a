// The real nginx with the configuration we ship, real TLS, curl as the terminal.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "kiosk/domain/ticket.h"
#include "tests/support/process.h"
#include "tests/support/upstream.h"
#include "tests/unit/server/serving.h"

namespace hailong::nginx_test {

using server_test::EnrolledTerminal;

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

class Nginx : public ::testing::Test {
protected:
    Nginx() {
        const auto& places = serving_.place.places;
        auto text = *base::read_file(std::string(HAILONG_SOURCE_DIR) + "/deploy/config/nginx.conf.in");
        const std::vector<std::pair<std::string, std::string>> values{
            {"@USER_LINE@", geteuid() == 0 ? "user root;" : ""},
            {"@PID@", path("nginx.pid")},
            {"@TEMP@", path("")},
            {"@ERROR_LOG@", "stderr"},
            {"@SOCKET@", serving_.socket},
            {"@TLS_CERT@", places.server_certificate()},
            {"@TLS_KEY@", places.server_key()},
            {"@TLS_CA@", places.ca_certificate()},
            {"@ENTRIES_LISTEN@", "127.0.0.1:" + std::to_string(entries_)},
            {"@ENROL_LISTEN@", "127.0.0.1:" + std::to_string(enrol_)},
            {"@PAGES_LISTEN@", "127.0.0.1:" + std::to_string(pages_)},
            {"@HOME_LISTEN@", "127.0.0.1:" + std::to_string(home_)}};
        for (const auto& [name, value] : values) replace_all(text, name, value);
        EXPECT_TRUE(base::write_file(path("nginx.conf"), text));
        EXPECT_TRUE(base::write_file(path("client.key"), terminal_.tls.key_pem(), 0600));
        EXPECT_TRUE(base::write_file(path("client.crt"), terminal_.identity.certificate));
        nginx_.emplace(test::Command{
            {"/usr/sbin/nginx", "-e", "stderr", "-c", path("nginx.conf"), "-g", "daemon off;"}, {}, {}, false});
        EXPECT_TRUE(test::eventually([&] { return curl({page("/healthz")}).out == "ok\n200"; })) << nginx_->errors();
    }
    ~Nginx() override {
        nginx_->send(SIGQUIT);
        (void)nginx_->finish();
    }

    [[nodiscard]] std::string path(const std::string& name) const { return serving_.place.folder / name; }
    [[nodiscard]] std::string page(const std::string& target) const {
        return "http://127.0.0.1:" + std::to_string(pages_) + target;
    }
    [[nodiscard]] std::string entries(const std::string& target) const {
        return "https://localhost:" + std::to_string(entries_) + target;
    }
    // Body, then the status.
    [[nodiscard]] test::Finished curl(std::vector<std::string> words) const {
        std::vector<std::string> command{"curl", "-s",           "--noproxy", "*",
                                         "-w",   "%{http_code}", "--cacert",  serving_.place.places.ca_certificate()};
        command.insert(command.end(), words.begin(), words.end());
        return test::run({command, {}, {}, false});
    }
    [[nodiscard]] test::Finished curl_as(const std::string& name, std::vector<std::string> words) const {
        words.insert(words.end(), {"--cert", path(name + ".crt"), "--key", path("client.key")});
        return curl(words);
    }
    [[nodiscard]] static std::string state() { return protocol::state_target({base::random_token(), std::nullopt}); }

    server_test::Serving serving_;
    EnrolledTerminal terminal_{serving_, "k25195-1"};
    int entries_ = test::free_port();
    int enrol_ = test::free_port();
    int pages_ = test::free_port();
    int home_ = test::free_port();
    std::optional<test::Process> nginx_;
};

TEST_F(Nginx, CarriesABatchUnderMutualTls) {
    terminal_.ledger.append(499);
    ASSERT_TRUE(
        base::write_file(path("request.bin"), *protocol::pack_body(join_batch(terminal_.ledger.batch(0, 499)))));
    const auto answer =
        curl_as("client", {"--data-binary", "@" + path("request.bin"), "-H",
                           "Content-Type: " + std::string(protocol::kBatchType), entries("/v1/entries")});
    ASSERT_TRUE(answer.out.ends_with("200")) << answer.out << answer.err;
    const auto receipt =
        domain::parse_receipt(answer.out.substr(0, answer.out.size() - 3), serving_.place.province->keys);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->through, 499U);
}

TEST_F(Nginx, RefusesWhoShowsNoCertificate) { EXPECT_TRUE(curl({entries(state())}).out.ends_with("401")); }

TEST_F(Nginx, PassesOnACertificateOfAnotherAuthorityToBeRefusedByKey) {
    const auto stranger = server::make_ca("stranger", base::SystemClock().now().wall);
    ASSERT_TRUE(base::write_file(path("client.key"), stranger->key.view(), 0600));
    ASSERT_TRUE(base::write_file(path("stranger.crt"), stranger->certificate));
    EXPECT_TRUE(curl_as("stranger", {entries(state())}).out.ends_with("403"));
}

TEST_F(Nginx, AnExpiredCertificateOfAKnownKeyStillSpeaks) {
    const auto long_ago = base::SystemClock().now().wall - std::chrono::days(6 * 366);
    const auto expired = server::issue_client(serving_.place.province->ca, *server::read_request(terminal_.tls.csr()),
                                              "k25195-1", long_ago);
    ASSERT_TRUE(base::write_file(path("expired.crt"), *expired));
    EXPECT_TRUE(curl_as("expired", {entries(state())}).out.ends_with("200"));
}

TEST_F(Nginx, NoClientCanPretendToBeAnotherListenerOrCertificate) {
    const auto headers =
        std::vector<std::string>{"-H", "X-Hailong-Listener: entries", "-H",
                                 "X-Client-Cert: " + server_test::escaped(terminal_.identity.certificate)};
    auto to_pages = headers;
    to_pages.push_back(page(state()));
    EXPECT_TRUE(curl(to_pages).out.ends_with("404"));
    auto to_entries = headers;
    to_entries.push_back(entries(state()));
    EXPECT_TRUE(curl(to_entries).out.ends_with("401"));
}

TEST_F(Nginx, RefusesABodyThatIsTooLarge) {
    ASSERT_TRUE(base::write_file(path("request.bin"), std::string(std::size_t{600} * 1024, 'x')));
    const auto answer =
        curl_as("client", {"-H", "Expect:", "--data-binary", "@" + path("request.bin"), entries("/v1/entries")});
    EXPECT_TRUE(answer.out.ends_with("413")) << answer.out;
}

TEST_F(Nginx, StrangersBehindTheAddressOfAWardLeaveItsTerminalsRoom) {
    constexpr int kMoreThanAWardMayHold = 140;
    const auto ca = *base::read_file(serving_.place.places.ca_certificate());
    std::vector<std::unique_ptr<test::Upstream::Line>> kept;
    for (int i = 0; i < kMoreThanAWardMayHold; ++i) {
        test::TlsUpstream stranger(entries_, test::TestAuthority::self_signed({"stranger"}), ca);
        kept.push_back(stranger.begin("POST /v1/entries HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx"));
        ASSERT_TRUE(kept.back());
    }
    EXPECT_TRUE(curl_as("client", {entries(state())}).out.ends_with("200"));
}

TEST_F(Nginx, OpensOnlyTheHomeTicketToEverybody) {
    const std::string home = "https://localhost:" + std::to_string(home_);
    const auto ticket =
        domain::issue_ticket(terminal_.ledger.key(), domain::TicketId{}, base::SystemClock().now().wall);
    const std::string address = domain::ticket_address(ticket, terminal_.ledger.key(), "h");
    const std::string path = address.substr(address.find("/T/"));
    // The server of this test stands still at kNow: the ticket is from its future, which proves who answered.
    EXPECT_TRUE(curl({home + path}).out.ends_with("410"));
    EXPECT_TRUE(curl({"-d", "score=4&code=R88K-5WJ5&unit=25195", home + "/T"}).out.ends_with("200"));
    EXPECT_TRUE(curl({"-d", "x=" + std::string(2000, 'x'), home + "/T"}).out.ends_with("413"));
    EXPECT_TRUE(curl({home + "/danh-gia.css"}).out.ends_with("200"));
    for (const char* closed : {"/", "/healthz", "/trang.css", "/v1/keys/1"}) {
        EXPECT_TRUE(curl({home + closed}).out.ends_with("404")) << closed;
    }
}

}  // namespace hailong::nginx_test
