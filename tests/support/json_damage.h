// JSON documents with one value that is none of ours: readers must refuse each of them.
#pragma once

#include <regex>
#include <string>
#include <vector>

namespace hailong::test {

struct Damaged {
    std::string name;  // of the field
    std::string text;
};

// Each text, number and truth value of an object in turn becomes an empty list; each text also one that says nothing.
inline std::vector<Damaged> with_one_damaged_value(const std::string& json) {
    static const std::regex field(R"re("(\w+)":("[^"]*"|-?\d+|true|false))re");
    std::vector<Damaged> out;
    for (std::sregex_iterator at(json.begin(), json.end(), field), end; at != end; ++at) {
        const auto begin = static_cast<std::size_t>(at->position(2));
        const auto length = static_cast<std::size_t>(at->length(2));
        const auto replaced = [&](const std::string& by) {
            out.push_back({at->str(1), json.substr(0, begin) + by + json.substr(begin + length)});
        };
        replaced("[]");
        if (json[begin] == '"') replaced("\"?\"");
    }
    return out;
}

}  // namespace hailong::test
