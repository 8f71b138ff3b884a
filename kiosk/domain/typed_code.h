// Codes that people copy, type and read out on the telephone: eight symbols without 0, 1, I and O, "XXXX-XXXX". The
// last makes Σ i·v_i ≡ 0 mod 31, so one wrong or two swapped symbols are noticed (ledger-and-sync.md §2).
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"

namespace hailong::domain {

// Seven symbols of the digest's first eight bytes, and the check symbol.
[[nodiscard]] std::string typed_code(const base::Digest& digest);
[[nodiscard]] bool is_typed_code(std::string_view text);
// What a person typed, as "XXXX-XXXX": blanks and dashes anywhere, small letters allowed. Errors: bad_input when it is
// not such a code; says whether a symbol is not allowed, the length is wrong or the check symbol does not fit.
[[nodiscard]] Result<std::string> parse_typed_code(std::string_view typed);

}  // namespace hailong::domain
