// A versioned, dated set of questions: a data file of assets/questionnaires/ (form: questionnaire.schema.json there).
//   {"id":"sipas-short","version":1,"from":"2026-11-01","question":"first.question","hint":"first.hint",
//    "levels":["level.1",…5],"maps":{"decree61":11,"d766":"satisfaction"},
//    "followup":{"title":"followup.title","hint":"followup.hint","reasons":[{"n":1,"text":"reason.waiting","icon":"waiting"},…]},
//    "items":[{"id":"officer","kind":"level","title":"depth.title","text":"depth.officer",
//              "options":[{"n":1,"text":"level.1"},…,{"n":6,"text":"depth.no_result_yet","apart":true}],
//              "maps":{"sipas":3,"decree61":7,"d766":"…"},"if":{"item":"result","is":[1,2]}},…],
//    "offers":["dossier","comment","home"]}
// A ledger carries `id@version` and the numbers of reasons, items and options for ever: a version that was in use is
// never edited. The face question decides nothing that is asked later: a condition may name earlier items only, because
// asking only the unhappy punishes honesty (citizen.md "The visit" 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace hailong::domain {

// What a question counts for, where it counts. Sources: domain.md §1 (SIPAS factors I–V, QĐ 1001/QĐ-BNV), §2.1 (nine
// indicators of NĐ 61/2018 and the two overall items 10 and 11 of provincial forms), §2.3 (QĐ 766/QĐ-TTg groups).
struct Mapping {
    int sipas = 0;     // factor 1…5; 0: none
    int decree61 = 0;  // indicator 1…11; 0: none
    std::string d766;  // "publicity", "progress", "online", "payment", "digitised", "satisfaction"; empty: none
    bool operator==(const Mapping&) const = default;
};

struct Reason {
    int number = 0;    // 1-based, fixed for ever within a version
    std::string text;  // key in the language files
    std::string icon;  // file in assets/icons, without .svg
};

// level: five faces, options 1…5 are the levels, lowest first. choice: one of the options. choices: any of them.
enum class ItemKind { level, choice, choices };

struct Option {
    int number = 0;  // 1-based
    std::string text;
    bool apart = false;  // beside the scale: "no result yet", "prefer not to answer". Never part of an average
};

struct Condition {
    std::string item;         // id of an earlier item
    std::vector<int> values;  // asked only if that item was answered with one of these
};

struct Item {
    std::string id;  // [a-z0-9_]{1,24}
    ItemKind kind = ItemKind::level;
    std::string title;  // key; the question
    std::string text;   // key; what is judged; empty when the title says it
    std::string hint;   // key; empty: none
    std::vector<Option> options;
    std::optional<Condition> only_if;
    Mapping maps;
};

inline constexpr std::size_t kMaxItems = 16;
inline constexpr std::size_t kMaxOptions = 9;

struct Questionnaire {
    std::string id;
    int version = 0;
    std::string from;  // first day it may be used, "2026-11-01"
    std::string question;
    std::string hint;
    std::vector<std::string> levels;  // five keys, level 1 first
    Mapping maps;                     // of the face question
    std::string followup_title;
    std::string followup_hint;
    std::vector<Reason> reasons;  // 1…12
    std::vector<Item> items;      // 0…16, behind "say more"
    bool offers_dossier = false;  // the dossier code
    bool offers_comment = false;
    bool offers_home = false;  // "rate at home"

    [[nodiscard]] std::string tag() const { return id + "@" + std::to_string(version); }
    [[nodiscard]] std::vector<std::string> text_keys() const;  // every key it needs
};
// `name` is the file's name for messages: "quick.json: followup.reasons[3].icon: missing, name a file of assets/icons".
[[nodiscard]] Result<Questionnaire> parse_questionnaire(std::string_view text, std::string_view name);

// What was answered to an item: 0 not answered; level and choice: the option's number; choices: the sum of 2^(n−1).
using ItemAnswer = int;
// May item `index` be asked, given the answers to the items before it?
[[nodiscard]] bool is_asked(const Questionnaire& questionnaire, std::size_t index,
                            const std::vector<ItemAnswer>& answers);

}  // namespace hailong::domain
