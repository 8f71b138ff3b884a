#include "kiosk/domain/chain.h"

#include <gtest/gtest.h>

#include <set>

namespace hailong::domain {

// The test vector of the design (ledger-and-sync.md §5): seed 32 × 0x01, line 0 {"seq":0}, line 1 {"seq":1}.
class TestVector : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    const Head first_ = begin_chain(R"({"seq":0})");
    const Head second_ = extend(first_, R"({"seq":1})");
};

TEST_F(TestVector, GenesisHashIsTheChainId) {
    EXPECT_EQ(first_.hash.hex(), "b9bf2e56d888be10bbb2397f79d6cb149982b88627ddd935a3b6a395a494f7a1");
    EXPECT_EQ(first_.chain, first_.hash);
    EXPECT_EQ(first_.seq, 0U);
}
TEST_F(TestVector, SecondHashFollows) {
    EXPECT_EQ(second_.hash.hex(), "9e72b73efdfd43f3db8c157c31792bb84502da9539269c2ea09245ee4c806b3b");
    EXPECT_EQ(second_.chain, first_.hash);
    EXPECT_EQ(second_.seq, 1U);
}
TEST_F(TestVector, EachEntryHashesTheOneBeforeItAndNotOnlyTheFirst) {
    const Head third = extend(second_, "{}");
    EXPECT_EQ(third.hash, hash_entry(second_.hash, 2, "{}"));
    EXPECT_NE(third.hash, hash_entry(first_.hash, 2, "{}"));
}
TEST_F(TestVector, HeadIsSignedAsPrinted) {
    const auto device = base::Signer::from_seed(std::string(32, '\x01')).value();
    const auto signature = sign_head(device, second_);
    EXPECT_EQ(signature.b64(),
              "QNTgszxkNgKTWHs8MaBH-mKFEhi5MtnhCHSVjVDEOb7Y9P5G0bnHlSLIRck-I6QyLUKMlyir6gGLtkKueuOTBg");
    EXPECT_TRUE(verify_head(device.public_key(), second_, signature));
}
TEST_F(TestVector, CodeIsAsPrinted) { EXPECT_EQ(rating_code(second_.hash), "4SGX-GR9J"); }

TEST_F(TestVector, AHeadsSignatureFitsNoOtherHead) {
    const auto device = base::Signer::generate();
    const auto signature = sign_head(device, second_);
    Head other = second_;
    other.seq = 2;
    EXPECT_FALSE(verify_head(device.public_key(), other, signature));
    other = second_;
    other.chain.bytes[0] ^= 1U;
    EXPECT_FALSE(verify_head(device.public_key(), other, signature));
    other = second_;
    other.hash.bytes[31] ^= 1U;
    EXPECT_FALSE(verify_head(device.public_key(), other, signature));
}
TEST_F(TestVector, TheSameLineElsewhereHasAnotherHash) {
    EXPECT_NE(hash_entry(first_.hash, 1, "x"), hash_entry(first_.hash, 2, "x"));
    EXPECT_NE(hash_entry(first_.hash, 1, "x"), hash_entry(second_.hash, 1, "x"));
    EXPECT_NE(hash_entry(first_.hash, 1, "x"), hash_entry(first_.hash, 1, "x "));
}

TEST(RatingCode, NoticesEveryWrongSymbolAndEverySwap) {
    const std::string alphabet = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
    const std::string code = rating_code(base::sha256("a rating"));
    ASSERT_TRUE(is_rating_code(code)) << code;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i == 4) continue;
        for (const char symbol : alphabet) {
            std::string wrong = code;
            wrong[i] = symbol;
            EXPECT_EQ(is_rating_code(wrong), wrong == code) << wrong;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (j == 4) continue;
            std::string swapped = code;
            std::swap(swapped[i], swapped[j]);
            EXPECT_EQ(is_rating_code(swapped), swapped == code) << swapped;
        }
    }
}
TEST(RatingCode, RefusesOtherShapes) {
    for (const char* text : {"", "4SGX", "4SGXGR9J", "4SGX-GR9J ", "4sgx-gr9j", "4SGX-GR9O", "----_----"}) {
        EXPECT_FALSE(is_rating_code(text)) << text;
    }
}
TEST(RatingCode, AllCodesOfAThousandHashesAreValid) {
    std::set<std::string> codes;
    for (int i = 0; i < 1000; ++i) {
        const std::string code = rating_code(base::sha256(std::to_string(i)));
        EXPECT_TRUE(is_rating_code(code)) << code;
        codes.insert(code);
    }
    EXPECT_EQ(codes.size(), 1000U);
}

}  // namespace hailong::domain
