#include "kiosk/domain/typed_code.h"

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

std::string typed_code(const base::Digest& digest) {
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

bool is_typed_code(std::string_view text) {
    if (text.size() != 9 || text[4] != '-') return false;
    CodeDigits digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto found = kAlphabet.find(text[i < 4 ? i : i + 1]);
        if (found == std::string_view::npos) return false;
        digits[i] = found;
    }
    return weighted_sum(digits) == 0;
}

Result<std::string> parse_typed_code(std::string_view typed) {
    std::string symbols;
    for (const char c : typed) {
        if (c == '-' || c == ' ') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (kAlphabet.find(upper) == std::string_view::npos) {
            return fail(ErrorCode::bad_input, "a code has only these symbols: " + std::string(kAlphabet));
        }
        symbols += upper;
    }
    if (symbols.size() != 8) {
        return fail(ErrorCode::bad_input, "a code has 8 symbols, this one " + std::to_string(symbols.size()));
    }
    symbols.insert(4, "-");
    if (!is_typed_code(symbols))
        return fail(ErrorCode::bad_input, symbols + " is mistyped: its check symbol does not fit");
    return symbols;
}

}  // namespace hailong::domain
