#include "sync/server/enrolling.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "kiosk/domain/staff_code.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::enrolling_test {

using protocol::Refusal;
using server_test::kNow;
using server_test::TlsClient;

class Enrolling : public ::testing::Test {
protected:
    Enrolling() : enrolling_(*place_.archive, *place_.province, place_.places) {}

    domain::EnrolmentCard order(const std::string& device = "k25195-1") {
        return std::move(
            *server::order_code(place_.places, *place_.province, {{device, "25195", "Phường Đồng Xoài", false}, kNow}));
    }
    base::Token16 begin(const domain::EnrolmentCard& card) {
        const auto begun = enrolling_.begin(protocol::encode_enrol_begin(card.code), kNow);
        return std::get<base::Token16>(*begun);
    }
    server::EnrolAnswer finish(const std::string& body, base::WallTime now = kNow) {
        return *enrolling_.finish(body, now);
    }
    std::string body(const domain::EnrolmentCard& card, const base::Token16& nonce) {
        return server_test::enrol_body(card, nonce, device_, tls_);
    }
    static domain::EnrolmentCard with_secret(const domain::EnrolmentCard& card, std::string_view secret) {
        return {card.url, card.code, base::Secret(secret), card.root};
    }

    server_test::ProvinceInFolder place_;
    server::Enrolling enrolling_;
    base::Signer device_ = base::Signer::generate();
    TlsClient tls_;
};

TEST_F(Enrolling, GivesAnIdentityThatTheCardVerifies) {
    const auto card = order();
    const auto answer = finish(body(card, begin(card)));
    ASSERT_TRUE(std::holds_alternative<std::string>(answer));
    const auto identity = domain::parse_identity(std::get<std::string>(answer), card.root);
    ASSERT_TRUE(identity) << identity.error().what;
    EXPECT_EQ(identity->device, "k25195-1");
    EXPECT_EQ(identity->office, "Phường Đồng Xoài");
    EXPECT_EQ(identity->sync_url, "https://localhost:8443");
    EXPECT_EQ(identity->dev_key, device_.public_key());
}

TEST_F(Enrolling, SealsTheStaffKeyToTheDevice) {
    const auto card = order();
    const auto identity = domain::parse_identity(std::get<std::string>(finish(body(card, begin(card)))), card.root);
    const auto key = device_.opener().open(identity->staff_box);
    ASSERT_TRUE(key) << key.error().what;
    EXPECT_EQ(key->view(), domain::staff_key(place_.province->staff_master, "k25195-1").view());
}

TEST_F(Enrolling, CertifiesTheKeyOfTheRequestAndKnowsItFromThenOn) {
    const auto card = order();
    const auto identity = domain::parse_identity(std::get<std::string>(finish(body(card, begin(card)))), card.root);
    const auto spki = server::key_of_certificate(identity->certificate);
    EXPECT_EQ(*spki, server::read_request(tls_.csr())->spki);
    const auto terminal = place_.archive->terminal_of(*spki);
    ASSERT_TRUE(*terminal);
    EXPECT_EQ((*terminal)->device, "k25195-1");
}

TEST_F(Enrolling, RepeatsItsAnswerForTheSameKeysWithinADay) {
    const auto card = order();
    const auto first = finish(body(card, begin(card)));
    const auto again = finish(body(card, begin(card)), kNow + std::chrono::hours(23));
    EXPECT_EQ(std::get<std::string>(first), std::get<std::string>(again));
}

TEST_F(Enrolling, RefusesTheSameKeysAfterADay) {
    const auto card = order();
    const auto nonce = begin(card);
    ASSERT_TRUE(std::holds_alternative<std::string>(finish(body(card, nonce))));
    EXPECT_EQ(std::get<Refusal>(finish(body(card, nonce), kNow + std::chrono::hours(25))), Refusal::used_code);
}

TEST_F(Enrolling, RefusesOtherKeysAfterTheFirst) {
    const auto card = order();
    const auto nonce = begin(card);
    ASSERT_TRUE(std::holds_alternative<std::string>(finish(body(card, nonce))));
    const TlsClient other;
    EXPECT_EQ(std::get<Refusal>(finish(server_test::enrol_body(card, nonce, device_, other))), Refusal::used_code);
    const auto other_device = base::Signer::generate();
    EXPECT_EQ(std::get<Refusal>(finish(server_test::enrol_body(card, nonce, other_device, tls_))), Refusal::used_code);
}

TEST_F(Enrolling, OneOfAHundredParallelUsesSucceeds) {
    const auto card = order();
    const auto nonce = begin(card);
    std::vector<std::string> bodies;
    for (int i = 0; i < 100; ++i) {
        const TlsClient tls;
        bodies.push_back(server_test::enrol_body(card, nonce, base::Signer::generate(), tls));
    }
    std::atomic<int> successes{0};
    std::atomic<int> refusals{0};
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (std::size_t at = next++; at < bodies.size(); at = next++) {
                const auto answer = enrolling_.finish(bodies[at], kNow);
                if (!answer) continue;
                ++(std::holds_alternative<std::string>(*answer) ? successes : refusals);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(successes, 1);
    EXPECT_EQ(refusals, 99);
}

TEST_F(Enrolling, RefusesAWrongSecret) {
    const auto card = order();
    const auto nonce = begin(card);
    EXPECT_EQ(std::get<Refusal>(finish(body(with_secret(card, "a guess of it"), nonce))), Refusal::wrong_proof);
}

TEST_F(Enrolling, TenWrongSecretsVoidTheCodeForTheRightOne) {
    const auto card = order();
    const auto nonce = begin(card);
    for (int i = 0; i < 10; ++i) (void)finish(body(with_secret(card, "a guess of it"), nonce));
    EXPECT_EQ(std::get<Refusal>(finish(body(card, nonce))), Refusal::void_code);
}

TEST_F(Enrolling, NineWrongSecretsLeaveTheCodeUsable) {
    const auto card = order();
    const auto nonce = begin(card);
    for (int i = 0; i < 9; ++i) (void)finish(body(with_secret(card, "a guess of it"), nonce));
    EXPECT_TRUE(std::holds_alternative<std::string>(finish(body(card, nonce))));
}

TEST_F(Enrolling, RefusesANonceThatItDidNotGive) {
    const auto card = order();
    (void)begin(card);
    EXPECT_EQ(std::get<Refusal>(finish(body(card, base::random_token()))), Refusal::wrong_nonce);
}

TEST_F(Enrolling, ForgetsNoncesThatWereFollowedByEightOthers) {
    const auto card = order();
    const auto old = begin(card);
    for (int i = 0; i < 8; ++i) (void)begin(card);
    EXPECT_EQ(std::get<Refusal>(finish(body(card, old))), Refusal::wrong_nonce);
}

TEST_F(Enrolling, RefusesADeviceKeyThatDidNotSign) {
    const auto card = order();
    const auto nonce = begin(card);
    auto request = domain::parse_request(body(card, nonce))->request;
    request.device.dev_key = base::Signer::generate().public_key();
    EXPECT_EQ(std::get<Refusal>(finish(domain::encode_request(request, card.secret))), Refusal::wrong_proof);
}

TEST_F(Enrolling, RefusesATlsKeyThatDidNotSign) {
    const auto card = order();
    const auto nonce = begin(card);
    auto request = domain::parse_request(body(card, nonce))->request;
    const TlsClient other;
    request.tls_signature = other.sign("something else");
    EXPECT_EQ(std::get<Refusal>(finish(domain::encode_request(request, card.secret))), Refusal::wrong_proof);
}

TEST_F(Enrolling, RefusesAnUnknownCode) {
    const auto begun = enrolling_.begin(protocol::encode_enrol_begin("00112233445566aa"), kNow);
    EXPECT_EQ(std::get<Refusal>(*begun), Refusal::unknown_code);
}

TEST_F(Enrolling, RefusesWhatIsNoRequest) {
    EXPECT_EQ(std::get<Refusal>(finish("{}")), Refusal::bad_request);
    EXPECT_EQ(std::get<Refusal>(*enrolling_.begin("../../etc/passwd\n", kNow)), Refusal::bad_request);
}

TEST_F(Enrolling, RefusesACodeAfterFourteenDays) {
    const auto card = order();
    const auto late = kNow + std::chrono::days(15);
    const auto begun = enrolling_.begin(protocol::encode_enrol_begin(card.code), late);
    EXPECT_EQ(std::get<Refusal>(*begun), Refusal::expired_code);
}

TEST_F(Enrolling, TakesUpACodeFileAndRemovesIt) {
    const auto card = order();
    const auto file = place_.places.codes() / (card.code + ".json");
    EXPECT_TRUE(std::filesystem::exists(file));
    (void)begin(card);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Enrolling, EnrollingAgainRevokesTheOldTlsKey) {
    const auto first = order();
    (void)finish(body(first, begin(first)));
    const auto second = order();
    const TlsClient new_tls;
    (void)finish(server_test::enrol_body(second, begin(second), device_, new_tls));
    EXPECT_TRUE((*place_.archive->terminal_of(server::read_request(tls_.csr())->spki))->revoked);
    EXPECT_FALSE((*place_.archive->terminal_of(server::read_request(new_tls.csr())->spki))->revoked);
}

TEST_F(Enrolling, RefusesATlsKeyThatWasRevoked) {
    const auto first = order();
    (void)finish(body(first, begin(first)));
    ASSERT_TRUE(place_.archive->revoke("k25195-1"));
    const auto second = order();
    EXPECT_EQ(enrolling_.finish(body(second, begin(second)), kNow).error().code, ErrorCode::conflict);
    const TlsClient new_tls;
    EXPECT_TRUE(
        std::holds_alternative<std::string>(finish(server_test::enrol_body(second, begin(second), device_, new_tls))));
}

TEST_F(Enrolling, RefusesATlsKeyThatBelongsToAnotherDevice) {
    const auto first = order("k25195-1");
    (void)finish(body(first, begin(first)));
    const auto second = order("k25195-2");
    EXPECT_FALSE(enrolling_.finish(body(second, begin(second)), kNow));
}

}  // namespace hailong::enrolling_test
