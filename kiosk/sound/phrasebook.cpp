#include "kiosk/sound/phrasebook.h"

#include <algorithm>
#include <set>
#include <system_error>

namespace hailong::sound {
namespace {

// Between the groups of a code: long enough to write the group down is a citizen's own affair ("keep this on screen"),
// this only lets the groups be told apart.
constexpr base::Millis kPauseLength{250};

bool is_file(const base::Path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

std::vector<base::Path> recordings_in(const base::Path& folder) {
    std::vector<base::Path> out;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().filename().string().front() != '.') out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

Result<Phrasebook> Phrasebook::open(const AudioPlaces& places) {
    Phrasebook book(places);
    std::error_code ignored;
    // Added packs first: what is there already stays.
    for (const auto& shelf : {places.added, places.assets / "i18n"}) {
        for (const auto& entry : std::filesystem::directory_iterator(shelf, ignored)) {
            if (!entry.is_directory(ignored)) continue;
            HL_TRY(const auto texts, load_spoken_texts(entry.path()));
            book.texts_[entry.path().filename().string()].insert(texts.begin(), texts.end());
        }
    }
    return book;
}

std::vector<base::Path> Phrasebook::packs(const std::string& language) const {
    std::vector<base::Path> out;
    if (!places_.added.empty()) out.push_back(places_.added / language);
    out.push_back(places_.assets / "i18n" / language);
    return out;
}

std::vector<std::string> Phrasebook::languages() const {
    std::vector<std::string> out;
    for (const auto& [language, texts] : texts_) {
        const auto folders = packs(language);
        const bool is_recorded = std::any_of(folders.begin(), folders.end(), [](const base::Path& folder) {
            return !recordings_in(folder / "audio").empty();
        });
        if (!texts.empty() || is_recorded) out.push_back(language);
    }
    return out;
}

const Texts& Phrasebook::texts(std::string_view language) const {
    const auto found = texts_.find(language);
    return found == texts_.end() ? none_ : found->second;
}

base::Path Phrasebook::recording(const std::string& language, const std::string& fragment) const {
    const auto folders = packs(language);
    const auto name = base::Path("audio") / (fragment + ".wav");
    for (const auto& folder : folders) {
        if (is_file(folder / name)) return folder / name;
    }
    return folders.back() / name;
}

base::Path Phrasebook::rendering(const std::string& language, const std::string& fragment) const {
    return places_.rendered / language / (fragment + ".wav");
}

bool Phrasebook::has(const std::string& language, const std::string& fragment) const {
    return is_file(recording(language, fragment)) || is_file(rendering(language, fragment));
}

// A language of recordings only speaks in the order of the reference.
Phrasebook::Pieces Phrasebook::pieces(const std::string& language, const std::string& key) const {
    for (const auto* texts : {&this->texts(language), &this->texts(kReferenceLanguage)}) {
        if (const auto found = texts->find(key); found != texts->end()) return pieces_of(found->second);
    }
    return {{Piece::Kind::fixed, key}};
}

bool Phrasebook::can_speak(const std::string& language, const std::string& key) const {
    const auto fragments = fragments_of(key, pieces(language, key));
    return std::all_of(fragments.begin(), fragments.end(),
                       [&](const std::string& fragment) { return fragment.empty() || has(language, fragment); });
}

std::string Phrasebook::language_of(const Prompt& prompt) const {
    return can_speak(prompt.language, prompt.key) ? prompt.language : std::string(kReferenceLanguage);
}

std::string Phrasebook::text(const Prompt& prompt) const {
    const auto& own = texts(language_of(prompt));
    const auto found = own.find(prompt.key);
    if (found == own.end()) return "";
    std::string out = found->second;
    for (const auto& [name, value] : prompt.arguments) {
        const std::string hole = "{" + name + "}";
        for (auto at = out.find(hole); at != std::string::npos; at = out.find(hole, at + value.size())) {
            out.replace(at, hole.size(), value);
        }
    }
    return out;
}

void Phrasebook::append(const std::string& language, const std::string& fragment, Composition& out) const {
    if (fragment == kPause) {
        out.samples.insert(out.samples.end(), samples_in(kPauseLength), Sample{0});
        return;
    }
    const std::string reference(kReferenceLanguage);
    for (const auto& file : {recording(language, fragment), rendering(language, fragment),
                             recording(reference, fragment), rendering(reference, fragment)}) {
        const auto samples = load_wav(file);
        if (samples) {
            out.samples.insert(out.samples.end(), samples->begin(), samples->end());
            return;
        }
        if (samples.error().code != ErrorCode::not_found) out.problems.push_back(samples.error());
    }
}

Composition Phrasebook::compose(const Prompt& prompt) const {
    Composition out;
    const auto language = language_of(prompt);
    const auto parts = pieces(language, prompt.key);
    const auto fragments = fragments_of(prompt.key, parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].kind == Piece::Kind::fixed) {
            append(language, fragments[i], out);
            continue;
        }
        const auto given = std::find_if(prompt.arguments.begin(), prompt.arguments.end(),
                                        [&](const auto& argument) { return argument.first == parts[i].text; });
        const std::string value = given == prompt.arguments.end() ? "" : given->second;
        auto spoken = fragments_of_argument(parts[i].text, value, texts(language));
        if (spoken.empty()) spoken = fragments_of_argument(parts[i].text, value, texts(kReferenceLanguage));
        for (const auto& fragment : spoken) append(language, fragment, out);
    }
    return out;
}

std::vector<Error> Phrasebook::check_recordings() const {
    std::set<std::string> asked_for;
    for (const auto& [language, texts] : texts_) {
        for (const auto& [fragment, words] : words_by_fragment(texts)) asked_for.insert(fragment);
    }
    std::vector<Error> out;
    for (const auto& [language, texts] : texts_) {
        std::vector<base::Path> files;
        for (const auto& folder : packs(language)) {
            const auto found = recordings_in(folder / "audio");
            files.insert(files.end(), found.begin(), found.end());
        }
        for (const auto& file : files) {
            if (file.extension() != ".wav" || !asked_for.contains(file.stem().string())) {
                out.push_back({ErrorCode::bad_input, file.string() +
                                                         ": no prompt is called so; name it after a key of " +
                                                         std::string(kReferenceLanguage) +
                                                         "/speech.json, as in first.question.wav, and one "
                                                         "with arguments by its parts, as in thanks.code.1.wav"});
                continue;
            }
            if (const auto samples = load_wav(file); !samples) out.push_back(samples.error());
        }
    }
    return out;
}

}  // namespace hailong::sound
