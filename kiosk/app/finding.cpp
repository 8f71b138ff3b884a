#include "kiosk/app/finding.h"

#include <cctype>

#include "kiosk/app/json_place.h"

namespace hailong::app {

namespace {

std::string with_first_capital(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string without_full_stop(std::string text) {
    while (!text.empty() && text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

std::string Finding::file() const {
    const auto colon = where.rfind(':');
    const bool has_line =
        colon != std::string::npos && where.find_first_not_of("0123456789", colon + 1) == std::string::npos;
    return where.substr(0, has_line ? colon : std::string::npos);
}

Finding finding_from(const Error& error, const base::Path& file, std::string_view json) {
    std::string_view rest = error.what;
    const auto name = file.string();
    auto where = name;
    if (rest.starts_with(name + ":")) {
        rest.remove_prefix(name.size() + 1);
        const auto digits = rest.find_first_not_of("0123456789");
        if (digits != 0 && digits != std::string_view::npos) {
            where += ":" + std::string(rest.substr(0, digits));
            rest.remove_prefix(rest.find(' ', digits));
        } else if (const auto colon = rest.find(": ", 1); colon != std::string_view::npos && !json.empty()) {
            where += ":" + std::to_string(line_of(json, rest.substr(1, colon - 1)));
        }
        rest.remove_prefix(rest.starts_with(' ') ? 1 : 0);
    }
    const auto semicolon = rest.find(';');
    const auto cut = semicolon != std::string_view::npos ? semicolon : rest.find(',');
    if (cut == std::string_view::npos) return {where, without_full_stop(std::string(rest)), "Correct it."};
    const auto remedy_at = rest.find_first_not_of(' ', cut + 1);
    const auto remedy = remedy_at == std::string_view::npos ? "correct it" : std::string(rest.substr(remedy_at));
    return {where, std::string(rest.substr(0, cut)), with_first_capital(without_full_stop(remedy)) + "."};
}

}  // namespace hailong::app
