// A text to be looked up in the language files: its key and arguments.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace hailong::flow {

struct Text {
    std::string key;
    std::vector<std::pair<std::string, std::string>> arguments;
    bool operator==(const Text&) const = default;
};

}  // namespace hailong::flow
