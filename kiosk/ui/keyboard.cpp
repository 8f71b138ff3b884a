#include "kiosk/ui/keyboard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "kiosk/text/unicode.h"

namespace hailong::ui {
namespace {

constexpr double kNarrowestKey = 15;  // mm, citizen.md "Sizes and standards"
constexpr double kWidestColumn = 38;  // mm; wider keys only make the way longer
constexpr double kHighestRow = 26;
constexpr double kWantedRow = 22;
constexpr double kLowestRow = 15.5;  // a key of 15 and a line of sight between two
constexpr float kBesideWords = 12;   // design pixels that stay free at both sides of a key's words
constexpr float kBesideLetter = 6;

constexpr std::u32string_view kOwnLetters = U"ăâđêôơư";
constexpr std::u32string_view kDigitKeys = U"1234567890";
constexpr std::array<std::u32string_view, 3> kSigns{U"-/:;()\"'?!", U"@#%&+=*_…", U"“”–₫$²<>"};

std::string utf8(char32_t point) { return text::encode(std::u32string_view(&point, 1)); }

Key letter_key(char32_t small, bool capitals) {
    auto letter = text::take_apart(small).letter;
    letter.capital = capitals;
    const char32_t shown = capitals ? text::put_together(letter, text::Tone::none) : small;
    return {"key." + utf8(small), shown, utf8(shown), {}, {}};
}

Key sign_key(char32_t sign) { return {"key." + utf8(sign), sign, utf8(sign), {}, {}}; }

std::vector<Key> letters_of(std::u32string_view small, bool capitals) {
    std::vector<Key> row;
    for (const char32_t letter : small) row.push_back(letter_key(letter, capitals));
    return row;
}

std::vector<Key> signs_of(std::u32string_view signs) {
    std::vector<Key> row;
    for (const char32_t sign : signs) row.push_back(sign_key(sign));
    return row;
}

Key command_key(KeyCommand command, std::string id, std::string label, float width) {
    return {"key." + std::move(id), command, std::move(label), {}, {}, width};
}

Key erase_key(const KeyLabels& labels, float width) {
    auto key = command_key(KeyCommand::erase, "erase", labels.erase, width);
    key.icon = "erase";
    return key;
}

void add_tones(const KeyLabels& labels, float width, std::vector<Key>& row) {
    using text::Tone;
    row.push_back({"key.sac", Tone::sac, labels.sac, "á", {}, width});
    row.push_back({"key.huyen", Tone::huyen, labels.huyen, "à", {}, width});
    row.push_back({"key.hoi", Tone::hoi, labels.hoi, "ả", {}, width});
    row.push_back({"key.nga", Tone::nga, labels.nga, "ã", {}, width});
    row.push_back({"key.nang", Tone::nang, labels.nang, "ạ", {}, width});
}

std::vector<Key> first_row(const KeyboardView& view, const KeyLabels& labels, bool is_wide) {
    if (view.digits || view.method == text::Method::vni) return signs_of(kDigitKeys);
    auto row = letters_of(kOwnLetters, view.capitals);
    add_tones(labels, is_wide ? 1.2F : 1.0F, row);  // words want room; twelve keys in 240 mm leave none
    return row;
}

std::vector<Key> bottom_row(const KeyboardView& view, const KeyLabels& labels, bool with_method) {
    std::vector<Key> row;
    row.push_back(command_key(KeyCommand::digits, "digits", view.digits ? labels.letters : labels.digits, 1.5F));
    row.back().short_label = view.digits ? "abc" : "123";
    if (with_method) {
        row.push_back(command_key(KeyCommand::method, "method", labels.method, 2.5F));
        row.back().short_label = labels.method_name;
    }
    row.push_back({"key.space", U' ', labels.space, {}, {}, with_method ? 4.0F : 6.5F});
    row.push_back(sign_key(U','));
    row.push_back(sign_key(U'.'));
    return row;
}

void add_letters(const KeyboardView& view, const KeyLabels& labels, KeyRows& rows) {
    rows.push_back(letters_of(U"qwertyuiop", view.capitals));
    rows.push_back(letters_of(U"asdfghjkl", view.capitals));
    auto last = letters_of(U"zxcvbnm", view.capitals);
    auto capitals = command_key(KeyCommand::capitals, "capitals", labels.capitals, 1.5F);
    capitals.icon = "capitals";  // an "A" would stand beside the letter A
    capitals.is_lit = view.capitals;
    last.insert(last.begin(), capitals);
    last.push_back(erase_key(labels, 1.5F));
    rows.push_back(last);
}

void add_signs(const KeyLabels& labels, KeyRows& rows) {
    rows.push_back(signs_of(kSigns[0]));
    rows.push_back(signs_of(kSigns[1]));
    auto last = signs_of(kSigns[2]);
    last.front().width = 1.5F;  // so that "delete" lies where it lies on the other page
    last.push_back(erase_key(labels, 1.5F));
    rows.push_back(last);
}

float columns_of(const std::vector<Key>& row) {
    float columns = 0;
    for (const auto& key : row) columns += key.width;
    return columns;
}

// The last row is the measure of all: a shorter one stands in its columns, a longer one has narrower columns.
float column_width(const Metrics& metrics, const KeyRows& rows, std::size_t row, const Rect& area) {
    const float columns = std::max(columns_of(rows.back()), columns_of(rows[row]));
    return std::min(area.w / columns, metrics.mm(kWidestColumn));
}

// Between two caps; less where the narrowest key would fall below its millimetres.
float gap_between(const Metrics& metrics, const KeyRows& rows, const Rect& area) {
    float narrowest = area.w;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const float column = column_width(metrics, rows, row, area);
        for (const auto& key : rows[row]) narrowest = std::min(narrowest, key.width * column);
    }
    const float spare = std::floor(narrowest - metrics.mm(kNarrowestKey));
    return std::clamp(spare, metrics.u(2), metrics.u(metrics.layout == Layout::compact ? 10 : 14));
}

bool writes_sign(const Key& key) { return std::holds_alternative<char32_t>(key.meaning) && key.id != "key.space"; }

// Letters stand large where half of the key is left free around them.
Style style_of(const Canvas& canvas, const Key& key, const Rect& cap) {
    if (!writes_sign(key)) return Style::button;
    return canvas.lettering().size(Style::title) * 2 <= cap.h ? Style::title : Style::word;
}

bool fits(const Canvas& canvas, Style style, const std::string& label, const Rect& cap) {
    const float room = cap.w - 2 * canvas.metrics().u(kBesideWords);
    return canvas.lettering().width(style, label) <= room && canvas.lettering().line(style) <= cap.h;
}

// The tones are named alike: all by their words, or all by a letter that bears them.
bool names_tones(const Canvas& canvas, const std::vector<Key>& row, const std::vector<KeyPlace>& places) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool is_tone = std::holds_alternative<text::Tone>(row[i].meaning);
        if (is_tone && !fits(canvas, Style::button, row[i].label, places[i].cap)) return false;
    }
    return true;
}

// A key whose words are too long takes its short label.
Key named(const Canvas& canvas, Key key, const Rect& cap, bool tones_have_words) {
    const bool is_tone = std::holds_alternative<text::Tone>(key.meaning);
    const bool keeps = is_tone ? tones_have_words : fits(canvas, Style::button, key.label, cap);
    if (keeps || key.short_label.empty()) key.short_label = key.label;
    return key;
}

// Draws the short label, and is known by the long one.
std::optional<base::PanelPoint> draw_key(Canvas& canvas, const Key& key, const KeyPlace& place) {
    const Metrics& m = canvas.metrics();
    const Rect cap = place.cap.scaled(canvas.press(key.id));
    const float radius = m.u(18);
    const auto ink = key.is_lit ? kOnInk : kInk;
    canvas.fill(cap, key.is_lit ? kInk : writes_sign(key) ? kCard : kButton, radius);
    canvas.outline(cap, key.is_lit ? kInk : kOutline, radius, std::max(2.0F, m.outline - 1));
    if (!key.icon.empty()) {
        const float size = m.icon;
        const Rect at{std::round(cap.middle_x() - size / 2), std::round(cap.middle_y() - size / 2), size, size};
        canvas.picture(key.icon, at, ink);
        return canvas.touch({key.id, place.target, key.label, size <= cap.w && size <= cap.h});
    }
    const Style style = style_of(canvas, key, place.cap);
    // On one line, in large letters as large as the key lets them be.
    const float line = std::min(canvas.lettering().line(style), place.cap.h);
    const auto shrunk = [&](float beside) {
        TextBlock block{key.short_label, style, ink, Align::centre, place.cap.inset(m.u(beside), 0)};
        block.box.h = line;
        return canvas.shrink(block);
    };
    TextBlock label = shrunk(writes_sign(key) ? kBesideLetter : kBesideWords);
    if (!canvas.fits(label)) label = shrunk(kBesideLetter);
    const bool is_whole = canvas.fits(label);
    label.box.y = place.cap.middle_y() - canvas.line(label) / 2;
    canvas.text(label);
    return canvas.touch({key.id, place.target, key.label, is_whole});
}

}  // namespace

KeyRows keyboard_rows(const KeyboardView& view, const KeyLabels& labels, Layout layout) {
    const bool is_wide = layout == Layout::landscape;
    KeyRows rows{first_row(view, labels, is_wide)};
    if (is_wide) {
        rows.front().push_back(command_key(KeyCommand::method, "method", labels.method, 2.2F));
        rows.front().back().short_label = labels.method_name;
    }
    if (view.digits) {
        add_signs(labels, rows);
    } else {
        add_letters(view, labels, rows);
    }
    rows.push_back(bottom_row(view, labels, !is_wide));
    return rows;
}

KeyRows keypad_rows(const KeyLabels& labels) {
    KeyRows rows{signs_of(U"123H"), signs_of(U"456G"), signs_of(U"789."), signs_of(U"-0")};
    rows.back().push_back(erase_key(labels, 1));
    rows.back().push_back(command_key(KeyCommand::clear, "clear", labels.clear, 1));
    return rows;
}

float wanted_height(const Metrics& metrics, std::size_t rows) {
    return std::ceil(metrics.mm(kWantedRow) * static_cast<float>(rows));
}

float least_height(const Metrics& metrics, std::size_t rows) {
    return std::ceil(metrics.mm(kLowestRow) * static_cast<float>(rows));
}

std::vector<std::vector<KeyPlace>> place_keys(const Metrics& metrics, const KeyRows& rows, const Rect& area) {
    const float height = std::min(area.h / static_cast<float>(rows.size()), metrics.mm(kHighestRow));
    const float gap = gap_between(metrics, rows, area);
    const float gap_below = std::clamp(height - metrics.mm(kNarrowestKey), metrics.u(2), gap);
    std::vector<std::vector<KeyPlace>> places;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const float column = column_width(metrics, rows, row, area);
        float x = area.middle_x() - columns_of(rows[row]) * column / 2;
        auto& placed = places.emplace_back();
        for (const auto& key : rows[row]) {
            const Rect target{x, area.y + static_cast<float>(row) * height, key.width * column, height};
            placed.push_back({target, target.inset(gap / 2, gap_below / 2)});
            x += target.w;
        }
    }
    return places;
}

std::optional<KeyPress> draw_keys(Canvas& canvas, const KeyRows& rows, const Rect& area) {
    const auto places = place_keys(canvas.metrics(), rows, area);
    std::optional<KeyPress> press;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const bool words = names_tones(canvas, rows[row], places[row]);
        for (std::size_t i = 0; i < rows[row].size(); ++i) {
            const auto key = named(canvas, rows[row][i], places[row][i].cap, words);
            if (const auto at = draw_key(canvas, key, places[row][i])) press = {key.meaning, *at};
        }
    }
    return press;
}

std::string keyboard_characters() {
    std::u32string all(U" .,");
    for (const auto signs : kSigns) all += signs;
    all += kDigitKeys;
    for (const char32_t small : std::u32string_view(U"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")) {
        auto letter = text::take_apart(small).letter;
        for (const bool capital : {false, true}) {
            letter.capital = capital;
            for (int tone = 0; tone < 6; ++tone) all += text::put_together(letter, static_cast<text::Tone>(tone));
        }
    }
    return text::encode(all);
}

}  // namespace hailong::ui
