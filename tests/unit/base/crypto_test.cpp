#include "kiosk/base/crypto.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

namespace hailong::base {

class Crypto : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(init_crypto()); }
};

TEST_F(Crypto, HashesLikeFips180) {
    EXPECT_EQ(sha256("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
TEST_F(Crypto, MacsLikeRfc4231Case2) {
    EXPECT_EQ(mac(Secret("Jefe"), "what do ya want for nothing?").hex(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
TEST_F(Crypto, SeparatesContextFromMessageByAZeroByte) {
    EXPECT_EQ(contextual(Context::head, {"ab", "c"}), std::string("hailong/head/1\0abc", 18));
}
TEST_F(Crypto, ASignatureHoldsOnlyForItsContextKeyAndText) {
    const Signer signer = Signer::generate();
    const Signature signature = signer.sign(Context::head, {"text"});
    EXPECT_TRUE(verify(signer.public_key(), signature, Context::head, {"text"}));
    EXPECT_FALSE(verify(signer.public_key(), signature, Context::receipt, {"text"}));
    EXPECT_FALSE(verify(signer.public_key(), signature, Context::head, {"texT"}));
    EXPECT_FALSE(verify(Signer::generate().public_key(), signature, Context::head, {"text"}));
}
TEST_F(Crypto, ASignerComesBackFromItsSeed) {
    const Signer signer = Signer::generate();
    const Signer again = Signer::from_seed(signer.seed().view()).value();
    EXPECT_EQ(again.public_key(), signer.public_key());
    EXPECT_EQ(again.key_id(), key_id(signer.public_key().view()));
    EXPECT_EQ(again.key_id().size(), 16U);
    EXPECT_FALSE(Signer::from_seed("short"));
}
TEST_F(Crypto, ASharedSignerSignsAfterTheFirstIsGone) {
    std::optional<Signer> first = Signer::generate();
    const Signer shared = first->shared();
    const SignKey key = first->public_key();
    first.reset();
    EXPECT_EQ(shared.key_id(), key_id(key.view()));
    EXPECT_TRUE(verify(key, shared.sign(Context::head, {"text"}), Context::head, {"text"}));
}
TEST_F(Crypto, OnlyTheRightKeyOpensABox) {
    const Opener province = Opener::generate();
    const std::string box = seal(province.public_key(), "answer");
    EXPECT_EQ(province.open(box).value().view(), "answer");
    EXPECT_FALSE(Opener::generate().open(box));
}
TEST_F(Crypto, ABoxShowsItsPaddedLengthOnly) {
    const Opener province = Opener::generate();
    std::set<std::size_t> sizes;
    for (std::size_t length = 0; length < 256; ++length)
        sizes.insert(seal(province.public_key(), std::string(length, 'x')).size());
    EXPECT_EQ(sizes, std::set<std::size_t>{48 + 256});
    EXPECT_EQ(seal(province.public_key(), std::string(256, 'x')).size(), 48U + 512U);
}
TEST_F(Crypto, EveryLengthComesBackFromItsBox) {
    const Opener province = Opener::generate();
    for (std::size_t length = 0; length < 300; length += 7) {
        const std::string plain(length, 'p');
        EXPECT_EQ(province.open(seal(province.public_key(), plain)).value().view(), plain);
    }
}
TEST_F(Crypto, AChangedBoxDoesNotOpen) {
    const Opener province = Opener::generate();
    std::string box = seal(province.public_key(), "answer");
    box[box.size() / 2] = static_cast<char>(box[box.size() / 2] ^ 1);
    EXPECT_FALSE(province.open(box));
    EXPECT_FALSE(province.open(""));
    EXPECT_FALSE(province.open(std::string(60, 'x')));
}
TEST_F(Crypto, WhatIsSealedToASigningKeyOpensWithItAlone) {
    const auto signer = Signer::generate();
    const auto box = seal(box_key_of(signer.public_key()).value(), "a staff key");
    EXPECT_EQ(signer.opener().open(box).value().view(), "a staff key");
    EXPECT_FALSE(Signer::generate().opener().open(box));
}
TEST_F(Crypto, NothingIsSealedToBytesThatAreNoKey) {
    EXPECT_FALSE(box_key_of(SignKey{}));  // of small order
    EXPECT_FALSE(box_key_of(SignKey::from_raw(std::string(32, '\x02')).value()));
}
TEST_F(Crypto, TokensDoNotRepeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random_token().hex()).second);
}
TEST_F(Crypto, WipeLeavesNoText) {
    std::string text = "secret";
    wipe(text);
    EXPECT_TRUE(text.empty());
}

}  // namespace hailong::base
