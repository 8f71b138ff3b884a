// A versioned set of questions, a data file of assets/questionnaires/. Today: the face question and one follow-up.
//   {"id":"quick","version":1,"from":"2026-11-01","question":"first.question","hint":"first.hint","levels":["level.1",…5],
//    "followup":{"title":"followup.title","hint":"followup.hint","reasons":[{"n":1,"text":"reason.waiting","icon":"waiting"},…]}}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.h"

namespace hailong::domain {

struct Reason {
    int number = 0;    // 1-based, fixed for ever within a version
    std::string text;  // key in the language files
    std::string icon;  // file in assets/icons, without .svg
};

struct Questionnaire {
    std::string id;
    int version = 0;
    std::string from;  // first day it may be used, "2026-11-01"
    std::string question;
    std::string hint;
    std::vector<std::string> levels;  // five keys, level 1 first
    std::string followup_title;
    std::string followup_hint;
    std::vector<Reason> reasons;  // 1…12

    [[nodiscard]] std::string tag() const { return id + "@" + std::to_string(version); }
    [[nodiscard]] std::vector<std::string> text_keys() const;  // every key it needs
};
// `name` is the file's name for messages: "quick.json: followup.reasons[3].icon: missing, name a file of assets/icons".
[[nodiscard]] Result<Questionnaire> parse_questionnaire(std::string_view text, std::string_view name);

}  // namespace hailong::domain
