#include "kiosk/sound/fragments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "kiosk/base/json.h"

namespace hailong::sound {
namespace {

constexpr int kLargestDirect = 100;
constexpr std::array<int, 9> kRoundNumbers{200, 300, 400, 500, 600, 700, 800, 900, 1000};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Bytes above ASCII are letters of some script; the marks among them ('…', '–') never stand alone between arguments.
bool is_heard(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || is_small(small(c)) || static_cast<unsigned char>(c) >= 0x80;
    });
}

std::optional<int> number_of(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

std::string number_fragment(int number) { return "say.n." + std::to_string(number); }

std::vector<std::string> spelled(std::string_view value) {
    std::vector<std::string> out;
    for (const char c : value) {
        if (is_digit(c)) {
            out.push_back(number_fragment(c - '0'));
        } else if (is_small(small(c))) {
            out.push_back(std::string("say.letter.") + small(c));
        } else if (!out.empty()) {
            out.emplace_back(kPause);
        }
    }
    return out;
}

std::vector<std::string> counted(std::string_view digits) {
    const auto number = number_of(digits);
    const bool is_one_word =
        number && (*number <= kLargestDirect ||
                   std::find(kRoundNumbers.begin(), kRoundNumbers.end(), *number) != kRoundNumbers.end());
    if (is_one_word) return {number_fragment(*number)};
    return spelled(digits);
}

std::vector<std::string> dated(std::string_view value) {
    std::vector<std::string_view> parts;
    while (!value.empty()) {
        const auto end = std::min(value.find_first_of("/-"), value.size());
        parts.push_back(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    if (parts.size() == 3 && parts[0].size() == 4) std::swap(parts[0], parts[2]);
    if (parts.size() < 2) return {};
    const auto day = number_of(parts[0]);
    const auto month = number_of(parts[1]);
    if (!day || !month || *day < 1 || *day > 31 || *month < 1 || *month > 12) return {};
    return {number_fragment(*day), "say.month." + std::to_string(*month)};
}

tl::unexpected<Error> refuse(const base::Path& file, const std::string& key, std::string_view why) {
    return fail(ErrorCode::bad_input, file.string() + ": " + key + ": " + std::string(why));
}

// Keys become names of files.
bool is_key(std::string_view key) {
    return !key.empty() && key.front() != '.' && std::all_of(key.begin(), key.end(), [](char c) {
        return is_small(c) || is_digit(c) || c == '.' || c == '_';
    });
}

Status read_into(Texts& texts, const base::Path& file) {
    const auto json = base::read_file(file);
    if (!json && json.error().code == ErrorCode::not_found) return {};
    if (!json) return tl::unexpected<Error>(json.error());
    HL_TRY(const auto object, base::json::parse(*json, file.string()));
    for (const auto& [key, value] : object.members) {
        if (value.text() == nullptr) return refuse(file, key, "is not a text; write \"key\": \"spoken words\"");
        if (!is_key(key)) return refuse(file, key, "is no key; use small letters, digits, '.' and '_'");
        texts.insert_or_assign(key, *value.text());
    }
    return {};
}

}  // namespace

std::vector<Piece> pieces_of(std::string_view spoken) {
    std::vector<Piece> out;
    const auto add_words = [&](std::string_view words) {
        if (is_heard(words)) out.push_back({Piece::Kind::fixed, std::string(words)});
    };
    while (!spoken.empty()) {
        const auto open = spoken.find('{');
        const auto close = open == std::string_view::npos ? open : spoken.find('}', open);
        if (close == std::string_view::npos) break;
        add_words(spoken.substr(0, open));
        out.push_back({Piece::Kind::argument, std::string(spoken.substr(open + 1, close - open - 1))});
        spoken.remove_prefix(close + 1);
    }
    add_words(spoken);
    return out;
}

std::vector<std::string> fragments_of(std::string_view key, const std::vector<Piece>& pieces) {
    std::vector<std::string> out;
    const bool is_whole = pieces.size() == 1 && pieces[0].kind == Piece::Kind::fixed;
    if (is_whole) return {std::string(key)};
    int number = 0;
    for (const auto& piece : pieces) {
        if (piece.kind == Piece::Kind::argument) {
            out.emplace_back();
        } else {
            out.push_back(std::string(key) + "." + std::to_string(++number));
        }
    }
    return out;
}

std::vector<std::string> fragments_of_argument(std::string_view name, std::string_view value, const Texts& texts) {
    if (name.ends_with("_spelled")) return spelled(value);
    if (name.ends_with("date")) return dated(value);
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_digit)) return counted(value);
    std::string word = "say.word.";
    for (const char c : value) word += small(c);
    if (texts.contains(word)) return {word};
    const std::string fallback = "default." + std::string(name);
    if (texts.contains(fallback)) return {fallback};
    return {};
}

Texts words_by_fragment(const Texts& texts) {
    Texts out;
    for (int number = 0; number <= kLargestDirect; ++number) out[number_fragment(number)] = std::to_string(number);
    for (const int number : kRoundNumbers) out[number_fragment(number)] = std::to_string(number);
    for (char letter = 'A'; letter <= 'Z'; ++letter) out[std::string("say.letter.") + small(letter)] = letter;
    for (const auto& [key, spoken] : texts) {
        const auto pieces = pieces_of(spoken);
        const auto fragments = fragments_of(key, pieces);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (pieces[i].kind == Piece::Kind::fixed) out.insert_or_assign(fragments[i], pieces[i].text);
        }
    }
    return out;
}

Result<Texts> load_spoken_texts(const base::Path& folder) {
    Texts texts;
    HL_CHECK(read_into(texts, folder / "speech.json"));
    HL_CHECK(read_into(texts, folder / "say.json"));
    return texts;
}

}  // namespace hailong::sound
