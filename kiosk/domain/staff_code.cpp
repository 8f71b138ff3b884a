#include "kiosk/domain/staff_code.h"

#include <algorithm>

#include "kiosk/domain/typed_code.h"

namespace hailong::domain {

namespace {

constexpr std::size_t kAnswerDigits = 8;
constexpr std::uint64_t kAnswers = 100'000'000;  // 10⁸

std::string digits_of(const base::Digest& mac) {
    std::uint64_t x = 0;
    for (std::size_t i = 0; i < 8; ++i) x = (x << 8U) | mac.bytes[i];
    const std::string digits = std::to_string(x % kAnswers);
    return std::string(kAnswerDigits - digits.size(), '0') + digits;
}

std::string without_dash(std::string_view challenge) {
    std::string out(challenge);
    std::erase(out, '-');
    return out;
}

}  // namespace

base::Secret staff_key(const base::Secret& province_master, std::string_view device) {
    return base::Secret(base::mac(province_master, base::contextual(base::Context::staff, {device})).view());
}

std::string staff_challenge(const base::Token16& random) {
    return typed_code(base::hash(base::Context::staff, {random.view()}));
}

std::string staff_answer(const base::Secret& staff_key, std::string_view challenge) {
    const std::string symbols = without_dash(challenge);
    return digits_of(base::mac(staff_key, base::contextual(base::Context::staff, {"answer", symbols})));
}

std::string staff_sheet_code(const base::Secret& staff_key, std::uint32_t sheet, unsigned number) {
    return digits_of(base::mac(staff_key, base::contextual(base::Context::staff, {"sheet", base::big_endian(sheet),
                                                                                  base::big_endian(number)})));
}

bool is_staff_answer(std::string_view text) {
    return text.size() == kAnswerDigits &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace hailong::domain
