#include <zstd.h>

#include <cstdint>
#include <memory>

#include "sync/protocol/wire.h"

namespace hailong::protocol {

namespace {

// RFC 8878 §3.1: both kinds of frames begin with a magic number, little-endian.
constexpr std::uint32_t kZstdMagic = 0xFD2FB528;
constexpr std::uint32_t kSkippableMagic = 0x184D2A50;
constexpr std::size_t kSkippableHeader = 8;  // magic and length
constexpr int kLevel = 9;                    // sealed boxes hardly compress; the JSON around them does at any level

std::uint32_t little_endian(std::string_view four) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(four[i])} << (8U * i);
    return value;
}

std::string little_endian(std::uint32_t value) {
    std::string out;
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((value >> shift) & 0xFFU);
    return out;
}

std::string skippable(std::size_t total) {
    const auto length = static_cast<std::uint32_t>(total - kSkippableHeader);
    return little_endian(kSkippableMagic) + little_endian(length) + std::string(length, '\0');
}

// The window that the frame demands of its decoder: the one-shot decoder of libzstd does not limit it.
std::uint64_t window_of(unsigned char descriptor, unsigned char window_byte, std::uint64_t content) {
    constexpr unsigned kSingleSegment = 0x20;
    if ((descriptor & kSingleSegment) != 0U) return content;
    const std::uint64_t base = std::uint64_t{1} << (10U + (window_byte >> 3U));
    return base + base / 8 * (window_byte & 7U);
}

tl::unexpected<Error> refuse(std::string_view why) { return fail(ErrorCode::bad_input, "body: " + std::string(why)); }

// Content size of the first frame, after all limits that its header can break.
Result<std::size_t> check_frame(std::string_view bytes) {
    constexpr std::size_t kSmallestHeader = 6;
    if (bytes.size() < kSmallestHeader || little_endian(bytes) != kZstdMagic) return refuse("not a zstd frame");
    const auto content = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (content == ZSTD_CONTENTSIZE_UNKNOWN || content == ZSTD_CONTENTSIZE_ERROR) return refuse("no declared size");
    if (content > kMaxContent) return refuse("declares more than 264 KiB");
    const auto descriptor = static_cast<unsigned char>(bytes[4]);
    if ((descriptor & 3U) != 0U) return refuse("needs a dictionary");
    if (window_of(descriptor, static_cast<unsigned char>(bytes[5]), content) > kMaxWindow) {
        return refuse("needs a window above 512 KiB");
    }
    return static_cast<std::size_t>(content);
}

Status check_padding(std::string_view bytes) {
    if (bytes.size() < kSkippableHeader || little_endian(bytes) != kSkippableMagic) return refuse("no padding frame");
    if (little_endian(bytes.substr(4)) != bytes.size() - kSkippableHeader) {
        return refuse("padding does not end with the body");
    }
    return {};
}

}  // namespace

Result<std::string> pack_body(std::string_view text) {
    if (text.size() > kMaxContent) return refuse("batch is longer than 264 KiB");
    std::string out(ZSTD_compressBound(text.size()), '\0');
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    if (!context) return fail(ErrorCode::environment, "body: no memory for the encoder");
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 1);
    // The chain covers the lines, but nothing else covers the header's clock and health on their way.
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, 19);  // 512 KiB
    const auto size = ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size());
    if (ZSTD_isError(size) != 0U) return refuse(ZSTD_getErrorName(size));
    out.resize(size);
    const std::size_t whole = (size + kSkippableHeader + kPadding - 1) / kPadding * kPadding;
    return out + skippable(whole - size);
}

Result<std::string> unpack_body(std::string_view bytes) {
    if (bytes.size() > kMaxBody) return refuse("longer than 272 KiB");
    if (bytes.empty() || bytes.size() % kPadding != 0) return refuse("length is no multiple of 1 KiB");
    HL_TRY(const auto content, check_frame(bytes));
    const auto frame = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
    if (ZSTD_isError(frame) != 0U) return refuse("frame is cut off or damaged");
    HL_CHECK(check_padding(bytes.substr(frame)));
    std::string out(content, '\0');
    const auto size = ZSTD_decompress(out.data(), out.size(), bytes.data(), frame);
    if (ZSTD_isError(size) != 0U || size != content) return refuse("frame does not decompress to what it declares");
    return out;
}

}  // namespace hailong::protocol
