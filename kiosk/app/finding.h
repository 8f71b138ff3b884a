// What --check tells: where something is wrong, what, and what to do about it.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::app {

struct Finding {
    std::string where;   // "assets/i18n/vi/texts.json:12"; a file that is absent or has no lines: its path
    std::string what;    // what is wrong
    std::string remedy;  // what to do
    // `where` without its line.
    [[nodiscard]] std::string file() const;
    [[nodiscard]] std::string text() const { return where + ": " + what + ". " + remedy; }
};

// From "file:line:column: why", "file: path: why; remedy" or "file: why, remedy" to a finding at a line. `json` is what
// the file holds; empty: no line can be told.
[[nodiscard]] Finding finding_from(const Error& error, const base::Path& file, std::string_view json);

}  // namespace hailong::app
