#include "sync/server/renewing.h"

#include <gtest/gtest.h>

#include "tests/unit/server/serving.h"

namespace hailong::renewing_test {

using protocol::Refusal;
using server_test::EnrolledTerminal;
using server_test::kNow;
using server_test::TlsClient;
using namespace std::chrono_literals;

class Renewing : public ::testing::Test {
protected:
    base::Token16 begin(base::WallTime now = kNow, const std::string& device = "k25195-1") {
        const auto begun = serving_.renewing.begin(protocol::encode_renew_begin(device), now);
        return std::get<base::Token16>(begun);
    }
    // A request for the key of `tls`, signed by `device_key`.
    static domain::RenewalRequest request(const base::Token16& nonce, const base::Signer& device_key,
                                          const TlsClient& tls, const std::string& device = "k25195-1") {
        const domain::RenewalChallenge challenge{device, server::read_request(tls.csr())->digest, nonce};
        return {device, tls.csr(), nonce, domain::prove(challenge, device_key),
                tls.sign(domain::signed_bytes(challenge))};
    }
    server::RenewAnswer finish(const domain::RenewalRequest& request, base::WallTime now = kNow) {
        return *serving_.renewing.finish(domain::encode_renewal_request(request), now);
    }
    server::RenewAnswer renew(const TlsClient& tls) { return finish(request(begin(), terminal_.ledger.key(), tls)); }
    // As when a request comes in over TLS by the key of `tls`.
    std::optional<server::Terminal> seen(const TlsClient& tls) {
        return *serving_.place.archive->terminal_of(server::read_request(tls.csr())->spki);
    }
    [[nodiscard]] bool speaks(const TlsClient& tls) {
        const auto terminal = seen(tls);
        return terminal && !terminal->revoked;
    }

    server_test::Serving serving_;
    EnrolledTerminal terminal_{serving_, "k25195-1"};
    TlsClient next_;
};

TEST_F(Renewing, CertifiesANewKeyForWhoeverHoldsTheDeviceKey) {
    const auto nonce = begin();
    const auto answer = finish(request(nonce, terminal_.ledger.key(), next_));
    ASSERT_TRUE(std::holds_alternative<std::string>(answer));
    const auto& keys = serving_.place.province->keys;
    const auto renewal = domain::parse_renewal(std::get<std::string>(answer), domain::fingerprint(keys.root));
    ASSERT_TRUE(renewal) << renewal.error().what;
    EXPECT_EQ(renewal->device, "k25195-1");
    EXPECT_EQ(renewal->nonce, nonce);
    EXPECT_EQ(*server::key_of_certificate(renewal->certificate), server::read_request(next_.csr())->spki);
    EXPECT_TRUE(speaks(next_));
}

TEST_F(Renewing, TheOldKeySpeaksUntilTheNewOneHasSpoken) {
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_)));
    EXPECT_TRUE(speaks(terminal_.tls));
    EXPECT_TRUE(speaks(terminal_.tls)) << "however often";
    EXPECT_TRUE(speaks(next_));
    EXPECT_FALSE(speaks(terminal_.tls));
    EXPECT_TRUE(speaks(next_));
}

TEST_F(Renewing, AKeyThatWasGivenAndNeverUsedMakesRoomForTheNext) {
    const TlsClient lost;
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(lost)));
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_)));
    EXPECT_FALSE(speaks(lost));
    EXPECT_TRUE(speaks(terminal_.tls)) << "the one that was proven stays";
    EXPECT_TRUE(speaks(next_));
}

TEST_F(Renewing, ALostAnswerIsAskedForAgainWithTheSameKey) {
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_)));
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_)));
    EXPECT_TRUE(speaks(terminal_.tls));
    EXPECT_TRUE(speaks(next_));
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_))) << "also when it was used already";
    EXPECT_TRUE(speaks(next_));
}

TEST_F(Renewing, AReplacedKeyNeverComesBack) {
    ASSERT_TRUE(std::holds_alternative<std::string>(renew(next_)));
    ASSERT_TRUE(speaks(next_));
    EXPECT_EQ(std::get<Refusal>(renew(terminal_.tls)), Refusal::wrong_proof);
    EXPECT_FALSE(speaks(terminal_.tls));
    EXPECT_TRUE(speaks(next_));
}

TEST_F(Renewing, ARevokedTerminalGetsNothing) {
    ASSERT_TRUE(serving_.place.archive->revoke("k25195-1"));
    EXPECT_EQ(std::get<Refusal>(renew(next_)), Refusal::revoked_device);
    EXPECT_FALSE(seen(next_)) << "not even a row";
}

TEST_F(Renewing, AnUnknownTerminalGetsNothing) {
    const auto stranger = base::Signer::generate();
    const auto asked = request(begin(kNow, "k25195-9"), stranger, next_, "k25195-9");
    EXPECT_EQ(std::get<Refusal>(finish(asked)), Refusal::unknown_device);
    EXPECT_FALSE(seen(next_));
}

TEST_F(Renewing, AnotherDeviceKeyGetsNothing) {
    const auto stranger = base::Signer::generate();
    EXPECT_EQ(std::get<Refusal>(finish(request(begin(), stranger, next_))), Refusal::unknown_device);
    EXPECT_FALSE(seen(next_));
}

TEST_F(Renewing, ADeviceKeyThatWasReplacedGetsNothing) {
    const auto card = server::order_code(serving_.place.places, *serving_.place.province,
                                         {{"k25195-1", "25195", "Phường Đồng Xoài", false}, kNow});
    const auto begun = serving_.enrolling.begin(protocol::encode_enrol_begin(card->code), kNow + 1s);
    const auto fresh_key = base::Signer::generate();
    const TlsClient fresh;
    const auto body = server_test::enrol_body(*card, std::get<base::Token16>(*begun), fresh_key, fresh);
    ASSERT_TRUE(std::holds_alternative<std::string>(*serving_.enrolling.finish(body, kNow + 1s)));
    EXPECT_EQ(std::get<Refusal>(renew(next_)), Refusal::unknown_device);
    EXPECT_TRUE(std::holds_alternative<std::string>(finish(request(begin(), fresh_key, next_))));
}

TEST_F(Renewing, ANonceServesItsOwnDeviceForTenMinutes) {
    const auto& key = terminal_.ledger.key();
    EXPECT_EQ(std::get<Refusal>(finish(request(begin(), key, next_), kNow + 11min)), Refusal::wrong_nonce);
    EXPECT_EQ(std::get<Refusal>(finish(request(begin(kNow + 1min), key, next_), kNow)), Refusal::wrong_nonce);
    EXPECT_EQ(std::get<Refusal>(finish(request(begin(kNow, "k25195-2"), key, next_))), Refusal::wrong_nonce);
    EXPECT_EQ(std::get<Refusal>(finish(request(base::random_token(), key, next_))), Refusal::wrong_nonce);
    EXPECT_TRUE(std::holds_alternative<std::string>(finish(request(begin(), key, next_), kNow + 9min)));
}

TEST_F(Renewing, BothKeysMustHaveSignedThisRequest) {
    const TlsClient other;
    const auto good = request(begin(), terminal_.ledger.key(), next_);
    auto swapped = good;
    swapped.csr_pem = other.csr();
    EXPECT_EQ(std::get<Refusal>(finish(swapped)), Refusal::wrong_proof);
    auto unsigned_by_tls = good;
    unsigned_by_tls.tls_signature = other.sign("x");
    EXPECT_EQ(std::get<Refusal>(finish(unsigned_by_tls)), Refusal::wrong_proof);
    auto older = good;
    older.nonce = begin(kNow - 1s);
    EXPECT_EQ(std::get<Refusal>(finish(older)), Refusal::wrong_proof);
    EXPECT_FALSE(seen(next_));
}

TEST_F(Renewing, RubbishIsNoRequest) {
    EXPECT_EQ(std::get<Refusal>(*serving_.renewing.finish("{}\n", kNow)), Refusal::bad_request);
    EXPECT_EQ(std::get<Refusal>(*serving_.renewing.finish("", kNow)), Refusal::bad_request);
    EXPECT_EQ(std::get<Refusal>(serving_.renewing.begin("{\"device\":\"NO\"}\n", kNow)), Refusal::bad_request);
    EXPECT_EQ(std::get<Refusal>(serving_.renewing.begin("", kNow)), Refusal::bad_request);
}

TEST_F(Renewing, IsOfferedWithoutACertificateAndOnThisListenerAlone) {
    server::HttpRequest http;
    http.method = "POST";
    http.target = protocol::kRenewBeginPath;
    http.listener = "entries";
    http.body = protocol::encode_renew_begin("k25195-1");
    EXPECT_EQ(serving_.routes.answer(http, kNow).status, 200U);
    http.listener = "enrol";
    EXPECT_EQ(serving_.routes.answer(http, kNow).status, 404U);
    http.listener = "entries";
    http.method = "GET";
    EXPECT_EQ(serving_.routes.answer(http, kNow).status, 405U);
    http.method = "POST";
    http.body.assign(17 * 1024, 'x');
    EXPECT_EQ(serving_.routes.answer(http, kNow).status, 413U);
    http.target = "/v1/renewal";
    EXPECT_EQ(serving_.routes.answer(http, kNow).status, 404U);
}

}  // namespace hailong::renewing_test
