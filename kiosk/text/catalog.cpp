#include "kiosk/text/catalog.h"

#include <algorithm>
#include <functional>

#include "kiosk/base/json.h"
#include "kiosk/text/unicode.h"

namespace hailong::text {

namespace {

constexpr char32_t kJoin = U'\u00A0';

bool is_argument_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Calls plain(part) for text and argument(name) for {name}; a brace that opens no name is plain.
void walk(std::string_view text, const std::function<void(std::string_view)>& plain,
          const std::function<void(std::string_view)>& argument) {
    while (!text.empty()) {
        const auto open = text.find('{');
        if (open == std::string_view::npos) return plain(text);
        auto close = open + 1;
        while (close < text.size() && is_argument_letter(text[close])) ++close;
        const bool named = close < text.size() && text[close] == '}' && close > open + 1;
        const auto end = named ? close + 1 : open + 1;
        plain(text.substr(0, named ? open : end));
        if (named) argument(text.substr(open + 1, close - open - 1));
        text.remove_prefix(end);
    }
}

bool is_letter_of_word(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') || c >= 0xC0;
}

}  // namespace

Result<Catalog> Catalog::parse(const Source& pack, const Source& texts) {
    Catalog out;
    HL_TRY(out.card_, parse_card(pack));
    for (const auto& phrase : out.card_.no_break) {
        HL_TRY(const auto points, decode(phrase));
        out.no_break_.push_back(lower(points));
    }
    HL_TRY(const auto object, base::json::parse(texts.json, texts.name));
    for (const auto& [key, value] : object.members) {
        if (value.text() == nullptr)
            return fail(ErrorCode::bad_input, texts.name + ": " + key + ": is no text; write it in quotes");
        out.texts_.emplace(key, out.join_words(*value.text()));
    }
    return out;
}

Result<Catalog> Catalog::load(const base::Path& folder) {
    HL_TRY(const auto pack, read_source(folder / "pack.json"));
    auto texts = read_source(folder / "texts.json");
    if (!texts && texts.error().code != ErrorCode::not_found) return tl::unexpected<Error>(texts.error());
    return parse(pack, texts ? *texts : Source{"{}", "texts.json"});
}

void Catalog::complete_from(const Catalog& fallback) {
    texts_.insert(fallback.texts_.begin(), fallback.texts_.end());
    no_break_.insert(no_break_.end(), fallback.no_break_.begin(), fallback.no_break_.end());
}

const std::string* Catalog::find(std::string_view key) const {
    const auto place = texts_.find(key);
    return place != texts_.end() ? &place->second : nullptr;
}

void Catalog::set_common(const Arguments& common) {
    common_.clear();
    for (const auto& [name, value] : common) {
        if (!value.empty()) common_.emplace_back(name, join_words(value));
    }
}

std::string Catalog::say(std::string_view key, const Arguments& arguments) const {
    const auto* written = find(key);
    if (written == nullptr) return std::string(key);
    const auto value_of = [&](std::string_view name) -> const std::string* {
        for (const auto* list : {&arguments, &common_}) {
            for (const auto& [known, value] : *list) {
                if (known == name) return &value;
            }
        }
        return find("default." + std::string(name));
    };
    std::string out;
    walk(
        *written, [&](std::string_view plain) { out += plain; },
        [&](std::string_view name) {
            const auto* value = value_of(name);
            out += value != nullptr ? *value : "{" + std::string(name) + "}";
        });
    return out;
}

Status Catalog::require(const std::vector<std::string>& keys) const {
    std::string missing;
    for (const auto& key : keys) {
        if (find(key) != nullptr) continue;
        missing += (missing.empty() ? "" : ", ") + key;
    }
    if (missing.empty()) return {};
    return fail(ErrorCode::bad_input, card_.language + "/texts.json: texts are missing, add them: " + missing);
}

void Catalog::collect_code_points(std::set<char32_t>& all) const {
    text::collect_code_points(card_.name, all);
    for (const auto& [key, written] : texts_) text::collect_code_points(written, all);
    for (const auto& [name, value] : common_) text::collect_code_points(value, all);
}

std::string Catalog::join_words(std::string_view text) const {
    auto points = decode(text);
    if (!points) return std::string(text);
    const auto plain = lower(*points);
    for (const auto& phrase : no_break_) {
        for (auto at = plain.find(phrase); at != std::u32string::npos; at = plain.find(phrase, at + 1)) {
            const auto end = at + phrase.size();
            if (at > 0 && is_letter_of_word(plain[at - 1])) continue;
            if (end < plain.size() && is_letter_of_word(plain[end])) continue;
            for (auto place = at; place < end; ++place) {
                if ((*points)[place] == U' ') (*points)[place] = kJoin;
            }
        }
    }
    return encode(*points);
}

std::set<std::string> argument_names(std::string_view text) {
    std::set<std::string> out;
    walk(text, [](std::string_view) {}, [&](std::string_view name) { out.emplace(name); });
    return out;
}

}  // namespace hailong::text
