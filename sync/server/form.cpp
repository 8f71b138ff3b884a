#include "sync/server/form.h"

namespace hailong::server {

namespace {

constexpr std::size_t kMaxFields = 32;

std::optional<unsigned> nibble(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

Result<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const auto high = i + 2 < text.size() ? nibble(text[i + 1]) : std::nullopt;
        const auto low = i + 2 < text.size() ? nibble(text[i + 2]) : std::nullopt;
        if (!high || !low || (*high == 0 && *low == 0)) return fail(ErrorCode::bad_input, "broken form");
        out += static_cast<char>(*high << 4U | *low);
        i += 2;
    }
    return out;
}

}  // namespace

Result<Form> parse_form(std::string_view body) {
    Form form;
    while (!body.empty()) {
        const auto end = body.find('&');
        const std::string_view pair = body.substr(0, end);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
        if (form.size() == kMaxFields) return fail(ErrorCode::bad_input, "form with too many fields");
        const auto equals = pair.find('=');
        HL_TRY(auto name, decoded(pair.substr(0, equals)));
        HL_TRY(auto value, decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1)));
        form.emplace_back(std::move(name), std::move(value));
    }
    return form;
}

std::optional<std::string_view> field(const Form& form, std::string_view name) {
    for (const auto& [held, value] : form) {
        if (held == name) return value;
    }
    return std::nullopt;
}

}  // namespace hailong::server
