#include "kiosk/app/station.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;
using testing::HasSubstr;

TEST(Station, WithoutAnIdentityIsNotEnrolled) {
    const Office office;
    office.write_card();
    EXPECT_EQ(office.station().error().code, ErrorCode::not_enrolled);
}

TEST(Station, TakesDeviceUnitAndIntakeKeyFromTheIdentity) {
    const Office office;
    office.enrol();
    const auto station = office.station().value();
    EXPECT_EQ(station.device, "k-0001");
    EXPECT_EQ(station.unit, "25195");
    EXPECT_EQ(station.office, "Phường thử nghiệm");
    EXPECT_EQ(station.keys.intake, office.province.public_key());
}

TEST(Station, OpensTheStaffKeyThatWasSealedToItsDevice) {
    const Office office;
    office.write_card();
    auto identity = office.identity();
    identity.staff_box = base::seal(base::box_key_of(office.device.public_key()).value(), std::string(32, 's'));
    ASSERT_TRUE(base::write_file(office.places.identity(), domain::encode_identity(identity, office.receipt_key)));
    const auto station = office.station().value();
    EXPECT_EQ(staff_key(station, office.device).value().view(), std::string(32, 's'));
    EXPECT_EQ(staff_key(station, base::Signer::generate()).error().code, ErrorCode::crypto);
}

TEST(Station, WithoutAStaffKeyMustBeEnrolledAgain) {
    const Office office;
    office.enrol();
    EXPECT_EQ(staff_key(office.station().value(), office.device).error().code, ErrorCode::not_found);
}

TEST(Station, BelievesNoIdentityWithoutACard) {
    const Office office;
    office.enrol();
    std::filesystem::remove(office.card);
    EXPECT_EQ(office.station().error().code, ErrorCode::environment);
    EXPECT_THAT(office.station().error().what, HasSubstr("card"));
}

TEST(Station, BelievesNoIdentityOfAnotherRoot) {
    const Office office;
    office.enrol();
    auto other = office.paper();
    other.root = domain::fingerprint(base::Signer::generate().public_key());
    ASSERT_TRUE(base::write_file(office.card, domain::encode_card(other)));
    EXPECT_EQ(office.station().error().code, ErrorCode::crypto);
}

TEST(Station, BelievesNoIdentityThatTheProvinceDidNotSign) {
    const Office office;
    office.enrol();
    ASSERT_TRUE(base::write_file(office.places.identity(),
                                 domain::encode_identity(office.identity(), base::Signer::generate())));
    EXPECT_EQ(office.station().error().code, ErrorCode::crypto);
}

TEST(Station, AnIdentityOfAnotherDeviceKeyDoesNotEnrolThisOne) {
    const Office office;
    office.enrol();
    auto cloned = office.identity();
    cloned.dev_key = base::Signer::generate().public_key();
    ASSERT_TRUE(base::write_file(office.places.identity(), domain::encode_identity(cloned, office.receipt_key)));
    EXPECT_EQ(office.station().error().code, ErrorCode::not_enrolled);
}

TEST(Station, SealsToTheNewestKeysDocument) {
    const Office office;
    office.enrol();
    const auto newer = base::Opener::generate();
    office.write_keys(2, newer.public_key());
    EXPECT_EQ(office.station().value().keys.intake, newer.public_key());
}

TEST(Station, NeverGoesBackToOlderKeys) {
    const Office office;
    office.enrol();
    const auto newer = base::Opener::generate();
    office.write_keys(3, newer.public_key());
    ASSERT_TRUE(office.station());
    office.write_keys(2, base::Opener::generate().public_key());
    EXPECT_EQ(office.station().value().keys.intake, newer.public_key());
    std::filesystem::remove(office.places.keys());
    EXPECT_EQ(office.station().value().keys.intake, newer.public_key());
}

TEST(Station, TakesAnUnreadableOwnKeysFileForNoAbsence) {
    const Office office;
    office.enrol();
    office.write_keys(3, base::Opener::generate().public_key());
    ASSERT_TRUE(office.station());
    ASSERT_TRUE(base::write_file(office.places.kiosk() / "keys.json", "{}\n{}\n"));
    office.write_keys(2, office.province.public_key());
    ASSERT_FALSE(office.station());
    EXPECT_THAT(office.station().error().what, HasSubstr("kiosk/keys.json"));
}

TEST(Station, NamesOlderKeysThatWereBrought) {
    const Office office;
    office.enrol();
    office.write_keys(3, base::Opener::generate().public_key());
    EXPECT_THAT(office.station().value().rejected, testing::IsEmpty());
    office.write_keys(2, office.province.public_key());
    const auto station = office.station().value();
    EXPECT_EQ(station.keys.version, 3U);
    EXPECT_THAT(station.rejected, testing::ElementsAre(HasSubstr("older")));
}

TEST(Station, StaysEnrolledWhenTheAgentsCopyGoes) {
    const Office office;
    office.enrol();
    ASSERT_TRUE(office.station());
    std::filesystem::remove(office.places.identity());
    EXPECT_EQ(office.station().value().device, "k-0001");
}

TEST(Station, BelievesNoOtherIdentityByKeysThatAreNoLongerListed) {
    Office office;
    office.enrol();
    const auto old = office.identity();
    const auto old_key = std::exchange(office.receipt_key, base::Signer::generate());
    office.write_keys(2, office.province.public_key());  // lists the new receipt key only
    ASSERT_TRUE(office.station());
    auto other = old;
    other.unit = "25198";
    ASSERT_TRUE(base::write_file(office.places.identity(), domain::encode_identity(other, old_key)));
    const auto station = office.station().value();
    EXPECT_EQ(station.unit, "25195");
    EXPECT_THAT(station.rejected, testing::ElementsAre(HasSubstr("identity.json")));
}

TEST(Station, AfterANewCardBelongsToTheNewProvince) {
    Office office;
    office.enrol();
    ASSERT_TRUE(office.station());
    office.root = base::Signer::generate();
    office.device_id = "k-0002";
    office.enrol();
    EXPECT_EQ(office.station().value().device, "k-0002");
}

TEST(Station, IgnoresKeysThatTheRootDidNotSign) {
    Office office;
    office.enrol();
    const base::Signer root = std::exchange(office.root, base::Signer::generate());
    const std::string forged = office.keys_text(9, base::Opener::generate().public_key());
    ASSERT_TRUE(base::write_file(office.places.keys(), forged));
    EXPECT_EQ(office.station().value().keys.intake, office.province.public_key());
}

TEST(Station, ForARehearsalBelongsToNobodyUntilEnrolled) {
    const Office office;
    const auto nobody = rehearsal_station(office.places, office.card, office.device.public_key()).value();
    EXPECT_EQ(nobody.device, "unenrolled");
    EXPECT_EQ(nobody.unit, "00000");
    office.enrol();
    const auto enrolled = rehearsal_station(office.places, office.card, office.device.public_key()).value();
    EXPECT_EQ(enrolled.device, "k-0001");
    EXPECT_EQ(enrolled.keys.intake, office.province.public_key());
}

}  // namespace hailong::app
