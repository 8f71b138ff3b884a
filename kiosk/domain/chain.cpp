#include "kiosk/domain/chain.h"

#include <array>

namespace hailong::domain {

namespace {

constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
constexpr std::uint64_t kBase = 31;
static_assert(kAlphabet.size() == kBase);
using CodeDigits = std::array<std::uint64_t, 8>;

// Σ i·v_i mod 31, i from 1.
std::uint64_t weighted_sum(const CodeDigits& digits) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += (i + 1) * digits[i];
    return sum % kBase;
}

}  // namespace

base::Digest hash_entry(const base::Digest& previous, Seq seq, std::string_view line) {
    return base::hash(base::Context::entry, {previous.view(), base::big_endian(seq), line});
}

Head begin_chain(std::string_view genesis_line) {
    const base::Digest hash = hash_entry(base::Digest{}, 0, genesis_line);
    return Head{hash, 0, hash};
}

Head extend(const Head& head, std::string_view line) {
    return Head{head.chain, head.seq + 1, hash_entry(head.hash, head.seq + 1, line)};
}

base::Signature sign_head(const base::Signer& device, const Head& head) {
    return device.sign(base::Context::head, {head.chain.view(), base::big_endian(head.seq), head.hash.view()});
}

bool verify_head(const base::SignKey& device, const Head& head, const base::Signature& signature) {
    return base::verify(device, signature, base::Context::head,
                        {head.chain.view(), base::big_endian(head.seq), head.hash.view()});
}

std::string rating_code(const base::Digest& first_rating_hash) {
    const base::Digest digest = base::hash(base::Context::code, {first_rating_hash.view()});
    std::uint64_t x = 0;
    for (std::size_t i = 0; i < 8; ++i) x = (x << 8U) | digest.bytes[i];
    CodeDigits digits{};
    for (std::size_t i = 7; i-- > 0; x /= kBase) digits[i] = x % kBase;
    // 8·v8 ≡ −Σ and 8·4 ≡ 1 (mod 31), so v8 = −4·Σ.
    digits[7] = (kBase - 4 * weighted_sum(digits) % kBase) % kBase;
    std::string code;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i == 4) code += '-';
        code += kAlphabet[digits[i]];
    }
    return code;
}

bool is_rating_code(std::string_view text) {
    if (text.size() != 9 || text[4] != '-') return false;
    CodeDigits digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto found = kAlphabet.find(text[i < 4 ? i : i + 1]);
        if (found == std::string_view::npos) return false;
        digits[i] = found;
    }
    return weighted_sum(digits) == 0;
}

}  // namespace hailong::domain
