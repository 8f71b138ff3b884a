#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zstd.h>

#include "kiosk/base/crypto.h"
#include "sync/protocol/wire.h"

namespace hailong::body_test {

std::string le32(std::uint32_t value) {
    std::string out;
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((value >> shift) & 0xFFU);
    return out;
}

std::string frame(const std::string& text, int window_log, int size_flag) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, size_flag);
    out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
    ZSTD_freeCCtx(context);
    return out;
}

// A frame padded as the protocol wants it.
std::string padded(const std::string& frame_bytes) {
    const std::size_t whole = (frame_bytes.size() + 8 + 1023) / 1024 * 1024;
    const std::size_t rest = whole - frame_bytes.size() - 8;
    return frame_bytes + le32(0x184D2A50) + le32(static_cast<std::uint32_t>(rest)) + std::string(rest, '\0');
}

std::string refusal(const std::string& bytes) {
    const auto text = protocol::unpack_body(bytes);
    return text ? "accepted " + std::to_string(text->size()) + " bytes" : text.error().what;
}

TEST(Body, GivesBackWhatWasPacked) {
    const std::string text = "{\"proto\":1}\nline\n";
    const auto body = protocol::pack_body(text);
    ASSERT_TRUE(body);
    EXPECT_EQ(protocol::unpack_body(*body).value(), text);
}

TEST(Body, IsAMultipleOfOneKibibyte) {
    for (std::size_t size = 0; size < 3000; size += 7) {
        EXPECT_EQ(protocol::pack_body(base::random_bytes(size)).value().size() % 1024, 0U);
    }
}

TEST(Body, HidesTheDifferenceOfTwoScores) {
    const std::string four = "{\"score\":4}\n";
    const std::string five = "{\"score\":5,\"more\":1}\n";
    EXPECT_EQ(protocol::pack_body(four).value().size(), protocol::pack_body(five).value().size());
}

TEST(Body, CarriesTheLongestBatchEvenWhenNothingCompresses) {
    const std::string text = base::random_bytes(protocol::kMaxContent);
    const auto body = protocol::pack_body(text);
    ASSERT_TRUE(body);
    EXPECT_LE(body->size(), protocol::kMaxBody);
    EXPECT_EQ(protocol::unpack_body(*body).value(), text);
}

TEST(Body, RefusesToPackMoreThan264KiB) {
    EXPECT_FALSE(protocol::pack_body(std::string(protocol::kMaxContent + 1, 'a')));
}

TEST(Body, RefusesABomb) {
    const std::string bomb = padded(frame(std::string(64 << 20, '\0'), 19, 1));
    ASSERT_LT(bomb.size(), protocol::kMaxBody);
    EXPECT_EQ(refusal(bomb), "body: declares more than 264 KiB");
}

TEST(Body, RefusesAFrameWithoutADeclaredSize) {
    EXPECT_EQ(refusal(padded(frame("hello", 19, 0))), "body: no declared size");
}

TEST(Body, RefusesAWindowAbove512KiB) {
    // Not a single segment, 8-byte size field: window byte 0x50 demands 2^20.
    std::string wide = le32(0xFD2FB528) + std::string("\xC0\x50", 2) + std::string("\x05\0\0\0\0\0\0\0", 8);
    wide += std::string("\x29\0\0hello", 8);  // last raw block of five bytes
    EXPECT_EQ(refusal(padded(wide)), "body: needs a window above 512 KiB");
    wide[5] = '\x48';  // 2^19
    EXPECT_EQ(protocol::unpack_body(padded(wide)).value(), "hello");
}

TEST(Body, RefusesAFrameThatDeclaresLessThanItHolds) {
    std::string liar = frame("hello hello", 19, 1);
    ASSERT_EQ(liar[5], 11);
    liar[5] = 5;
    EXPECT_EQ(refusal(padded(liar)), "body: frame does not decompress to what it declares");
}

TEST(Body, NoTurnedBitOfTheFrameGoesUnnoticed) {
    const std::string text = R"({"clock":{"at":"2026-11-30T01:02:03.004Z","mono_ms":864000000}})" + std::string("\n");
    const std::string packed = protocol::pack_body(text).value();
    const std::size_t frame = ZSTD_findFrameCompressedSize(packed.data(), packed.size());
    for (std::size_t bit = 0; bit < 8 * frame; ++bit) {
        std::string turned = packed;
        turned[bit / 8] = static_cast<char>(static_cast<unsigned char>(turned[bit / 8]) ^ (1U << (bit % 8)));
        // RFC 8878 §3.1.1.1.1: one bit of a frame's header means nothing.
        EXPECT_EQ(protocol::unpack_body(turned).value_or(text), text) << "bit " << bit;
    }
}

TEST(Body, RefusesWhatIsTooShortForItsHeaders) {
    EXPECT_EQ(refusal(std::string(1024, '\0')), "body: not a zstd frame");
    // Behind the frame there is less than the header of a padding frame.
    for (std::size_t size = 4000;; ++size) {
        const std::string bare = frame(base::random_bytes(size), 19, 1);
        if (bare.size() % 1024 < 1020) continue;
        EXPECT_EQ(refusal(bare + std::string(1024 - bare.size() % 1024, 'x')), "body: no padding frame");
        break;
    }
}

TEST(Body, RefusesAnythingAfterThePadding) {
    std::string body = protocol::pack_body("hello").value();
    body += std::string(1024, '\0');
    EXPECT_EQ(refusal(body), "body: padding does not end with the body");
}

TEST(Body, RefusesASecondFrameInPlaceOfPadding) {
    const std::string one = frame("hello", 19, 1);
    std::string two = one + one;
    two.resize(1024, '\0');
    EXPECT_EQ(refusal(two), "body: no padding frame");
}

TEST(Body, RefusesLengthsThatAreNotPadded) {
    EXPECT_EQ(refusal(frame("hello", 19, 1)), "body: length is no multiple of 1 KiB");
    EXPECT_EQ(refusal(""), "body: length is no multiple of 1 KiB");
}

TEST(Body, RefusesMoreThan272KiBUnread) {
    EXPECT_EQ(refusal(std::string(protocol::kMaxBody + 1024, '\0')), "body: longer than 272 KiB");
}

TEST(Body, RefusesPlainText) { EXPECT_EQ(refusal(std::string(1024, 'a')), "body: not a zstd frame"); }

RC_GTEST_PROP(BodyProperty, PackedTextComesBack, (const std::string& text)) {
    RC_ASSERT(protocol::unpack_body(protocol::pack_body(text).value()).value() == text);
}

RC_GTEST_PROP(BodyProperty, CutAnywhereIsRefused, (const std::string& text)) {
    const std::string body = protocol::pack_body(text).value();
    const auto length = *rc::gen::inRange<std::size_t>(0, body.size());
    RC_ASSERT(!protocol::unpack_body(body.substr(0, length)));
}

RC_GTEST_PROP(BodyProperty, AnEditedFrameNeverGivesMoreThanItsLimit, ()) {
    std::string body = protocol::pack_body(std::string(2000, 'x')).value();
    const auto edits = *rc::gen::inRange(1, 8);
    for (int i = 0; i < edits; ++i) body[*rc::gen::inRange<std::size_t>(0, 40)] = *rc::gen::arbitrary<char>();
    const auto text = protocol::unpack_body(body);
    RC_ASSERT(!text || text->size() <= protocol::kMaxContent);
}

}  // namespace hailong::body_test
