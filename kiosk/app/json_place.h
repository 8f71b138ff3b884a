// Where a member stands in a JSON file, so that a complaint can name the line a person has to open.
#pragma once

#include <string_view>

namespace hailong::app {

// The 1-based line of `path`, e.g. "followup.reasons[3].icon". Where the path ends early (a member is missing), the
// line of the innermost object or array that is there. A path with dots in a name is tried as one name first ("level.1"
// of a language file). `json` need not be valid; 1 is the answer when nothing is found.
[[nodiscard]] int line_of(std::string_view json, std::string_view path);

}  // namespace hailong::app
