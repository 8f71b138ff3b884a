#include "kiosk/domain/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace hailong::domain {

using testing::HasSubstr;

class HealthText : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    static Health healthy() {
        return {"k25195-000001", Head{base::sha256("chain"), 1234, base::sha256("head")}, 1200,    34,
                51'234,          base::WallTime(std::chrono::seconds(1'795'400'107)),     "0.1.0", -3};
    }
    const base::Signer device_ = base::Signer::generate();
};

TEST_F(HealthText, ComesBack) {
    const auto again = parse_health(encode_health(healthy(), device_)).value();
    EXPECT_EQ(again.health, healthy());
    EXPECT_TRUE(verify_health(again, device_.public_key()));
}
TEST_F(HealthText, ComesBackFromATerminalWithoutLedgerOrReceipt) {
    Health poor = healthy();
    poor.head.reset();
    poor.through.reset();
    poor.cert_days.reset();
    EXPECT_EQ(parse_health(encode_health(poor, device_)).value().health, poor);
}
TEST_F(HealthText, FitsAQrCodeAtItsLargest) {
    Health large = healthy();
    large.device = std::string(32, 'a');
    large.head->seq = (1ULL << 53U) - 1;
    large.through = large.pending = large.disk_free_mb = large.head->seq;
    large.version = "10.11.12-rc.1+ab";
    large.cert_days = -10'000;
    const std::string text = encode_health(large, device_);
    EXPECT_LE(text.size(), kMaxHealthText);
    constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    EXPECT_TRUE(
        std::all_of(text.begin(), text.end(), [&](char c) { return kAlphanumeric.find(c) != std::string_view::npos; }));
    EXPECT_TRUE(parse_health(text));
}
TEST_F(HealthText, ForgivesBlanksAndSmallLetters) {
    std::string text = " " + encode_health(healthy(), device_) + "\n";
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto again = parse_health(text).value();
    EXPECT_TRUE(verify_health(again, device_.public_key()));
}
TEST_F(HealthText, AChangedNumberBreaksTheSignature) {
    std::string text = encode_health(healthy(), device_);
    text.replace(text.find(":1234:"), 6, ":1235:");
    EXPECT_FALSE(verify_health(parse_health(text).value(), device_.public_key()));
}
TEST_F(HealthText, AnotherKeyDoesNotHold) {
    const auto text = encode_health(healthy(), device_);
    EXPECT_FALSE(verify_health(parse_health(text).value(), base::Signer::generate().public_key()));
}
TEST_F(HealthText, SaysWhatIsWrong) {
    const std::string good = encode_health(healthy(), device_);
    EXPECT_THAT(parse_health("").error().what, HasSubstr("H1:"));
    EXPECT_THAT(parse_health(good.substr(0, good.rfind(':'))).error().what, HasSubstr("12 parts"));
    std::string bad = good;
    bad.replace(bad.find(":1234:"), 6, ":12x4:");
    EXPECT_THAT(parse_health(bad).error().what, HasSubstr("no number"));
}

}  // namespace hailong::domain
