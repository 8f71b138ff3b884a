#include "kiosk/app/pack_check.h"

#include <algorithm>
#include <array>
#include <set>

#include "kiosk/app/json_place.h"
#include "kiosk/base/json.h"
#include "kiosk/sound/fragments.h"
#include "kiosk/text/unicode.h"

namespace hailong::app {

namespace {

constexpr auto kMeasure = "vi";
// Filled by the flow, by screens and by the configuration.
constexpr std::array<std::string_view, 17> kKnownArguments{
    "authority", "challenge", "code",  "date", "day",   "max", "method", "minutes", "n",
    "other_way", "seconds",   "sheet", "time", "total", "url", "value",  "word"};
constexpr std::array<std::string_view, 5> kFiles{"pack.json", "texts.json", "speech.json", "say.json", "audio"};

template <class Names>
std::string in_braces(const Names& names) {
    std::string out;
    for (const auto& name : names) out.append(out.empty() ? "{" : ", {").append(name).append("}");
    return out;
}

std::string line_in(const text::Source& source, std::string_view path) {
    return source.name + ":" + std::to_string(line_of(source.json, path));
}

Result<text::Source> read_or_empty(const base::Path& file) {
    auto source = text::read_source(file);
    if (!source && source.error().code == ErrorCode::not_found) return text::Source{"{}", file.string()};
    return source;
}

}  // namespace

std::string CheckedPack::at(std::string_view key) const { return line_in(texts, key); }
std::string CheckedPack::name_at() const { return line_in(pack, "name"); }

PackCheck::PackCheck(text::PackShelves shelves, std::vector<std::string> wanted)
    : shelves_(std::move(shelves)), wanted_(std::move(wanted)) {
    // What is wrong with it is told when the language itself is looked at.
    if (auto measure = text::Catalog::load(shelves_.shipped / kMeasure)) measure_ = std::move(*measure);
    if (auto spoken = sound::load_spoken_texts(shelves_.shipped / kMeasure)) spoken_measure_ = std::move(*spoken);
}

void PackCheck::find(std::string where, std::string what, std::string remedy) {
    findings_.push_back({std::move(where), std::move(what), std::move(remedy)});
}

void PackCheck::look_at(const std::string& language, Use use) {
    const auto folder = text::find_pack(shelves_, language);
    const auto pack = text::read_source(folder / "pack.json");
    if (!pack) {
        const auto file = (folder / "pack.json").string();
        return use == Use::offered
                   ? find(file, "cannot be read",
                          "Put the language pack there, or take \"" + language + "\" out of screen.languages.")
                   : find(file, "cannot be read", "Write it (assets/README.md), or take the folder away.");
    }
    auto texts = read_or_empty(folder / "texts.json");
    if (!texts) return find((folder / "texts.json").string(), "cannot be read", "Let everybody read it.");
    auto own = text::Catalog::parse(*pack, *texts);
    if (!own) {
        const auto& broken = own.error().what.starts_with(pack->name) ? *pack : *texts;
        return findings_.push_back(finding_from(own.error(), broken.name, broken.json));
    }
    check_files(folder);
    CheckedPack checked{*pack, std::move(*texts), *own, std::move(*own)};
    check_card(checked, folder, use);
    // Its own faults were told; a fallback's are told where that language is looked at.
    if (auto whole = text::load_pack(shelves_, folder)) checked.completed = std::move(*whole);
    if (use == Use::offered || checked.own.card().is_complete) check_completeness(checked);
    for (const auto& [key, written] : checked.own.texts()) check_text(checked, key, written);
    check_speech(folder);
    packs_.push_back(std::move(checked));
}

void PackCheck::check_card(const CheckedPack& pack, const base::Path& folder, Use use) {
    const auto& card = pack.own.card();
    if (const auto language = folder.filename().string(); card.language != language) {
        find(line_in(pack.pack, "language"), "language is \"" + card.language + "\"", "Write \"" + language + "\".");
    }
    if (card.status == text::kDraft && use == Use::offered && !shelves_.allows_drafts) {
        find(line_in(pack.pack, "status"), "the pack is a draft",
             "Take \"" + card.language + "\" out of screen.languages, or set screen.allow_drafts = true.");
    }
    const auto fallback = text::find_fallback(shelves_, folder, card);
    if (!fallback.empty() && !text::load_pack(shelves_, fallback)) {
        find(line_in(pack.pack, "fallback"), "fallback \"" + card.fallback + "\" is no pack that can be read",
             "Write \"vi\".");
    }
}

void PackCheck::check_files(const base::Path& folder) {
    std::set<base::Path> strange;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = entry.path().filename().string();
        if (std::find(kFiles.begin(), kFiles.end(), name) == kFiles.end()) strange.insert(entry.path());
    }
    for (const auto& file : strange) {
        find(file.string(), "is no part of a language pack",
             "Name it pack.json, texts.json, speech.json, say.json or audio, or take it away.");
    }
}

// A pack that says it is complete has each text itself; others have what screens ask for from somewhere.
void PackCheck::check_completeness(const CheckedPack& pack) {
    const bool is_complete = pack.own.card().is_complete;
    const auto& catalog = is_complete ? pack.own : pack.completed;
    std::set<std::string> keys(wanted_.begin(), wanted_.end());
    if (is_complete) {
        for (const auto& [key, text] : measure_.texts()) keys.insert(key);
    }
    for (const auto& key : keys) {
        if (catalog.find(key) == nullptr) find(pack.texts.name + ":1", "text \"" + key + "\" is missing", "Add it.");
    }
}

void PackCheck::check_text(const CheckedPack& pack, const std::string& key, const std::string& text) {
    if (text.empty()) find(pack.at(key), "text \"" + key + "\" is empty", "Write it.");
    if (!text::is_nfc(text)) {
        find(pack.at(key), "text \"" + key + "\" is not in Unicode form NFC",
             "Convert the file, for example with: uconv -x any-nfc.");
    }
    for (const auto& name : text::argument_names(text)) {
        if (std::find(kKnownArguments.begin(), kKnownArguments.end(), name) != kKnownArguments.end()) continue;
        std::string what = "text \"" + key;
        what.append("\" has {").append(name).append("}, which nobody fills");
        find(pack.at(key), std::move(what), "Use " + in_braces(kKnownArguments) + ".");
    }
    if (measure_.language().empty()) return;
    const auto* measure = measure_.find(key);
    if (measure == nullptr) {
        return find(pack.at(key), "no screen has a text \"" + key + "\"", "Correct the key, or take the line out.");
    }
    check_arguments(pack.at(key), key, text, *measure);
}

void PackCheck::check_arguments(const std::string& where, const std::string& key, std::string_view text,
                                std::string_view measure) {
    const auto wanted = text::argument_names(measure);
    if (text::argument_names(text) == wanted) return;
    const auto names = in_braces(wanted);
    find(where, "text \"" + key + "\" has other arguments than in " + kMeasure + "/texts.json",
         names.empty() ? "Use none." : "Use " + names + ".");
}

// speech.json and say.json. Which recordings there are is the phrasebook's to judge.
void PackCheck::check_speech(const base::Path& folder) {
    for (const auto* name : {"speech.json", "say.json"}) {
        const auto source = read_or_empty(folder / name);
        if (!source) return find((folder / name).string(), "cannot be read", "Let everybody read it.");
        const auto spoken = base::json::parse(source->json, source->name);
        if (!spoken) return findings_.push_back(finding_from(spoken.error(), source->name, source->json));
        for (const auto& [key, value] : spoken->members) {
            const auto where = line_in(*source, key);
            if (value.text() == nullptr) {
                find(where, "\"" + key + "\" is no text", "Write it in quotes.");
            } else if (!text::is_nfc(*value.text())) {
                find(where, "\"" + key + "\" is not in Unicode form NFC",
                     "Convert the file, for example with: uconv -x any-nfc.");
            } else if (!spoken_measure_.empty() && !key.starts_with("say.") && !spoken_measure_.contains(key)) {
                find(where, "nothing is spoken as \"" + key + "\"", "Correct the key, or take the line out.");
            }
        }
    }
}

}  // namespace hailong::app
