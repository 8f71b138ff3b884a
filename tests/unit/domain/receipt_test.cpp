#include "kiosk/domain/receipt.h"

#include <gtest/gtest.h>

namespace hailong::domain {

class Receipts : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    base::Signer key_ = base::Signer::generate();
    KeysDocument keys_{1, "dong-nai", {}, {base::Signer::generate().public_key(), key_.public_key()}, {}, {}, {}, {}};
    Receipt receipt_{"dong-nai",
                     "0123456789abcdef",
                     "dx-01",
                     base::sha256("chain"),
                     Verdict::ok,
                     600,
                     base::sha256("head"),
                     {},
                     {},
                     request_digest("header"),
                     base::parse_utc("2026-11-23T02:15:07.123Z").value(),
                     {},
                     "1",
                     1};

    // Signs a line of ours, changed, with the true key: only the form can be wrong.
    [[nodiscard]] bool accepts(std::string_view from, std::string_view to) const {
        std::string line = split_signed(encode_receipt(receipt_, key_))->line;
        const auto at = line.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        line.replace(at, from.size(), to);
        return parse_receipt(sign_text(line, key_, base::Context::receipt), keys_).has_value();
    }
};

TEST_F(Receipts, ComeBack) {
    EXPECT_EQ(parse_receipt(encode_receipt(receipt_, key_), keys_).value(), receipt_);
    receipt_.verdict = Verdict::fork;
    receipt_.at_seq = 17;
    receipt_.at_hash = base::sha256("there");
    receipt_.want = {{base::sha256("other"), 5}};
    EXPECT_EQ(parse_receipt(encode_receipt(receipt_, key_), keys_).value(), receipt_);
}
TEST_F(Receipts, CanSayThatNothingIsHeld) {
    receipt_.through.reset();
    receipt_.head.reset();
    receipt_.verdict = Verdict::gap;
    EXPECT_EQ(parse_receipt(encode_receipt(receipt_, key_), keys_).value(), receipt_);
}
TEST_F(Receipts, AreRefusedFromAKeyThatIsNotListed) {
    EXPECT_EQ(parse_receipt(encode_receipt(receipt_, base::Signer::generate()), keys_).error().code, ErrorCode::crypto);
}
TEST_F(Receipts, AreRefusedWithOneChangedByte) {
    std::string text = encode_receipt(receipt_, key_);
    text.replace(text.find("600"), 3, "601");
    EXPECT_EQ(parse_receipt(text, keys_).error().code, ErrorCode::crypto);
}
TEST_F(Receipts, AreRefusedWhenTheKeysIdIsBorrowed) {
    const auto thief = base::Signer::generate();
    std::string text = encode_receipt(receipt_, thief);
    text.replace(text.find(thief.key_id()), 16, key_.key_id());
    EXPECT_FALSE(parse_receipt(text, keys_));
}
TEST_F(Receipts, KeepAStrictForm) {
    EXPECT_TRUE(accepts("\"proto\":1", "\"proto\":1"));
    EXPECT_FALSE(accepts("\"proto\":1", "\"proto\":2"));
    EXPECT_FALSE(accepts("\"verdict\":\"ok\"", "\"verdict\":\"fine\""));
    EXPECT_FALSE(accepts("\"through\":600", "\"through\":-1"));
    EXPECT_FALSE(accepts("\"through\":600", "\"through\":600.0"));
    EXPECT_FALSE(accepts("\"through\":600", "\"through\":null"));
    EXPECT_FALSE(accepts("\"through\":600", "\"through\":600,\"through\":601"));
    EXPECT_FALSE(accepts("0123456789abcdef", "0123"));
    EXPECT_FALSE(accepts("0123456789abcdef", "0123456789ABCDEF"));
    EXPECT_FALSE(accepts("\"want\":[]", "\"want\":[1]"));
    EXPECT_FALSE(accepts("\"at_seq\":null", "\"at_seq\":\"x\""));
    EXPECT_FALSE(accepts("2026-11-23T02:15:07.123Z", "yesterday"));
}
TEST_F(Receipts, LackNoneOfTheirMembers) {
    for (const std::string name :
         {"proto", "province", "epoch", "device", "verdict", "req", "now", "want", "config", "keys"}) {
        EXPECT_FALSE(accepts('"' + name + '"', "\"other\"")) << name;
    }
}
TEST_F(Receipts, NamePlacesAsHexAndNothingElse) {
    receipt_.at_seq = 17;
    receipt_.at_hash = base::sha256("there");
    for (const std::string name : {"chain", "head", "at_hash"}) {
        const std::string member = '"' + name + "\":\"";
        EXPECT_TRUE(accepts(member, member)) << name;
        EXPECT_FALSE(accepts(member, member + "x")) << name;
        EXPECT_FALSE(accepts(member, '"' + name + "\":1,\"other\":\"")) << name;
    }
    EXPECT_FALSE(accepts("\"req\":\"", "\"req\":\"x"));
}
TEST_F(Receipts, WantChainsByNameAndPlace) {
    receipt_.want = {{base::sha256("other"), 5}};
    EXPECT_TRUE(accepts("\"from\":5", "\"from\":6"));
    EXPECT_FALSE(accepts("\"from\":5", "\"from\":-5"));
    EXPECT_FALSE(accepts("\"want\":[{\"chain\":\"", "\"want\":[{\"chain\":\"x"));
    receipt_.want.assign(64, receipt_.want.front());
    EXPECT_TRUE(accepts("\"proto\":1", "\"proto\":1"));
    receipt_.want.push_back(receipt_.want.front());
    EXPECT_FALSE(accepts("\"proto\":1", "\"proto\":1"));
}
TEST_F(Receipts, AreNoReceiptsWithoutAWholeSecondLine) {
    const std::string line = split_signed(encode_receipt(receipt_, key_))->line;
    const std::string sig = key_.sign(base::Context::receipt, {line}).b64();
    const auto parsed = [&](const std::string& second) { return parse_receipt(line + "\n" + second + "\n", keys_); };
    EXPECT_TRUE(parsed(R"({"key":")" + key_.key_id() + R"(","sig":")" + sig + "\"}"));
    for (const std::string& second :
         {std::string(), std::string("{"), R"({"sig":")" + sig + "\"}", R"({"key":")" + key_.key_id() + "\"}",
          R"({"key":")" + key_.key_id() + R"(","sig":"AA"})"}) {
        EXPECT_EQ(parsed(second).error().code, ErrorCode::bad_input) << second;
    }
    EXPECT_EQ(parse_receipt(line, keys_).error().code, ErrorCode::bad_input);
}
TEST_F(Receipts, KeepNamesTheyDoNotKnow) { EXPECT_TRUE(accepts("\"proto\":1", "\"proto\":1,\"later\":[1,2]")); }

}  // namespace hailong::domain
