#include "kiosk/domain/questionnaire.h"

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::size_t kLevels = 5;
constexpr std::size_t kMaxReasons = 12;

// A complaint with the place inside the file and the remedy.
tl::unexpected<Error> wrong(std::string_view file, const std::string& path, std::string_view remedy) {
    return fail(ErrorCode::bad_input, std::string(file) + ": " + path + ": " + std::string(remedy));
}

Result<std::string> text_at(const json::Object& object, std::string_view name, std::string_view file,
                            const std::string& path) {
    auto text = object.text(name);
    if (!text || text->empty()) return wrong(file, path + std::string(name), "missing; give a text in quotes");
    return *text;
}

Result<std::vector<std::string>> levels_from(const json::Object& object, std::string_view file) {
    const auto list = object.array("levels");
    if (!list || (*list)->size() != kLevels) {
        return wrong(file, "levels", "must list five text keys, the lowest level first");
    }
    std::vector<std::string> levels;
    for (const json::Value& item : **list) {
        if (item.text() == nullptr) return wrong(file, "levels", "must list five text keys, the lowest level first");
        levels.push_back(*item.text());
    }
    return levels;
}

Result<Reason> reason_from(const json::Value& item, std::size_t index, std::string_view file) {
    const std::string path = "followup.reasons[" + std::to_string(index) + "]";
    if (item.object() == nullptr) return wrong(file, path, "must be an object with n, text and icon");
    const auto number = item.object()->integer("n");
    if (!number || *number != static_cast<std::int64_t>(index) + 1) {
        return wrong(file, path + ".n", "must be " + std::to_string(index + 1) + " (reasons are numbered 1, 2, 3 …)");
    }
    Reason reason;
    reason.number = static_cast<int>(*number);
    HL_TRY(reason.text, text_at(*item.object(), "text", file, path + "."));
    auto icon = text_at(*item.object(), "icon", file, path + ".");
    if (!icon) return wrong(file, path + ".icon", "missing; name a file of assets/icons without .svg");
    reason.icon = *icon;
    return reason;
}

Status read_followup(const json::Object& object, std::string_view file, Questionnaire& out) {
    const auto followup = object.object("followup");
    if (!followup) return wrong(file, "followup", "missing; give title, hint and reasons");
    HL_TRY(out.followup_title, text_at(**followup, "title", file, "followup."));
    HL_TRY(out.followup_hint, text_at(**followup, "hint", file, "followup."));
    const auto reasons = (*followup)->array("reasons");
    if (!reasons || (*reasons)->empty() || (*reasons)->size() > kMaxReasons) {
        return wrong(file, "followup.reasons", "must list 1 to 12 reasons");
    }
    for (std::size_t i = 0; i < (*reasons)->size(); ++i) {
        HL_TRY(auto reason, reason_from((**reasons)[i], i, file));
        out.reasons.push_back(std::move(reason));
    }
    return {};
}

}  // namespace

std::vector<std::string> Questionnaire::text_keys() const {
    std::vector<std::string> keys{question, hint, followup_title, followup_hint};
    keys.insert(keys.end(), levels.begin(), levels.end());
    for (const Reason& reason : reasons) keys.push_back(reason.text);
    return keys;
}

Result<Questionnaire> parse_questionnaire(std::string_view text, std::string_view name) {
    HL_TRY(const auto object, json::parse(text, name));
    Questionnaire out;
    HL_TRY(out.id, text_at(object, "id", name, ""));
    const auto version = object.integer("version");
    if (!version || *version < 1 || *version > 9999)
        return wrong(name, "version", "must be a whole number from 1 to 9999");
    out.version = static_cast<int>(*version);
    if (out.tag().size() > 32) return wrong(name, "id", "too long; at most 27 characters");
    HL_TRY(out.from, text_at(object, "from", name, ""));
    HL_TRY(out.question, text_at(object, "question", name, ""));
    HL_TRY(out.hint, text_at(object, "hint", name, ""));
    HL_TRY(out.levels, levels_from(object, name));
    HL_CHECK(read_followup(object, name, out));
    return out;
}

}  // namespace hailong::domain
