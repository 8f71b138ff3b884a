// The dossier code on a citizen's appointment slip. Two generations are in use (domain.md §4.1):
//   000.17.22.H56-210531-0001    TT 01/2018 Đ19, unit code special → general
//   H56.14-240823-0001           QĐ 20/2020, general → special
// Codes of other units and of ministries are accepted: files are taken in regardless of boundary. Pure.
#pragma once

#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/private_text.h"
#include "kiosk/base/result.h"

namespace hailong::domain {

inline constexpr std::size_t kMaxDossierCode = 50;  // characters; the column length of the systems that issue them

struct DossierCode {
    base::PrivateText text;  // upper case, trimmed
    bool parsed = false;     // of a known shape; otherwise of another system: [A-Z0-9.\-/], at most 50 characters
    bool operator==(const DossierCode&) const = default;
};

enum class CodeFault {
    unreadable,  // no code in it
    bad_date,    // a known shape whose date is no date, lies after tomorrow or is more than three years old
};

// What a code may consist of: [A-Z0-9.\-/], 1 to 50 of them.
[[nodiscard]] bool is_code_text(std::string_view text);
// Of one of the two generations, whatever its date. Implies is_code_text().
[[nodiscard]] bool has_known_shape(std::string_view text);

// From what a scanner read or a person typed: the bare code, or a tracking URL that holds it (domain.md §4.2). A URL
// may also carry the citizen's identity number: only the code is kept, and wiping `raw` is the caller's duty, at once
// and in every case. A code of another system is taken only as the whole of `raw`, and never what may be a person's
// number: 9 or 12 digits (identity card), a telephone number. Two different codes in one text are unreadable: either
// may be meant. `today` is the wall time; the code's date is a day of the office's calendar.
[[nodiscard]] tl::expected<DossierCode, CodeFault> read_dossier_code(std::string_view raw, base::WallTime today);

}  // namespace hailong::domain
