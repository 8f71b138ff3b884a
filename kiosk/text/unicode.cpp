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

bool is_utf8(std::string_view utf8) {
    while (!utf8.empty()) {
        const auto next = next_code_point(utf8);
        if (next.value < 0) return false;
        utf8.remove_prefix(next.length);
    }
    return true;
}

constexpr auto kNfc = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
constexpr std::size_t kLongestPair = 16;  // the longest canonical decomposition of one code point has four

// Calls `each(begin, end)` for every grapheme of `utf8`; once for all of it if it is not UTF-8.
template <class Each>
void each_grapheme(std::string_view utf8, Each each) {
    if (!is_utf8(utf8)) return each(0, utf8.size());
    std::size_t begin = 0;
    utf8proc_int32_t previous = -1;
    utf8proc_int32_t break_state = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto next = next_code_point(utf8.substr(at));
        if (previous >= 0 && utf8proc_grapheme_break_stateful(previous, next.value, &break_state)) {
            each(begin, at);
            begin = at;
        }
        previous = next.value;
        at += next.length;
    }
    if (begin < utf8.size()) each(begin, utf8.size());
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
        std::array<char, 4> bytes{};
        out.append(bytes.data(), encode_to(point, bytes.data()));
    }
    return out;
}

std::size_t encode_to(char32_t point, char* at) {
    auto* bytes = reinterpret_cast<utf8proc_uint8_t*>(at);
    return static_cast<std::size_t>(utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes));
}

char32_t first_of(std::string_view utf8) {
    const auto first = next_code_point(utf8);
    return first.value < 0 ? U'\uFFFD' : static_cast<char32_t>(first.value);
}

std::size_t length_of_first(std::string_view utf8) {
    const auto first = next_code_point(utf8);
    return first.value < 0 ? 1 : first.length;
}

Result<std::string> to_nfc(std::string_view utf8) {
    utf8proc_uint8_t* mapped = nullptr;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const auto length = utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(utf8.size()), &mapped, kNfc);
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
    each_grapheme(utf8, [&](std::size_t begin, std::size_t end) { out.push_back(utf8.substr(begin, end - begin)); });
    return out;
}

std::size_t grapheme_count(std::string_view utf8) {
    std::size_t count = 0;
    each_grapheme(utf8, [&](std::size_t, std::size_t) { ++count; });
    return count;
}

std::size_t last_grapheme(std::string_view utf8) {
    std::size_t last = 0;
    each_grapheme(utf8, [&](std::size_t begin, std::size_t) { last = begin; });
    return last;
}

bool is_letter(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool can_follow(char32_t previous, char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    const bool letter_or_digit = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO &&
                                 (category <= UTF8PROC_CATEGORY_LO || category >= UTF8PROC_CATEGORY_ND);
    const bool sign = category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_ZS;
    if (!letter_or_digit && !sign) return false;
    std::array<utf8proc_int32_t, kLongestPair> points{};
    utf8proc_ssize_t length = 0;
    for (const char32_t each : {previous, point}) {
        if (each == 0) continue;
        auto* at = points.data() + length;
        const auto room = static_cast<utf8proc_ssize_t>(points.size()) - length;
        length += utf8proc_decompose_char(static_cast<utf8proc_int32_t>(each), at, room, kNfc, nullptr);
        if (length > static_cast<utf8proc_ssize_t>(points.size())) return false;
    }
    const auto composed = utf8proc_normalize_utf32(points.data(), length, kNfc);
    const bool same = previous == 0 ? composed == 1 && points[0] == static_cast<utf8proc_int32_t>(point)
                                    : composed == 2 && points[0] == static_cast<utf8proc_int32_t>(previous) &&
                                          points[1] == static_cast<utf8proc_int32_t>(point);
    return same;
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
