// The SQL files of migrations/, in order, embedded when the program is built. A ledger's user_version is how many were
// applied.
#pragma once

#include <span>
#include <string_view>

namespace hailong::store {

[[nodiscard]] std::span<const std::string_view> migrations();

}  // namespace hailong::store
