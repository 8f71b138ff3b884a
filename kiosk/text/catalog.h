// One language pack, a folder of assets/i18n:
//   pack.json    {"language":"vi","name":"Tiếng Việt","status":"reviewed","script":"latin","no_break":["hài lòng",…]}
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

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::text {

using Arguments = std::vector<std::pair<std::string, std::string>>;

class Catalog {
public:
    // A file as read; its name is for messages.
    struct Source {
        std::string json;
        std::string name;
    };
    // Errors: bad_input with "file:line: what".
    [[nodiscard]] static Result<Catalog> parse(const Source& pack, const Source& texts);
    // Errors: not_found, bad_input.
    [[nodiscard]] static Result<Catalog> load(const base::Path& folder);

    [[nodiscard]] const std::string& language() const { return language_; }  // "vi"
    [[nodiscard]] const std::string& name() const { return name_; }          // as its own speakers call it
    [[nodiscard]] const std::string& status() const { return status_; }      // "reviewed", "signed"

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
    std::string language_;
    std::string name_;
    std::string status_;
    std::vector<std::u32string> no_break_;  // lower case
    std::map<std::string, std::string, std::less<>> texts_;
    Arguments common_;
};

// The names inside braces, ascending.
[[nodiscard]] std::set<std::string> argument_names(std::string_view text);

// The packs <language>/ of a folder, in the order of `languages`. Errors: not_found, bad_input.
[[nodiscard]] Result<std::vector<Catalog>> load_catalogs(const base::Path& folder,
                                                         const std::vector<std::string>& languages);

}  // namespace hailong::text
