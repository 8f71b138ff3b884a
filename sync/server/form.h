// What an HTML form sends: application/x-www-form-urlencoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/result.h"

namespace hailong::server {

inline constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
inline constexpr std::size_t kMaxForm = 1024;  // bytes; also nginx's limit on this listener

using Form = std::vector<std::pair<std::string, std::string>>;

// Errors: bad_input for a broken percent code, a zero byte, or more than 32 fields.
[[nodiscard]] Result<Form> parse_form(std::string_view body);
// The first field of this name.
[[nodiscard]] std::optional<std::string_view> field(const Form& form, std::string_view name);

}  // namespace hailong::server
