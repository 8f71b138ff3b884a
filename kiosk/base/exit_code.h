// Exit codes of all our programs.
#pragma once

#include "kiosk/base/result.h"

namespace hailong::base {

enum class ExitCode { ok = 0, fault_found = 1, usage = 2, environment = 3, not_enrolled = 4 };

[[nodiscard]] constexpr int to_int(ExitCode code) { return static_cast<int>(code); }
// Which exit code tells of an error: bad_input → usage, corrupt/crypto/conflict → fault_found, not_enrolled → 4, else
// environment.
[[nodiscard]] ExitCode exit_code_for(const Error& error);
// "hailong-kiosk: <what>" on standard error, then the code.
int report(std::string_view program, const Error& error);

}  // namespace hailong::base
