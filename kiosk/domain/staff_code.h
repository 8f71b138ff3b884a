// The one-time code that opens the staff screen (ledger-and-sync.md §4). There is no universal PIN: each terminal has a
// key that only it and the province know. Either the terminal shows a challenge and somebody with the province's
// server answers it, or the next code of a printed, numbered sheet is typed. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"

namespace hailong::domain {

inline constexpr auto kStaffChallengeLife = std::chrono::minutes(10);
inline constexpr unsigned kStaffSheetCodes = 24;
inline constexpr std::uint32_t kFirstStaffSheet = 1;

// HMAC(province master, T("staff/1", device id)): 32 bytes.
[[nodiscard]] base::Secret staff_key(const base::Secret& province_master, std::string_view device);

// A typed code (typed_code.h) of H(T("staff/1", random)); a mistyped one is noticed before it is answered.
[[nodiscard]] std::string staff_challenge(const base::Token16& random);
// Eight digits: the first eight bytes of HMAC(staff key, T("staff/1", "answer" ‖ the 8 symbols)) mod 10⁸.
// REQUIRES: is_typed_code(challenge).
[[nodiscard]] std::string staff_answer(const base::Secret& staff_key, std::string_view challenge);

// Code `number`, 1…24, of sheet `sheet`: eight digits of HMAC(staff key, T("staff/1", "sheet" ‖ u64(sheet) ‖
// u64(number))).
[[nodiscard]] std::string staff_sheet_code(const base::Secret& staff_key, std::uint32_t sheet, unsigned number);

// Exactly eight digits.
[[nodiscard]] bool is_staff_answer(std::string_view text);

}  // namespace hailong::domain
