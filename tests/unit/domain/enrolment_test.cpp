#include "kiosk/domain/enrolment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::domain {

using testing::HasSubstr;

class Enrolment : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    static EnrolmentCard card() {
        return {"https://danhgia.example.vn:8444", "0123456789abcdef", base::Secret("ten bytes!!"),
                base::sha256("root")};
    }
    EnrolChallenge challenge_{"0123456789abcdef", base::sha256("csr"), base::random_token()};
};

TEST_F(Enrolment, CardComesBack) {
    const auto again = parse_card(encode_card(card())).value();
    EXPECT_EQ(again.url, card().url);
    EXPECT_EQ(again.code, card().code);
    EXPECT_EQ(again.secret.view(), card().secret.view());
    EXPECT_EQ(again.root, card().root);
}
TEST_F(Enrolment, CardMustBeHttpsAndStrong) {
    auto weak = card();
    weak.secret = base::Secret("short");
    EXPECT_THAT(parse_card(encode_card(weak)).error().what, HasSubstr("secret"));
    auto plain = card();
    plain.url = "http://danhgia.example.vn";
    EXPECT_THAT(parse_card(encode_card(plain)).error().what, HasSubstr("https"));
    EXPECT_FALSE(parse_card("not a card"));
}
TEST_F(Enrolment, ProofFitsItsChallengeOnly) {
    const auto device = base::Signer::generate();
    const auto proof = prove(challenge_, device);
    EXPECT_TRUE(proves(proof, challenge_));
    EXPECT_TRUE(proves(parse_proof(encode_proof(proof)).value(), challenge_));
    EnrolChallenge other = challenge_;
    other.nonce = base::random_token();
    EXPECT_FALSE(proves(proof, other));
    other = challenge_;
    other.csr = base::sha256("another csr");
    EXPECT_FALSE(proves(proof, other));
    other = challenge_;
    other.code = "fedcba9876543210";
    EXPECT_FALSE(proves(proof, other));
}
TEST_F(Enrolment, ChallengeComesBack) {
    const auto again = parse_challenge(encode_challenge(challenge_)).value();
    EXPECT_EQ(signed_bytes(again), signed_bytes(challenge_));
}
TEST_F(Enrolment, RequestIsBoundToTheSecret) {
    const EnrolRequest request{challenge_.code, "-----BEGIN CERTIFICATE REQUEST-----\n", challenge_.nonce,
                               prove(challenge_, base::Signer::generate()), "der"};
    const std::string text = encode_request(request, base::Secret("the right secret"));
    const auto received = parse_request(text).value();
    EXPECT_TRUE(mac_holds(received, base::Secret("the right secret")));
    EXPECT_FALSE(mac_holds(received, base::Secret("a wrong secret")));
    EXPECT_EQ(received.request.csr_pem, request.csr_pem);
    std::string changed = text;
    changed.replace(changed.find(challenge_.nonce.hex()), 32, base::random_token().hex());
    EXPECT_FALSE(mac_holds(parse_request(changed).value(), base::Secret("the right secret")));
    EXPECT_FALSE(parse_request(text + "{}\n"));
    EXPECT_FALSE(parse_request(text.substr(0, text.find('\n') + 1)));
}
TEST_F(Enrolment, IdentityHangsOnTheCardsRoot) {
    const auto root = base::Signer::generate();
    const auto receipt = base::Signer::generate();
    const KeysDocument keys{1,
                            "dong-nai",
                            root.public_key(),
                            {receipt.public_key()},
                            {},
                            base::Opener::generate().public_key(),
                            base::Opener::generate().public_key(),
                            {}};
    Identity identity{"dong-nai",
                      "dx-01",
                      "25195",
                      "Phường Đồng Xoài",
                      "https://localhost:8443",
                      "PEM",
                      "PEM",
                      encode_keys(keys, root),
                      base::Signer::generate().public_key(),
                      "a box"};
    const auto print = fingerprint(root.public_key());
    EXPECT_EQ(parse_identity(encode_identity(identity, receipt), print).value(), identity);
    EXPECT_FALSE(parse_identity(encode_identity(identity, base::Signer::generate()), print));
    EXPECT_FALSE(parse_identity(encode_identity(identity, receipt), base::sha256("another root")));
    identity.staff_box.clear();  // as provinces made it that knew no staff keys
    EXPECT_EQ(parse_identity(encode_identity(identity, receipt), print).value(), identity);
    identity.province = "another";
    EXPECT_FALSE(parse_identity(encode_identity(identity, receipt), print));
}

}  // namespace hailong::domain
