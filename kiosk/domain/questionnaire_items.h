// The items of a questionnaire, read from its file: the part of parse_questionnaire() behind "say more".
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/json.h"
#include "kiosk/domain/questionnaire.h"

namespace hailong::domain {

// One object of the file and where it lies: "items[2].options[0]"; empty for the outermost.
struct FilePlace {
    const base::json::Object& object;
    std::string_view file;
    std::string path;

    [[nodiscard]] std::string at(std::string_view name) const;
    // The complaint "file: path.name: remedy".
    [[nodiscard]] tl::unexpected<Error> wrong(std::string_view name, std::string_view remedy) const;
    [[nodiscard]] Result<std::string> text(std::string_view name) const;           // must be there, not empty
    [[nodiscard]] Result<std::string> optional_text(std::string_view name) const;  // empty: absent
    // A name that nobody reads is a slip that would change what is asked.
    [[nodiscard]] Status only(std::span<const std::string_view> names) const;
};

[[nodiscard]] Result<Mapping> mapping_from(const FilePlace& place);  // of its "maps", if it has them
[[nodiscard]] Result<std::vector<Item>> items_from(const FilePlace& place);

}  // namespace hailong::domain
