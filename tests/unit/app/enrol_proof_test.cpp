#include "kiosk/app/enrol_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/domain/renewal.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;

namespace enrol_proof_test {

Result<ProofOutcome> answer(const Office& office) {
    return answer_enrolment(office.places, office.card, office.device);
}

}  // namespace enrol_proof_test

using enrol_proof_test::answer;

TEST(EnrolProof, WaitsWhileNothingIsAsked) {
    const Office office;
    EXPECT_EQ(answer(office).value(), ProofOutcome::nothing_asked);
    EXPECT_FALSE(std::filesystem::exists(office.places.enrol_answer()));
}

TEST(EnrolProof, SignsTheRequestOfItsOwnCard) {
    const Office office;
    office.write_card();
    office.write_request("0123456789abcdef");
    ASSERT_EQ(answer(office).value(), ProofOutcome::answered);
    const auto challenge = domain::parse_challenge(base::read_file(office.places.enrol_request()).value()).value();
    const auto proof = domain::parse_proof(base::read_file(office.places.enrol_answer()).value()).value();
    EXPECT_TRUE(domain::proves(proof, challenge));
    EXPECT_EQ(proof.dev_key, office.device.public_key());
}

TEST(EnrolProof, SignsNothingForAnotherCard) {
    const Office office;
    office.write_card();
    office.write_request("fedcba9876543210");
    EXPECT_EQ(answer(office).error().code, ErrorCode::conflict);
    EXPECT_FALSE(std::filesystem::exists(office.places.enrol_answer()));
}

TEST(EnrolProof, SignsNothingWithoutACard) {
    const Office office;
    office.write_request("0123456789abcdef");
    EXPECT_EQ(answer(office).error().code, ErrorCode::environment);
}

TEST(EnrolProof, RefusesARequestThatIsNone) {
    const Office office;
    office.write_card();
    ASSERT_TRUE(base::write_file(office.places.enrol_request(), "{\"code\":\"0123456789abcdef\"}\n"));
    EXPECT_EQ(answer(office).error().code, ErrorCode::bad_input);
}

TEST(EnrolProof, AnswersTheSameRequestOnce) {
    const Office office;
    office.write_card();
    office.write_request("0123456789abcdef");
    ASSERT_EQ(answer(office).value(), ProofOutcome::answered);
    const auto written = std::filesystem::last_write_time(office.places.enrol_answer());
    EXPECT_EQ(answer(office).value(), ProofOutcome::answered_before);
    EXPECT_EQ(std::filesystem::last_write_time(office.places.enrol_answer()), written);
}

// The card may be gone by then; what is signed names a device, and the province knows whose key this is.
TEST(EnrolProof, SignsARenewalWithoutACard) {
    const Office office;
    const domain::RenewalChallenge challenge{office.device_id, base::sha256("csr"), base::random_token()};
    ASSERT_TRUE(base::write_file(office.places.enrol_request(), domain::encode_challenge(challenge)));
    ASSERT_EQ(answer(office).value(), ProofOutcome::answered);
    const auto proof = domain::parse_proof(base::read_file(office.places.enrol_answer()).value()).value();
    EXPECT_TRUE(domain::proves(proof, challenge));
    EXPECT_EQ(proof.dev_key, office.device.public_key());
}

TEST(EnrolProof, AServingTerminalSignsARenewalWithinItsMinute) {
    const Office office;
    office.enrol();
    app_office::Desk desk(office);
    const domain::RenewalChallenge challenge{office.device_id, base::sha256("csr"), base::random_token()};
    ASSERT_TRUE(base::write_file(office.places.enrol_request(), domain::encode_challenge(challenge)));
    desk.pass(base::Millis(61'000));
    const auto text = base::read_file(office.places.enrol_answer());
    ASSERT_TRUE(text) << text.error().what;
    EXPECT_TRUE(domain::proves(domain::parse_proof(*text).value(), challenge));
}

}  // namespace hailong::app
