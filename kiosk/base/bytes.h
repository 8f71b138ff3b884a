// Raw bytes and their two text forms. Byte strings are std::string (what SQLite, curl and zstd speak);
// things of a fixed length have a type of their own, so a hash cannot be passed where a key belongs.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace hailong::base {

// Lower-case hex; from_hex refuses upper case and odd lengths (one form per value: these texts are hashed).
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] Result<std::string> from_hex(std::string_view text);
// base64url without padding (RFC 4648 §5); non-canonical trailing bits are refused.
[[nodiscard]] std::string to_b64(std::string_view bytes);
[[nodiscard]] Result<std::string> from_b64(std::string_view text);
// Base32 of RFC 4648 §6, upper case, without padding: what a QR code holds in its dense alphanumeric mode. Lower case
// and non-canonical trailing bits are refused.
[[nodiscard]] std::string to_b32(std::string_view bytes);
[[nodiscard]] Result<std::string> from_b32(std::string_view text);
// Eight bytes, most significant first.
[[nodiscard]] std::string big_endian(std::uint64_t value);

template <std::size_t N, class Tag>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    auto operator<=>(const FixedBytes&) const = default;
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), N}; }
    [[nodiscard]] std::string hex() const { return to_hex(view()); }
    [[nodiscard]] std::string b64() const { return to_b64(view()); }
    [[nodiscard]] static Result<FixedBytes> from_raw(std::string_view raw) {
        if (raw.size() != N) {
            return fail(ErrorCode::bad_input,
                        "expected " + std::to_string(N) + " bytes, got " + std::to_string(raw.size()));
        }
        FixedBytes out;
        for (std::size_t i = 0; i < N; ++i) out.bytes[i] = static_cast<std::uint8_t>(raw[i]);
        return out;
    }
    [[nodiscard]] static Result<FixedBytes> from_hex_text(std::string_view text) {
        HL_TRY(const auto raw, from_hex(text));
        return from_raw(raw);
    }
    [[nodiscard]] static Result<FixedBytes> from_b64_text(std::string_view text) {
        HL_TRY(const auto raw, from_b64(text));
        return from_raw(raw);
    }
};

using Digest = FixedBytes<32, struct DigestTag>;        // SHA-256
using Signature = FixedBytes<64, struct SignatureTag>;  // Ed25519
using SignKey = FixedBytes<32, struct SignKeyTag>;      // Ed25519 public key
using BoxKey = FixedBytes<32, struct BoxKeyTag>;        // X25519 public key
using Token16 = FixedBytes<16, struct Token16Tag>;      // nonces, visit ids, boot ids: 32 hex digits

}  // namespace hailong::base
