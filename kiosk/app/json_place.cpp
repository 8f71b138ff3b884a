#include "kiosk/app/json_place.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

namespace hailong::app {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Past the string whose opening quote is at `quote`.
std::size_t end_of_string(std::string_view json, std::size_t quote) {
    for (auto at = quote + 1; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.size();
}

std::size_t skip_blank(std::string_view json, std::size_t at) {
    return std::min(json.find_first_not_of(kBlank, at), json.size());
}

// Calls visit(position) at each string and each comma directly inside the container opened at `open`; visit returns
// true to stop there.
template <class Visit>
std::optional<std::size_t> search(std::string_view json, std::size_t open, Visit visit) {
    int depth = 0;
    for (auto at = open + 1; at < json.size();) {
        const char c = json[at];
        if (depth == 0 && (c == '"' || c == ',') && visit(at)) return at;
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && depth-- == 0) return std::nullopt;
        at = c == '"' ? end_of_string(json, at) : at + 1;
    }
    return std::nullopt;
}

std::optional<std::size_t> member(std::string_view json, std::size_t open, std::string_view name) {
    return search(json, open, [&](std::size_t at) {
        if (json[at] != '"') return false;
        const auto end = end_of_string(json, at);
        const auto colon = skip_blank(json, end);
        return colon < json.size() && json[colon] == ':' && json.substr(at + 1, end - at - 2) == name;
    });
}

std::size_t value_of(std::string_view json, std::size_t member_at) {
    return skip_blank(json, skip_blank(json, end_of_string(json, member_at)) + 1);
}

std::optional<std::size_t> element(std::string_view json, std::size_t open, std::size_t index) {
    if (index == 0) return skip_blank(json, open + 1);
    std::size_t commas = 0;
    const auto comma = search(json, open, [&](std::size_t at) { return json[at] == ',' && ++commas == index; });
    if (!comma) return std::nullopt;
    return skip_blank(json, *comma + 1);
}

bool opens(std::string_view json, std::size_t at, char bracket) { return at < json.size() && json[at] == bracket; }

std::size_t place_of(std::string_view json, std::string_view path) {
    auto value = skip_blank(json, 0);
    auto seen = value;
    if (opens(json, value, '{')) {
        if (const auto whole = member(json, value, path)) return *whole;
    }
    while (!path.empty()) {
        const auto end = std::min(path.find_first_of(".["), path.size());
        if (end > 0) {
            if (!opens(json, value, '{')) return seen;
            const auto at = member(json, value, path.substr(0, end));
            if (!at) return seen;
            seen = *at;
            value = value_of(json, *at);
        }
        path.remove_prefix(end);
        if (path.starts_with('.')) path.remove_prefix(1);
        if (!path.starts_with('[')) continue;
        std::size_t index = 0;
        const auto close = std::min(path.find(']'), path.size() - 1);
        std::from_chars(path.data() + 1, path.data() + close, index);
        if (!opens(json, value, '[')) return seen;
        const auto at = element(json, value, index);
        if (!at) return seen;
        seen = value = *at;
        path.remove_prefix(close + 1);
        if (path.starts_with('.')) path.remove_prefix(1);
    }
    return seen;
}

}  // namespace

int line_of(std::string_view json, std::string_view path) {
    const auto before = json.substr(0, std::min(place_of(json, path), json.size()));
    return static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
}

}  // namespace hailong::app
