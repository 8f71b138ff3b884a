#include "kiosk/domain/keys_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::domain {

using testing::HasSubstr;

class Keys : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    base::Signer root_ = base::Signer::generate();
    KeysDocument keys_{3,
                       "dong-nai",
                       root_.public_key(),
                       {base::Signer::generate().public_key()},
                       {},
                       base::Opener::generate().public_key(),
                       base::Opener::generate().public_key(),
                       {}};
};

TEST_F(Keys, DocumentComesBackUnderTheRightFingerprint) {
    EXPECT_EQ(parse_keys(encode_keys(keys_, root_), fingerprint(root_.public_key())).value(), keys_);
    keys_.next_root = base::Signer::generate().public_key();
    EXPECT_EQ(parse_keys(encode_keys(keys_, root_), fingerprint(root_.public_key())).value(), keys_);
}
TEST_F(Keys, RefusesAnotherProvincesRoot) {
    const auto other = base::Signer::generate();
    const auto parsed = parse_keys(encode_keys(keys_, root_), fingerprint(other.public_key()));
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::crypto);
    EXPECT_THAT(parsed.error().what, HasSubstr("another province"));
}
TEST_F(Keys, RefusesADocumentThatTheRootDidNotSign) {
    const auto thief = base::Signer::generate();
    EXPECT_FALSE(parse_keys(encode_keys(keys_, thief), fingerprint(root_.public_key())));
}
TEST_F(Keys, RefusesAChangedDocument) {
    std::string text = encode_keys(keys_, root_);
    text.replace(text.find("\"v\":3"), 5, "\"v\":9");
    EXPECT_THAT(parse_keys(text, fingerprint(root_.public_key())).error().what, HasSubstr("does not fit"));
}
TEST_F(Keys, RefusesADocumentWithoutReceiptKeys) {
    keys_.receipt.clear();
    EXPECT_THAT(parse_keys(encode_keys(keys_, root_), fingerprint(root_.public_key())).error().what,
                HasSubstr("no receipt key"));
}

TEST_F(Keys, RefusesAKeyToWhichNothingCanBeSealed) {
    keys_.intake = base::BoxKey{};
    EXPECT_THAT(parse_keys(encode_keys(keys_, root_), fingerprint(root_.public_key())).error().what,
                HasSubstr("nothing can be sealed"));
    keys_.intake = keys_.comment;
    keys_.comment.bytes = {1};
    EXPECT_FALSE(parse_keys(encode_keys(keys_, root_), fingerprint(root_.public_key())));
}

TEST(SignedText, NeedsExactlyTwoLines) {
    ASSERT_TRUE(base::init_crypto());
    const auto signer = base::Signer::generate();
    const std::string text = sign_text("{\"a\":1}", signer, base::Context::receipt);
    EXPECT_TRUE(split_signed(text));
    EXPECT_FALSE(split_signed(text + "\n"));
    EXPECT_FALSE(split_signed(text + text));
    EXPECT_FALSE(split_signed(text.substr(0, text.size() - 1)));
    EXPECT_FALSE(split_signed("\n" + text));
    EXPECT_FALSE(split_signed(""));
    EXPECT_FALSE(split_signed(std::string(70'000, 'x')));
}
TEST(SignedText, HoldsForItsContextOnly) {
    ASSERT_TRUE(base::init_crypto());
    const auto signer = base::Signer::generate();
    const auto parts = split_signed(sign_text("{\"a\":1}", signer, base::Context::receipt)).value();
    EXPECT_TRUE(check_signed(parts, {signer.public_key()}, base::Context::receipt));
    EXPECT_FALSE(check_signed(parts, {signer.public_key()}, base::Context::keys));
    EXPECT_FALSE(check_signed(parts, {}, base::Context::receipt));
}

}  // namespace hailong::domain
