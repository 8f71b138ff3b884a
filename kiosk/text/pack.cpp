#include "kiosk/text/pack.h"

#include <algorithm>
#include <array>

#include "kiosk/base/json.h"
#include "kiosk/text/unicode.h"

namespace hailong::text {

namespace {

constexpr std::array<std::string_view, 10> kMembers{"complete",  "language", "name",     "status",   "signed_by",
                                                    "signed_on", "script",   "fallback", "no_break", "note"};

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> all) {
    return std::find(all.begin(), all.end(), value) != all.end();
}

// A folder name and a BCP 47 tag at once: "vi", "km", "mnong-x".
bool is_language(std::string_view value) {
    return !value.empty() && value.size() <= 16 &&
           value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool is_date(std::string_view value) {
    constexpr std::string_view kForm = "dddd-dd-dd";
    return value.size() == kForm.size() && std::equal(value.begin(), value.end(), kForm.begin(), [](char c, char form) {
               return form == 'd' ? c >= '0' && c <= '9' : c == form;
           });
}

Status check_values(const PackCard& card) {
    const auto refuse = [](std::string_view what) { return fail(ErrorCode::bad_input, std::string(what)); };
    if (!is_language(card.language)) {
        return refuse("language: must be the folder's name; write a–z, 0–9 and '-' only");
    }
    if (card.name.empty()) return refuse("name: is empty; write the language's name as its speakers call it");
    if (!is_nfc(card.name)) return refuse("name: is not in Unicode form NFC; type it again in one go");
    if (!is_one_of(card.status, {kDraft, "reviewed", kSigned})) {
        return refuse("status: is \"" + card.status + "\"; write \"draft\", \"reviewed\" or \"signed\"");
    }
    if (!is_one_of(card.script, {"latin", "khmer"})) {
        return refuse("script: is \"" + card.script +
                      "\", which the terminal has no font for; write \"latin\" or \"khmer\"");
    }
    if (card.status == kSigned && card.signed_by.empty()) {
        return refuse("status: is \"signed\" by nobody; write who signed it in \"signed_by\"");
    }
    if (card.status == kSigned && !is_date(card.signed_on)) {
        return refuse("status: is \"signed\" without its day; write YYYY-MM-DD in \"signed_on\"");
    }
    return {};
}

Status read_no_break(const base::json::Object& object, PackCard& card) {
    if (!object.has("no_break")) return {};
    const auto list = object.array("no_break");
    if (!list) return fail(ErrorCode::bad_input, "no_break: is no list; write words in brackets");
    for (const auto& item : **list) {
        if (item.text() == nullptr)
            return fail(ErrorCode::bad_input, "no_break: holds what is no text; write words in quotes");
        card.no_break.push_back(*item.text());
    }
    return {};
}

Result<PackCard> card_of(const base::json::Object& object) {
    for (const auto& [member, value] : object.members) {
        if (std::find(kMembers.begin(), kMembers.end(), member) != kMembers.end()) continue;
        return fail(ErrorCode::bad_input, member + ": is unknown; correct the name, or write remarks in \"note\"");
    }
    PackCard card;
    for (const auto& [member, field] : {std::pair{"language", &PackCard::language}, std::pair{"name", &PackCard::name},
                                        std::pair{"status", &PackCard::status}}) {
        auto value = object.text(member);
        if (!value) return fail(ErrorCode::bad_input, std::string(member) + ": is missing or no text; write it");
        card.*field = std::move(*value);
    }
    card.fallback = "vi";
    for (const auto& [member, field] :
         {std::pair{"signed_by", &PackCard::signed_by}, std::pair{"signed_on", &PackCard::signed_on},
          std::pair{"script", &PackCard::script}, std::pair{"fallback", &PackCard::fallback}}) {
        auto value = object.optional_text(member);
        if (!value) return fail(ErrorCode::bad_input, std::string(member) + ": is no text; write it in quotes");
        if (*value) card.*field = std::move(**value);
    }
    if (object.has("complete")) {
        const auto value = object.boolean("complete");
        if (!value) return fail(ErrorCode::bad_input, "complete: is no true or false; write one of them");
        card.is_complete = *value;
    }
    HL_CHECK(read_no_break(object, card));
    HL_CHECK(check_values(card));
    return card;
}

}  // namespace

Result<Source> read_source(const base::Path& file) {
    HL_TRY(auto json, base::read_file(file));
    return Source{std::move(json), file.string()};
}

Result<PackCard> parse_card(const Source& pack) {
    HL_TRY(const auto object, base::json::parse(pack.json, pack.name));
    auto card = card_of(object);
    if (!card) return fail_in(pack.name, card.error());
    return card;
}

}  // namespace hailong::text
