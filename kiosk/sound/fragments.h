// How a spoken text is cut into fragments that are recorded or synthesised once and joined while speaking. Pure.
//
// "Mã đánh giá: {code_spelled}." of the key thanks.code has one fixed fragment, thanks.code.1; the argument is spoken
// with say.letter.k, say.n.7 … A text without arguments is one fragment with the name of its key. Fragments are files
// <fragment>.wav, recorded in assets/i18n/<language>/audio or rendered by the build.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::sound {

using Texts = std::map<std::string, std::string, std::less<>>;
using Arguments = std::vector<std::pair<std::string, std::string>>;

// What is asked to be spoken, e.g. {"vi", "depth.progress", {{"n", "2"}, {"total", "5"}}}.
struct Prompt {
    std::string language;
    std::string key;
    Arguments arguments;
};

struct Piece {
    enum class Kind { fixed, argument } kind = Kind::fixed;
    std::string text;  // the words, or the argument's name without braces
    bool operator==(const Piece&) const = default;
};

// "Mục {n} trên {total}." → fixed "Mục ", argument n, fixed " trên ", argument total. Fixed pieces without a letter or
// digit are left out: nothing of them is heard.
[[nodiscard]] std::vector<Piece> pieces_of(std::string_view spoken);
// The fragments of these pieces in order; "" stands where an argument is spoken.
[[nodiscard]] std::vector<std::string> fragments_of(std::string_view key, const std::vector<Piece>& pieces);

// Stands for a short pause among the fragments of an argument.
inline constexpr std::string_view kPause = "-";

// The fragments that speak an argument; empty when nothing can. `texts` is the language's (its own words for an
// argument).
//   *_spelled    "K7-QD" letter by letter, '-' is a pause
//   *date        "30/11/2026", "30/11" or "2026-11-30": day and month, no year (every date we speak lies within days)
//   digits       0–100, whole hundreds and 1000 as one number; any other digit by digit
//   other words  say.word.<value in lower case> if the language has it, else default.<name>
[[nodiscard]] std::vector<std::string> fragments_of_argument(std::string_view name, std::string_view value,
                                                             const Texts& texts);

// Everything that has to be rendered for a language: fragment → words.
[[nodiscard]] Texts words_by_fragment(const Texts& texts);

// <folder>/speech.json and <folder>/say.json (both flat objects "key": "text", either may be absent) in one.
// Errors: bad_input with file, key and remedy.
[[nodiscard]] Result<Texts> load_spoken_texts(const base::Path& folder);

}  // namespace hailong::sound
