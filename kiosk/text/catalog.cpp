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

Result<std::vector<std::u32string>> no_break_of(const base::json::Object& pack) {
    std::vector<std::u32string> out;
    if (!pack.has("no_break")) return out;
    HL_TRY(const auto* list, pack.array("no_break"));
    for (const auto& item : *list) {
        if (item.text() == nullptr) return fail(ErrorCode::bad_input, "no_break: every item must be a text");
        HL_TRY(const auto points, decode(*item.text()));
        out.push_back(lower(points));
    }
    return out;
}

Result<Catalog::Source> read_source(const base::Path& file) {
    HL_TRY(auto json, base::read_file(file));
    return Catalog::Source{std::move(json), file.string()};
}

}  // namespace

Result<Catalog> Catalog::parse(const Source& pack, const Source& texts) {
    const auto within = [](const Source& source, const Error& error) { return fail_in(source.name + ":1", error); };
    HL_TRY(const auto meta, base::json::parse(pack.json, pack.name));
    Catalog out;
    for (const auto& [member, field] : {std::pair{"language", &Catalog::language_}, std::pair{"name", &Catalog::name_},
                                        std::pair{"status", &Catalog::status_}}) {
        auto value = meta.text(member);
        if (!value) return within(pack, value.error());
        out.*field = std::move(*value);
    }
    auto no_break = no_break_of(meta);
    if (!no_break) return within(pack, no_break.error());
    out.no_break_ = std::move(*no_break);
    HL_TRY(const auto object, base::json::parse(texts.json, texts.name));
    for (const auto& [key, value] : object.members) {
        if (value.text() == nullptr) return fail(ErrorCode::bad_input, texts.name + ":1: " + key + ": must be a text");
        out.texts_.emplace(key, out.join_words(*value.text()));
    }
    return out;
}

Result<Catalog> Catalog::load(const base::Path& folder) {
    HL_TRY(const auto pack, read_source(folder / "pack.json"));
    HL_TRY(const auto texts, read_source(folder / "texts.json"));
    return parse(pack, texts);
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
    return fail(ErrorCode::bad_input, language_ + "/texts.json: texts are missing, add them: " + missing);
}

void Catalog::collect_code_points(std::set<char32_t>& all) const {
    text::collect_code_points(name_, all);
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

Result<std::vector<Catalog>> load_catalogs(const base::Path& folder, const std::vector<std::string>& languages) {
    std::vector<Catalog> out;
    for (const auto& language : languages) {
        HL_TRY(auto catalog, Catalog::load(folder / language));
        if (catalog.language() != language) {
            return fail(ErrorCode::bad_input, (folder / language / "pack.json").string() + ":1: language is \"" +
                                                  catalog.language() + "\", write \"" + language +
                                                  "\" or rename the folder");
        }
        out.push_back(std::move(catalog));
    }
    return out;
}

}  // namespace hailong::text
