#include "kiosk/base/bytes.h"

#include <gtest/gtest.h>

namespace hailong::base {

TEST(Hex, RoundTripsEveryByte) {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    EXPECT_EQ(from_hex(to_hex(all)).value(), all);
    EXPECT_EQ(to_hex(std::string_view("\x00\xFF", 2)), "00ff");
}
TEST(Hex, RefusesUpperCaseBecauseTextsAreHashed) { EXPECT_FALSE(from_hex("0A")); }
TEST(Hex, RefusesOddLength) { EXPECT_FALSE(from_hex("abc")); }
TEST(Hex, RefusesOtherCharacters) {
    EXPECT_FALSE(from_hex("0g"));
    EXPECT_FALSE(from_hex("0 "));
    EXPECT_FALSE(from_hex("0:1"));
}

TEST(Base64, RoundTripsAllLengths) {
    std::string bytes;
    for (int length = 0; length < 70; ++length) {
        EXPECT_EQ(from_b64(to_b64(bytes)).value(), bytes) << length;
        bytes += static_cast<char>(length * 37);
    }
}
TEST(Base64, UsesTheUrlAlphabetWithoutPadding) { EXPECT_EQ(to_b64("\xFB\xFF"), "-_8"); }
TEST(Base64, RefusesPaddingAndTheOtherAlphabet) {
    EXPECT_FALSE(from_b64("-_8="));
    EXPECT_FALSE(from_b64("+/8"));
}
TEST(Base64, RefusesTrailingBitsThatAreNotZero) { EXPECT_FALSE(from_b64("-_9")); }

TEST(Base32, IsThatOfRfc4648WithoutPadding) {
    EXPECT_EQ(to_b32(""), "");
    EXPECT_EQ(to_b32("f"), "MY");
    EXPECT_EQ(to_b32("foob"), "MZXW6YQ");
    EXPECT_EQ(to_b32("foobar"), "MZXW6YTBOI");
}
TEST(Base32, RoundTripsEveryLength) {
    std::string bytes;
    for (int length = 0; length < 70; ++length) {
        EXPECT_EQ(from_b32(to_b32(bytes)).value(), bytes) << length;
        bytes += static_cast<char>(length * 37);
    }
}
TEST(Base32, HasOneTextForEachValue) {
    for (const char* text : {"my", "MY======", "MZ", "M", "MZXW6YR", "M1"}) EXPECT_FALSE(from_b32(text)) << text;
}

TEST(BigEndian, PutsTheMostSignificantByteFirst) {
    EXPECT_EQ(to_hex(big_endian(0x0102030405060708ULL)), "0102030405060708");
    EXPECT_EQ(to_hex(big_endian(1)), "0000000000000001");
}

TEST(FixedBytes, RefusesAnotherLength) {
    EXPECT_FALSE(Digest::from_raw("short"));
    EXPECT_FALSE(Digest::from_hex_text("00"));
    EXPECT_FALSE(Signature::from_b64_text("AAAA"));
}
TEST(FixedBytes, RoundTripsItsTexts) {
    const Digest digest = Digest::from_raw(std::string(32, 'x')).value();
    EXPECT_EQ(Digest::from_hex_text(digest.hex()).value(), digest);
    EXPECT_EQ(Digest::from_b64_text(digest.b64()).value(), digest);
}

}  // namespace hailong::base
