#include "kiosk/domain/questionnaire.h"

#include <algorithm>
#include <array>

#include "kiosk/base/clock.h"
#include "kiosk/domain/questionnaire_items.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::size_t kLevels = 5;
constexpr std::size_t kMaxReasons = 12;
constexpr std::array<std::string_view, 12> kNames{"$schema", "id",   "version",  "from",  "question", "hint",
                                                  "levels",  "maps", "followup", "items", "offers",   "note"};
constexpr std::array<std::string_view, 3> kFollowupNames{"title", "hint", "reasons"};
constexpr std::array<std::string_view, 3> kReasonNames{"n", "text", "icon"};

Result<std::vector<std::string>> levels_from(const FilePlace& place) {
    constexpr std::string_view kRemedy = "must list five text keys, the lowest level first";
    const auto list = place.object.array("levels");
    if (!list || (*list)->size() != kLevels) return place.wrong("levels", kRemedy);
    std::vector<std::string> levels;
    for (const json::Value& item : **list) {
        if (item.text() == nullptr || item.text()->empty()) return place.wrong("levels", kRemedy);
        levels.push_back(*item.text());
    }
    return levels;
}

Result<Reason> reason_from(const FilePlace& place, std::size_t index) {
    const auto number = place.object.integer("n");
    if (!number || *number != static_cast<std::int64_t>(index) + 1) {
        return place.wrong("n", "must be " + std::to_string(index + 1) + " (reasons are numbered 1, 2, 3 …)");
    }
    Reason reason;
    reason.number = static_cast<int>(*number);
    HL_TRY(reason.text, place.text("text"));
    auto icon = place.text("icon");
    if (!icon) return place.wrong("icon", "missing; name a file of assets/icons without .svg");
    reason.icon = std::move(*icon);
    HL_CHECK(place.only(kReasonNames));
    return reason;
}

Status read_followup(const FilePlace& place, Questionnaire& out) {
    const auto object = place.object.object("followup");
    if (!object) return place.wrong("followup", "missing; give title, hint and reasons");
    const FilePlace followup{**object, place.file, "followup"};
    HL_CHECK(followup.only(kFollowupNames));
    HL_TRY(out.followup_title, followup.text("title"));
    HL_TRY(out.followup_hint, followup.text("hint"));
    const auto reasons = followup.object.array("reasons");
    if (!reasons || (*reasons)->empty() || (*reasons)->size() > kMaxReasons) {
        return followup.wrong("reasons", "must list 1 to 12 reasons");
    }
    for (std::size_t i = 0; i < (*reasons)->size(); ++i) {
        const std::string path = "reasons[" + std::to_string(i) + "]";
        const auto* reason_object = (**reasons)[i].object();
        if (reason_object == nullptr) return followup.wrong(path, "must be an object with n, text and icon");
        HL_TRY(auto reason, reason_from({*reason_object, place.file, followup.at(path)}, i));
        out.reasons.push_back(std::move(reason));
    }
    return {};
}

Status read_offers(const FilePlace& place, Questionnaire& out) {
    if (!place.object.has("offers")) return {};
    constexpr std::string_view kRemedy = "must list dossier, comment or home, each at most once";
    const auto list = place.object.array("offers");
    if (!list) return place.wrong("offers", kRemedy);
    for (const json::Value& item : **list) {
        const std::string name = item.text() != nullptr ? *item.text() : "";
        bool* offer = nullptr;
        if (name == "dossier") offer = &out.offers_dossier;
        if (name == "comment") offer = &out.offers_comment;
        if (name == "home") offer = &out.offers_home;
        if (offer == nullptr || *offer) return place.wrong("offers", kRemedy);
        *offer = true;
    }
    return {};
}

Result<std::string> first_day_of(const FilePlace& place) {
    const auto text = place.object.text("from");
    const bool has_form = text && text->size() == 10 && base::parse_utc(*text + "T00:00:00.000Z");
    if (!has_form) return place.wrong("from", "must be a day of the calendar as YYYY-MM-DD");
    return *text;
}

Status read_name(const FilePlace& place, Questionnaire& out) {
    HL_TRY(out.id, place.text("id"));
    const auto version = place.object.integer("version");
    if (!version || *version < 1 || *version > 9999) {
        return place.wrong("version", "must be a whole number from 1 to 9999");
    }
    out.version = static_cast<int>(*version);
    if (out.id.size() > 27) return place.wrong("id", "too long; at most 27 characters");
    return {};
}

}  // namespace

std::vector<std::string> Questionnaire::text_keys() const {
    std::vector<std::string> keys{question, hint, followup_title, followup_hint};
    keys.insert(keys.end(), levels.begin(), levels.end());
    for (const Reason& reason : reasons) keys.push_back(reason.text);
    for (const Item& item : items) {
        for (const auto& key : {item.title, item.text, item.hint}) {
            if (!key.empty()) keys.push_back(key);
        }
        for (const Option& option : item.options) keys.push_back(option.text);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

Result<Questionnaire> parse_questionnaire(std::string_view text, std::string_view name) {
    HL_TRY(const auto object, json::parse(text, name));
    const FilePlace place{object, name, ""};
    Questionnaire out;
    HL_CHECK(place.only(kNames));
    HL_CHECK(read_name(place, out));
    HL_TRY(out.from, first_day_of(place));
    HL_TRY(out.question, place.text("question"));
    HL_TRY(out.hint, place.text("hint"));
    HL_TRY(out.levels, levels_from(place));
    HL_TRY(out.maps, mapping_from(place));
    HL_CHECK(read_followup(place, out));
    HL_TRY(out.items, items_from(place));
    HL_CHECK(read_offers(place, out));
    return out;
}

bool is_asked(const Questionnaire& questionnaire, std::size_t index, const std::vector<ItemAnswer>& answers) {
    const auto& condition = questionnaire.items[index].only_if;
    if (!condition) return true;
    for (std::size_t i = 0; i < index && i < answers.size(); ++i) {
        const Item& item = questionnaire.items[i];
        if (item.id != condition->item) continue;
        return std::any_of(condition->values.begin(), condition->values.end(), [&](int value) {
            return item.kind == ItemKind::choices ? (answers[i] >> (value - 1) & 1) != 0 : answers[i] == value;
        });
    }
    return false;
}

}  // namespace hailong::domain
