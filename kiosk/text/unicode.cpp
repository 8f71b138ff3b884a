#include "kiosk/text/unicode.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace hailong::text {

namespace {

struct CodePoint {
    utf8proc_int32_t value = -1;  // negative: not UTF-8
    std::size_t length = 0;
};

CodePoint next_code_point(std::string_view utf8) {
    utf8proc_int32_t value = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(utf8.size()), &value);
    if (length <= 0) return {};
    return {value, static_cast<std::size_t>(length)};
}

}  // namespace

Result<std::u32string> decode(std::string_view utf8) {
    std::u32string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto next = next_code_point(utf8.substr(at));
        if (next.value < 0) return fail(ErrorCode::bad_input, "not UTF-8 at byte " + std::to_string(at));
        out.push_back(static_cast<char32_t>(next.value));
        at += next.length;
    }
    return out;
}

std::string encode(std::u32string_view code_points) {
    std::string out;
    for (const char32_t point : code_points) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
        out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
    }
    return out;
}

Result<std::string> to_nfc(std::string_view utf8) {
    utf8proc_uint8_t* mapped = nullptr;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const auto length = utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(utf8.size()), &mapped, options);
    if (length < 0) return fail(ErrorCode::bad_input, utf8proc_errmsg(length));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

bool is_nfc(std::string_view utf8) {
    const auto normal = to_nfc(utf8);
    return normal && *normal == utf8;
}

std::vector<std::string_view> graphemes(std::string_view utf8) {
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    utf8proc_int32_t previous = -1;
    utf8proc_int32_t break_state = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto next = next_code_point(utf8.substr(at));
        if (next.value < 0) return {utf8};
        if (previous >= 0 && utf8proc_grapheme_break_stateful(previous, next.value, &break_state)) {
            out.push_back(utf8.substr(begin, at - begin));
            begin = at;
        }
        previous = next.value;
        at += next.length;
    }
    if (begin < utf8.size()) out.push_back(utf8.substr(begin));
    return out;
}

void collect_code_points(std::string_view utf8, std::set<char32_t>& all) {
    const auto points = decode(utf8);
    if (points) all.insert(points->begin(), points->end());
}

std::u32string lower(std::u32string_view code_points) {
    std::u32string out;
    out.reserve(code_points.size());
    for (const char32_t point : code_points) {
        out.push_back(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point))));
    }
    return out;
}

}  // namespace hailong::text
