#include "kiosk/base/bytes.h"

#include <sodium.h>

namespace hailong::base {

std::string to_hex(std::string_view bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    out.pop_back();
    return out;
}

Result<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return fail(ErrorCode::bad_input, "hex text of odd length");
    for (const char c : text) {
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (!digit) return fail(ErrorCode::bad_input, "not lower-case hex");
    }
    std::string out(text.size() / 2, '\0');
    std::size_t length = 0;
    sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr, &length,
                   nullptr);
    return out;
}

namespace {
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
}

std::string to_b64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      kVariant);
    out.pop_back();
    return out;
}

Result<std::string> from_b64(std::string_view text) {
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int refused = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                                          text.size(), nullptr, &length, &end, kVariant);
    if (refused != 0 || end != text.data() + text.size()) return fail(ErrorCode::bad_input, "not base64url");
    out.resize(length);
    return out;
}

namespace {
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
}

std::string to_b32(std::string_view bytes) {
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5;) out += kBase32[(held >> (bits -= 5)) & 31U];
    }
    if (bits > 0) out += kBase32[(held << (5 - bits)) & 31U];
    return out;
}

Result<std::string> from_b32(std::string_view text) {
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto value = kBase32.find(c);
        if (value == std::string_view::npos) return fail(ErrorCode::bad_input, "not base32");
        held = (held << 5U) | static_cast<unsigned>(value);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>((held >> bits) & 0xFFU);
    }
    if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) return fail(ErrorCode::bad_input, "not base32");
    return out;
}

std::string big_endian(std::uint64_t value) {
    std::string out(8, '\0');
    for (std::size_t i = 8; i-- > 0; value >>= 8U) out[i] = static_cast<char>(value & 0xFFU);
    return out;
}

}  // namespace hailong::base
