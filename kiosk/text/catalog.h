// One language pack, a folder of assets/i18n:
//   pack.json    what the pack says of itself (pack.h)
//   texts.json   {"first.question":"…", "idle.hint":"Sau {seconds} giây, …", …}
//   speech.json  the same keys, as they are spoken (assets/README.md)
// Texts are UTF-8 in NFC. {name} is an argument: lower-case letters and '_'. Read-only after loading; any thread may
// read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/text/pack.h"

namespace hailong::text {

using Arguments = std::vector<std::pair<std::string, std::string>>;

class Catalog {
public:
    // Errors: bad_input with "file:line: what".
    [[nodiscard]] static Result<Catalog> parse(const Source& pack, const Source& texts);
    // A pack without texts.json has no texts of its own. Errors: not_found, bad_input.
    [[nodiscard]] static Result<Catalog> load(const base::Path& folder);

    [[nodiscard]] const PackCard& card() const { return card_; }
    [[nodiscard]] const std::string& language() const { return card_.language; }
    [[nodiscard]] const std::string& name() const { return card_.name; }

    // Takes from `fallback` each text that is absent here, and its words that must not part.
    void complete_from(const Catalog& fallback);

    // The text as written, words that must not part joined by U+00A0; nullptr when absent.
    [[nodiscard]] const std::string* find(std::string_view key) const;
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

    // What is the same for every text: {authority}, {url}, {other_way}, from the configuration. An empty value counts
    // as absent: then the pack's own text "default.<name>" serves, in its own language.
    void set_common(const Arguments& common);

    // The text with its arguments filled in; `arguments` go before the common ones. A key that is absent gives the key
    // itself and an argument that is absent stays in its braces: --check and the start refuse such packs, so a citizen
    // never sees either.
    [[nodiscard]] std::string say(std::string_view key, const Arguments& arguments = {}) const;

    // bad_input listing all of `keys` that this pack lacks.
    [[nodiscard]] Status require(const std::vector<std::string>& keys) const;

    // Every code point of every text, of the language's name and of the common arguments.
    void collect_code_points(std::set<char32_t>& all) const;

    // Joins with U+00A0 the words of `text` that this language keeps together.
    [[nodiscard]] std::string join_words(std::string_view text) const;

private:
    PackCard card_;
    std::vector<std::u32string> no_break_;  // lower case
    std::map<std::string, std::string, std::less<>> texts_;
    Arguments common_;
};

// The names inside braces, ascending.
[[nodiscard]] std::set<std::string> argument_names(std::string_view text);

}  // namespace hailong::text
