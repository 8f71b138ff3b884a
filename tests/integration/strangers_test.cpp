// Somebody else answers in the province's place. Each time: a message a person understands, nothing lost, nothing
// receipted, and when the province is back everything arrives.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>

#include "tests/support/books.h"
#include "tests/support/stack.h"

namespace hailong::strangers_test {

using test::Stack;

class Strangers : public testing::Test {
protected:
    void SetUp() override {
        stack_.enrol();
        thanked_ = stack_.rehearse(7);
        before_ = test::read_ledger(stack_.data()).rows;
    }
    // A certificate for `name`, signed by itself or by the province's CA, valid as faketime says.
    void make_certificate(const std::string& name, bool of_province, const std::string& born) {
        const auto ca = stack_.archive() / "tls";
        test::openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                       key(), "-out", stack_.path("strange.csr"), "-subj", "/CN=" + name, "-addext",
                       "subjectAltName=DNS:" + name});
        std::vector<std::string> sign{
            "faketime", born, "openssl",          "x509",    "-req", "-in",        stack_.path("strange.csr"),
            "-days",    "2",  "-copy_extensions", "copyall", "-out", certificate()};
        const std::vector<std::string> authority =
            of_province ? std::vector<std::string>{"-CA", ca / "ca.crt", "-CAkey", ca / "ca.key", "-CAcreateserial"}
                        : std::vector<std::string>{"-signkey", key()};
        sign.insert(sign.end(), authority.begin(), authority.end());
        const auto made = test::run({sign, {}, {}, false});
        ASSERT_EQ(made.status, 0) << made.err;
    }
    [[nodiscard]] std::string certificate() const { return stack_.path("strange.crt"); }
    [[nodiscard]] std::string key() const { return stack_.path("strange.key"); }
    // The agent tries once: it must say `words`, and nothing may be receipted or lost.
    void expect_complaint(const std::string& words) {
        const auto tried = test::run(stack_.sync("once"));
        EXPECT_NE(tried.status, 0);
        EXPECT_NE((tried.err + tried.out).find(words), std::string::npos) << tried.err << tried.out;
        EXPECT_EQ(test::read_ledger(stack_.data()).rows, before_);
        EXPECT_TRUE(test::read_archive(stack_.archive()).rows.empty());
        const auto receipts = stack_.data() / "sync/receipts";
        EXPECT_TRUE(!std::filesystem::exists(receipts) || std::filesystem::is_empty(receipts));
    }
    void expect_recovery() {
        stack_.stop_nginx();
        stack_.start_nginx();
        const auto sent = test::run(stack_.sync("once"));
        EXPECT_EQ(sent.status, 0) << sent.err;
        EXPECT_TRUE(stack_.ends_agree());
    }

    Stack stack_;
    std::vector<long long> thanked_;
    std::set<test::Row> before_;
};

TEST_F(Strangers, ACertificateOfAnotherAuthorityIsRefused) {
    make_certificate("localhost", false, "now");
    stack_.start_impostor(certificate(), key());
    expect_complaint("certificate");
    expect_recovery();
}

TEST_F(Strangers, ACertificateForAnotherHostIsRefused) {
    make_certificate("elsewhere.example", true, "now");
    stack_.start_impostor(certificate(), key());
    expect_complaint("host");
    expect_recovery();
}

TEST_F(Strangers, AnExpiredCertificateIsRefused) {
    make_certificate("localhost", true, "2020-01-01 00:00:00");
    stack_.start_impostor(certificate(), key());
    expect_complaint("expired");
    expect_recovery();
}

TEST_F(Strangers, APortalsPageIsNoReceipt) {
    stack_.start_impostor(stack_.archive() / "tls/server.crt", stack_.archive() / "tls/server.key");
    expect_complaint("portal");
    expect_recovery();
}

TEST_F(Strangers, NobodyAnsweringLosesNothing) {
    stack_.stop_nginx();
    expect_complaint("connect");
    expect_recovery();
}

TEST_F(Strangers, AServerThatDiedBehindNginxLosesNothing) {
    stack_.stop_server();
    expect_complaint("502");
    stack_.start_server();
    expect_recovery();
}

TEST_F(Strangers, AnotherTerminalsKeyCannotSpeakForThisOne) {
    // The right CA and the right host, but a client key that no terminal enrolled.
    test::openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key(),
                   "-out", stack_.path("strange.csr"), "-subj", "/CN=terminal"});
    test::openssl({"x509", "-req", "-in", stack_.path("strange.csr"), "-days", "2", "-CA",
                   stack_.archive() / "tls/ca.crt", "-CAkey", stack_.archive() / "tls/ca.key", "-CAcreateserial",
                   "-out", certificate()});
    const auto state = test::run(
        {{"curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "--cert", certificate(), "--key", key(),
          "https://localhost:" + std::to_string(stack_.entries_port()) + "/v1/state?nonce=" + std::string(32, '0')},
         {},
         {},
         false});
    EXPECT_TRUE(state.out == "401" || state.out == "403") << state.out;
    expect_recovery();
}

}  // namespace hailong::strangers_test
