#include "kiosk/domain/dossier_code.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/crypto.h"

namespace hailong::domain {

namespace {

constexpr std::size_t kMaxRaw = 2048;     // bytes; a QR code of the size that is printed holds less
constexpr std::size_t kMinOtherCode = 6;  // shorter is a slip of the finger, not a code
constexpr auto kOldest = std::chrono::years(3);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_mark(char c) { return c == '.' || c == '-' || c == '/'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Text that may hold an identity number, wiped when it goes. Its buffer never moves: reserve before filling.
class Scratch {
public:
    explicit Scratch(std::size_t size) { text.reserve(size); }
    ~Scratch() { base::wipe(text); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    Scratch(Scratch&&) = delete;
    Scratch& operator=(Scratch&&) = delete;
    std::string text;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::optional<char> percent_byte(std::string_view at) {
    if (at.size() < 3 || at[0] != '%') return std::nullopt;
    const auto byte = base::from_hex(std::string{static_cast<char>(at[1] | 0x20), static_cast<char>(at[2] | 0x20)});
    return byte ? std::optional(byte->front()) : std::nullopt;
}

void append_decoded(std::string& out, std::string_view raw) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto byte = percent_byte(raw.substr(i));
        out += upper(byte.value_or(raw[i]));
        if (byte) i += 2;
    }
}

// Takes groups of a text from the left.
class Groups {
public:
    explicit Groups(std::string_view text) : rest_(text) {}
    template <class Fits>
    std::string_view take(Fits fits) {
        const auto end = static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), fits) - rest_.begin());
        const auto group = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return group;
    }
    bool skip(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

bool is_unit_letter_code(std::string_view group) {  // H56
    return group.size() == 3 && is_letter(group[0]) && all_digits(group.substr(1));
}

// 000.17.22.H56, general unit last
bool is_old_unit(const std::vector<std::string_view>& groups) {
    return groups.size() == 4 && groups[0].size() == 3 && groups[1].size() == 2 && groups[2].size() == 2 &&
           std::all_of(groups.begin(), groups.begin() + 3, all_digits) && is_unit_letter_code(groups[3]);
}

// H56.14, general unit first
bool is_new_unit(const std::vector<std::string_view>& groups) {
    return !groups.empty() && groups.size() <= 5 && is_unit_letter_code(groups[0]) &&
           std::all_of(groups.begin() + 1, groups.end(),
                       [](std::string_view group) { return !group.empty() && group.size() <= 4; });
}

// The six digits of the date, if the text has a known shape.
std::optional<std::string_view> date_of(std::string_view text) {
    Groups rest(text);
    std::vector<std::string_view> unit;
    do {
        unit.push_back(rest.take([](char c) { return is_digit(c) || is_letter(c); }));
    } while (rest.skip('.'));
    if (!is_old_unit(unit) && !is_new_unit(unit)) return std::nullopt;
    if (!rest.skip('-')) return std::nullopt;
    const auto date = rest.take(is_digit);
    if (date.size() != 6 || !rest.skip('-')) return std::nullopt;
    const auto sequence = rest.take(is_digit);
    if (sequence.size() < 3 || sequence.size() > 5 || !rest.done()) return std::nullopt;
    return date;
}

unsigned two_digits(std::string_view text, std::size_t at) {
    return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
}

// A day that is, not after tomorrow (clocks differ) and not more than three years old (domain.md §4.1).
bool is_plausible(std::string_view date, base::WallTime now) {
    using std::chrono::year_month_day;
    const year_month_day day(std::chrono::year(2000 + static_cast<int>(two_digits(date, 0))),
                             std::chrono::month(two_digits(date, 2)), std::chrono::day(two_digits(date, 4)));
    if (!day.ok()) return false;
    const auto today = std::chrono::floor<std::chrono::days>(now + std::chrono::hours(7));  // the office's calendar
    year_month_day oldest = year_month_day(today) - kOldest;
    if (!oldest.ok()) oldest = oldest.year() / oldest.month() / std::chrono::last;
    return std::chrono::sys_days(day) <= today + std::chrono::days(1) && day >= oldest;
}

// Every maximal run of letters, digits, points and hyphens that has a known shape; a slash parts runs.
std::vector<std::string_view> known_codes(std::string_view text) {
    const auto in_code = [](char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '-'; };
    std::vector<std::string_view> found;
    for (std::size_t from = 0; from < text.size();) {
        std::size_t to = from;
        while (to < text.size() && in_code(text[to])) ++to;
        const auto run = text.substr(from, to - from);
        const bool is_new = std::find(found.begin(), found.end(), run) == found.end();
        if (is_new && has_known_shape(run)) found.push_back(run);
        from = to + 1;
    }
    return found;
}

// Vietnamese identity numbers have 9 or 12 digits; telephone numbers 10 with a leading 0, or 84 and 9 more.
bool is_personal(std::string_view digits) {
    const auto size = digits.size();
    return size == 9 || size == 12 || (size == 10 && digits[0] == '0') || (size == 11 && digits.starts_with("84")) ||
           (size == 13 && digits.starts_with("0084"));
}

bool holds_personal_number(std::string_view text) {
    for (std::size_t from = 0; from < text.size();) {
        std::size_t to = from;
        while (to < text.size() && is_digit(text[to])) ++to;
        if (is_personal(text.substr(from, to - from))) return true;
        from = to + 1;
    }
    if (std::any_of(text.begin(), text.end(), is_letter)) return false;
    Scratch joined(text.size());  // "0912.345.678"
    std::copy_if(text.begin(), text.end(), std::back_inserter(joined.text), is_digit);
    return is_personal(joined.text);
}

// "DICHVUCONG.GOV.VN", "DVC.X.VN/TRA-CUU/7": a name of letters behind a point, at the end or before a path.
bool looks_like_address(std::string_view text) {
    const auto host = text.substr(0, text.find('/'));
    const auto point = host.rfind('.');
    if (point == std::string_view::npos) return false;
    const auto last = host.substr(point + 1);
    return last.size() >= 2 && std::all_of(last.begin(), last.end(), is_letter);
}

bool is_code_of_another_system(std::string_view text) {
    return text.size() >= kMinOtherCode && is_code_text(text) && std::any_of(text.begin(), text.end(), is_digit) &&
           !looks_like_address(text) && !holds_personal_number(text);
}

tl::expected<DossierCode, CodeFault> dated(std::string_view code, base::WallTime today) {
    const auto date = date_of(code);
    if (!date || !is_plausible(*date, today)) return tl::unexpected(CodeFault::bad_date);
    return DossierCode{base::PrivateText(code), true};
}

// "h56.14 - 240823 - 0001", as a person may type it
void append_without_spaces(std::string& out, std::string_view raw) {
    for (const char c : raw) {
        if (!is_space(c)) out += upper(c);
    }
}

}  // namespace

bool is_code_text(std::string_view text) {
    return !text.empty() && text.size() <= kMaxDossierCode &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c) || is_mark(c); });
}

bool has_known_shape(std::string_view text) { return date_of(text).has_value(); }

tl::expected<DossierCode, CodeFault> read_dossier_code(std::string_view raw, base::WallTime today) {
    const auto given = trimmed(raw);
    if (given.empty() || given.size() > kMaxRaw) return tl::unexpected(CodeFault::unreadable);
    Scratch bare(given.size());
    append_without_spaces(bare.text, given);
    if (has_known_shape(bare.text)) return dated(bare.text, today);
    Scratch decoded(given.size());
    append_decoded(decoded.text, given);
    const auto codes = known_codes(decoded.text);
    if (codes.size() == 1) return dated(codes.front(), today);
    const bool is_whole = bare.text.size() == given.size();
    if (!codes.empty() || !is_whole || !is_code_of_another_system(bare.text))
        return tl::unexpected(CodeFault::unreadable);
    return DossierCode{base::PrivateText(bare.text), false};
}

}  // namespace hailong::domain
