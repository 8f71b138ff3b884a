#include "kiosk/domain/questionnaire_items.h"

#include <algorithm>

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::int64_t kLevelOptions = 5;
constexpr std::size_t kMaxItemId = 24;
constexpr std::array<std::string_view, 3> kMapNames{"sipas", "decree61", "d766"};
constexpr std::array<std::string_view, 6> kGroups{"publicity", "progress",  "online",
                                                  "payment",   "digitised", "satisfaction"};
constexpr std::array<std::string_view, 8> kItemNames{"id", "kind", "title", "text", "hint", "options", "maps", "if"};
constexpr std::array<std::string_view, 3> kOptionNames{"n", "text", "apart"};
constexpr std::array<std::string_view, 2> kConditionNames{"item", "is"};

std::string indexed(std::string_view name, std::size_t index) {
    return std::string(name) + "[" + std::to_string(index) + "]";
}

Result<int> number_within(const FilePlace& place, std::string_view name, int highest) {
    const auto number = place.object.optional_integer(name);
    if (!number || number->value_or(1) < 1 || number->value_or(1) > highest) {
        return place.wrong(name,
                           "must be a whole number from 1 to " + std::to_string(highest) + "; leave it out for none");
    }
    return static_cast<int>(number->value_or(0));
}

Result<ItemKind> kind_of(const FilePlace& place) {
    const auto name = place.object.text("kind");
    if (name && *name == "level") return ItemKind::level;
    if (name && *name == "choice") return ItemKind::choice;
    if (name && *name == "choices") return ItemKind::choices;
    return place.wrong("kind", "must be level, choice or choices");
}

Result<std::string> id_of(const FilePlace& place, const std::vector<Item>& earlier) {
    const auto id = place.object.text("id");
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (!id || id->empty() || id->size() > kMaxItemId || !std::all_of(id->begin(), id->end(), fits)) {
        return place.wrong("id", "must have 1 to 24 characters a-z, 0-9 or _");
    }
    if (std::any_of(earlier.begin(), earlier.end(), [&](const Item& item) { return item.id == *id; })) {
        return place.wrong("id", "\"" + *id + "\" is the id of an earlier item; give another");
    }
    return *id;
}

Result<Option> option_from(const FilePlace& place, std::size_t index, ItemKind kind) {
    HL_CHECK(place.only(kOptionNames));
    const auto number = place.object.integer("n");
    if (!number || *number != static_cast<std::int64_t>(index) + 1) {
        return place.wrong("n", "must be " + std::to_string(index + 1) + " (options are numbered 1, 2, 3 …)");
    }
    Option option;
    option.number = static_cast<int>(*number);
    HL_TRY(option.text, place.text("text"));
    if (place.object.has("apart")) {
        const auto apart = place.object.boolean("apart");
        if (!apart) return place.wrong("apart", "must be true or false");
        option.apart = *apart;
    }
    if (kind == ItemKind::level && option.apart != (*number > kLevelOptions)) {
        return place.wrong("apart", *number > kLevelOptions
                                        ? "must be true: behind the five levels everything stands apart"
                                        : "must not be true: options 1 to 5 are the levels");
    }
    return option;
}

Result<std::vector<Option>> options_from(const FilePlace& place, ItemKind kind) {
    const std::size_t fewest = kind == ItemKind::level ? kLevelOptions : 2;
    const auto list = place.object.array("options");
    if (!list || (*list)->size() < fewest || (*list)->size() > kMaxOptions) {
        return place.wrong("options",
                           kind == ItemKind::level
                               ? "must list the five levels, the lowest first, and at most four options apart"
                               : "must list 2 to 9 options");
    }
    std::vector<Option> options;
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        const auto* object = (**list)[i].object();
        if (object == nullptr) return place.wrong(indexed("options", i), "must be an object with n and text");
        HL_TRY(auto option, option_from({*object, place.file, place.at(indexed("options", i))}, i, kind));
        options.push_back(std::move(option));
    }
    return options;
}

bool has_option(const Item& item, std::int64_t number) {
    return number >= 1 && number <= static_cast<std::int64_t>(item.options.size());
}

Result<std::vector<int>> values_from(const FilePlace& place, const Item& named) {
    const auto list = place.object.array("is");
    if (!list || (*list)->empty()) return place.wrong("is", "must list option numbers of item \"" + named.id + "\"");
    std::vector<int> values;
    for (const json::Value& value : **list) {
        const auto* number = value.integer();
        if (number == nullptr || !has_option(named, *number)) {
            return place.wrong("is", "must list option numbers of item \"" + named.id + "\", 1 to " +
                                         std::to_string(named.options.size()));
        }
        if (std::find(values.begin(), values.end(), static_cast<int>(*number)) != values.end()) {
            return place.wrong("is", "names option " + std::to_string(*number) + " twice; name it once");
        }
        values.push_back(static_cast<int>(*number));
    }
    return values;
}

Result<std::optional<Condition>> condition_from(const FilePlace& item, const std::vector<Item>& earlier) {
    if (!item.object.has("if")) return std::optional<Condition>();
    const auto object = item.object.object("if");
    if (!object) return item.wrong("if", "must be an object with item and is");
    const FilePlace place{**object, item.file, item.at("if")};
    HL_CHECK(place.only(kConditionNames));
    HL_TRY(const auto id, place.text("item"));
    const auto named = std::find_if(earlier.begin(), earlier.end(), [&](const Item& one) { return one.id == id; });
    if (named == earlier.end())
        return place.wrong("item", "\"" + id + "\" is no earlier item; name one that stands before");
    HL_TRY(auto values, values_from(place, *named));
    return std::optional(Condition{id, std::move(values)});
}

Result<Item> item_from(const FilePlace& place, const std::vector<Item>& earlier) {
    HL_CHECK(place.only(kItemNames));
    Item item;
    HL_TRY(item.id, id_of(place, earlier));
    HL_TRY(item.kind, kind_of(place));
    HL_TRY(item.title, place.text("title"));
    HL_TRY(item.text, place.optional_text("text"));
    HL_TRY(item.hint, place.optional_text("hint"));
    HL_TRY(item.options, options_from(place, item.kind));
    HL_TRY(item.maps, mapping_from(place));
    HL_TRY(item.only_if, condition_from(place, earlier));
    return item;
}

}  // namespace

std::string FilePlace::at(std::string_view name) const {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
}

tl::unexpected<Error> FilePlace::wrong(std::string_view name, std::string_view remedy) const {
    return fail(ErrorCode::bad_input, std::string(file) + ": " + at(name) + ": " + std::string(remedy));
}

Result<std::string> FilePlace::text(std::string_view name) const {
    auto text = object.text(name);
    if (!text || text->empty()) return wrong(name, "missing; give a text in quotes");
    return *text;
}

Result<std::string> FilePlace::optional_text(std::string_view name) const {
    return object.has(name) ? text(name) : Result<std::string>(std::string());
}

Status FilePlace::only(std::span<const std::string_view> names) const {
    for (const auto& member : object.members) {
        if (std::find(names.begin(), names.end(), member.first) == names.end()) {
            return wrong(member.first, "unknown name; correct it or take it out");
        }
    }
    return {};
}

Result<Mapping> mapping_from(const FilePlace& place) {
    if (!place.object.has("maps")) return Mapping{};
    const auto object = place.object.object("maps");
    if (!object) return place.wrong("maps", "must be an object with sipas, decree61 or d766");
    const FilePlace maps{**object, place.file, place.at("maps")};
    HL_CHECK(maps.only(kMapNames));
    Mapping out;
    HL_TRY(out.sipas, number_within(maps, "sipas", 5));
    HL_TRY(out.decree61, number_within(maps, "decree61", 11));
    HL_TRY(out.d766, maps.optional_text("d766"));
    if (!out.d766.empty() && std::find(kGroups.begin(), kGroups.end(), out.d766) == kGroups.end()) {
        return maps.wrong("d766", "must be publicity, progress, online, payment, digitised or satisfaction");
    }
    return out;
}

Result<std::vector<Item>> items_from(const FilePlace& place) {
    std::vector<Item> items;
    if (!place.object.has("items")) return items;
    const auto list = place.object.array("items");
    if (!list || (*list)->size() > kMaxItems) return place.wrong("items", "must list at most 16 items");
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        const auto* object = (**list)[i].object();
        if (object == nullptr)
            return place.wrong(indexed("items", i), "must be an object with id, kind, title and options");
        HL_TRY(auto item, item_from({*object, place.file, indexed("items", i)}, items));
        items.push_back(std::move(item));
    }
    return items;
}

}  // namespace hailong::domain
