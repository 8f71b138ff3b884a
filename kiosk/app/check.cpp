#include "kiosk/app/check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <map>
#include <set>

#include "kiosk/app/json_place.h"
#include "kiosk/flow/view.h"
#include "kiosk/sound/phrasebook.h"
#include "kiosk/text/packs.h"
#include "kiosk/text/script.h"
#include "kiosk/text/unicode.h"
#include "kiosk/ui/fonts.h"
#include "kiosk/ui/svg.h"

namespace hailong::app {

namespace {

// Small: only whether it can be drawn is asked.
constexpr int kProofSize = 32;
// Rating codes, seconds and "XXXX-XXXX" are written with these, whatever the language files hold.
constexpr auto kCodeLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
// Filled by the flow, by screens and by the configuration.
constexpr std::array<std::string_view, 16> kKnownArguments{
    "authority", "challenge", "code",  "date", "max",   "method", "minutes", "n",
    "other_way", "seconds",   "sheet", "time", "total", "url",    "value",   "word"};
// Texts that screens name without the flow: the label of the languages.
constexpr std::array<std::string_view, 1> kScreenTexts{"bar.language"};

struct LanguageFile {
    base::Path path;  // texts.json
    std::string json;
    std::string name_at;  // where pack.json names the language
    text::Catalog catalog;

    [[nodiscard]] std::string at(std::string_view key) const {
        return path.string() + ":" + std::to_string(line_of(json, key));
    }
};

std::string with_first_capital(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string without_full_stop(std::string text) {
    while (!text.empty() && text.back() == '.') text.pop_back();
    return text;
}

template <class Names>
std::string in_braces(const Names& names) {
    std::string out;
    for (const auto& name : names) out.append(out.empty() ? "{" : ", {").append(name).append("}");
    return out;
}

// From "file:line:column: why", "file: path: why; remedy" or "file: why, remedy" to a finding at a line.
Finding finding_from(const Error& error, const base::Path& file, std::string_view json) {
    std::string_view rest = error.what;
    const auto name = file.string();
    auto where = name;
    if (rest.starts_with(name + ":")) {
        rest.remove_prefix(name.size() + 1);
        const auto digits = rest.find_first_not_of("0123456789");
        if (digits != 0 && digits != std::string_view::npos) {
            where += ":" + std::string(rest.substr(0, digits));
            rest.remove_prefix(rest.find(' ', digits));
        } else if (const auto colon = rest.find(": ", 1); colon != std::string_view::npos && !json.empty()) {
            where += ":" + std::to_string(line_of(json, rest.substr(1, colon - 1)));
        }
        rest.remove_prefix(rest.starts_with(' ') ? 1 : 0);
    }
    const auto semicolon = rest.find(';');
    const auto cut = semicolon != std::string_view::npos ? semicolon : rest.find(',');
    if (cut == std::string_view::npos) return {where, without_full_stop(std::string(rest)), "Correct it."};
    const auto remedy_at = rest.find_first_not_of(' ', cut + 1);
    const auto remedy = remedy_at == std::string_view::npos ? "correct it" : std::string(rest.substr(remedy_at));
    return {where, std::string(rest.substr(0, cut)), with_first_capital(without_full_stop(remedy)) + "."};
}

class Inspection {
public:
    Inspection(const KioskConfig& config, base::Path config_file, base::Path assets)
        : config_(config), config_file_(std::move(config_file)), assets_(std::move(assets)) {}

    CheckReport run() {
        check_configuration();
        read_questionnaire();
        read_languages();
        for (const auto& file : languages_) check_texts(file);
        compare_arguments();
        check_speech();
        check_pictures();
        check_fonts();
        report_.summary = "checked: questionnaire " + rules_.questionnaire.tag() + ", " + std::to_string(texts_) +
                          " texts in " + std::to_string(languages_.size()) + " languages, " +
                          std::to_string(pictures_) + " pictures, " + std::to_string(glyphs_) + " glyphs in " +
                          std::to_string(ui::kTypefaces.size()) + " fonts: nothing to correct";
        return std::move(report_);
    }

private:
    void find(std::string where, std::string what, std::string remedy) {
        report_.findings.push_back({std::move(where), std::move(what), std::move(remedy)});
    }

    void check_configuration() {
        const auto& known = config_.languages;
        if (std::find(known.begin(), known.end(), config_.language) == known.end()) {
            find(config_file_.string(), "screen.language is \"" + config_.language + "\", which is not in languages",
                 "Name one of screen.languages.");
        }
        for (const auto& text :
             {config_.office, config_.office_line, config_.authority, config_.url, config_.other_way}) {
            if (!text::is_nfc(text)) {
                find(config_file_.string(), "\"" + text + "\" is not in Unicode form NFC", "Type it again in one go.");
            }
        }
    }

    void read_questionnaire() {
        const auto file = assets_ / "questionnaires" / (config_.questionnaire + ".json");
        const auto json = base::read_file(file);
        if (!json) {
            return find(file.string(), "cannot be read", "Name a file of this folder in screen.questionnaire.");
        }
        auto parsed = domain::parse_questionnaire(*json, file.string());
        if (!parsed) return report_.findings.push_back(finding_from(parsed.error(), file, *json));
        rules_.questionnaire = std::move(*parsed);
        questionnaire_file_ = file;
        questionnaire_json_ = *json;
    }

    void read_languages() {
        for (const auto& language : config_.languages) read_language(assets_ / "i18n" / language, language);
    }

    void read_language(const base::Path& folder, const std::string& language) {
        std::array<text::Source, 2> sources{{{"", (folder / "pack.json").string()},  //
                                             {"", (folder / "texts.json").string()}}};
        for (auto& source : sources) {
            auto json = base::read_file(source.name);
            if (!json) {
                return find(source.name, "cannot be read",
                            "Put the language file there, or take \"" + language + "\" out of screen.languages.");
            }
            source.json = std::move(*json);
        }
        const auto& [pack, texts] = sources;
        auto parsed = text::Catalog::parse(pack, texts);
        if (!parsed) {
            const auto& broken = parsed.error().what.starts_with(pack.name) ? pack : texts;
            return report_.findings.push_back(finding_from(parsed.error(), broken.name, broken.json));
        }
        if (parsed->language() != language) {
            find(pack.name + ":" + std::to_string(line_of(pack.json, "language")),
                 "language is \"" + parsed->language() + "\"", "Write \"" + language + "\".");
        }
        const auto name_at = pack.name + ":" + std::to_string(line_of(pack.json, "name"));
        languages_.push_back({texts.name, texts.json, name_at, std::move(*parsed)});
    }

    void check_texts(const LanguageFile& file) {
        auto wanted = flow::text_keys(rules_);
        wanted.insert(wanted.end(), kScreenTexts.begin(), kScreenTexts.end());
        for (const auto& key : wanted) {
            const auto* text = file.catalog.find(key);
            if (text == nullptr && !key.empty()) {
                find(file.path.string() + ":1", "text \"" + key + "\" is missing", "Add it.");
            } else if (text != nullptr && text->empty()) {
                find(file.at(key), "text \"" + key + "\" is empty", "Write it.");
            }
        }
        texts_ += file.catalog.texts().size();
        for (const auto& [key, text] : file.catalog.texts()) {
            if (!text::is_nfc(text)) {
                find(file.at(key), "text \"" + key + "\" is not in Unicode form NFC",
                     "Convert the file, for example with: uconv -x any-nfc.");
            }
            check_arguments(file, key, text);
        }
    }

    void check_arguments(const LanguageFile& file, const std::string& key, std::string_view text) {
        for (const auto& name : text::argument_names(text)) {
            if (std::find(kKnownArguments.begin(), kKnownArguments.end(), name) != kKnownArguments.end()) continue;
            std::string what = "text \"" + key;
            what.append("\" has {").append(name).append("}, which nobody fills");
            find(file.at(key), std::move(what), "Use " + in_braces(kKnownArguments) + ".");
        }
    }

    // The first language is the measure.
    void compare_arguments() {
        for (std::size_t i = 1; i < languages_.size(); ++i) {
            for (const auto& [key, text] : languages_[i].catalog.texts()) {
                const auto* first = languages_[0].catalog.find(key);
                if (first == nullptr) continue;
                const auto wanted = text::argument_names(*first);
                if (text::argument_names(text) == wanted) continue;
                const auto names = in_braces(wanted);
                find(languages_[i].at(key),
                     "text \"" + key + "\" has other arguments than in " + languages_[0].catalog.language() +
                         "/texts.json",
                     names.empty() ? "Use none." : "Use " + names + ".");
            }
        }
    }

    void check_picture(const base::Path& file, const std::string& named_at) {
        const auto drawn = ui::draw_svg(file, kProofSize);
        ++pictures_;
        if (drawn) return;
        const bool absent = drawn.error().code == ErrorCode::not_found;
        find(named_at.empty() ? file.string() : named_at,
             "picture " + file.string() + (absent ? " is not there" : " cannot be drawn"),
             absent ? "Add it, or name another." : "Save it as plain SVG.");
    }

    void check_speech() {
        // What the build rendered is no asset: only texts and recordings are looked at.
        const auto book = sound::Phrasebook::open({assets_, {}});
        auto faults = book ? book->check_recordings() : std::vector<Error>{book.error()};
        for (const auto& fault : faults) {
            const base::Path file = fault.what.substr(0, fault.what.find(": "));
            report_.findings.push_back(finding_from(fault, file, ""));
        }
    }

    void check_pictures() {
        for (int score = domain::Score::kLowest; score <= domain::Score::kHighest; ++score) {
            check_picture(assets_ / "faces" / (std::to_string(score) + ".svg"), "");
        }
        std::set<base::Path> icons;
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator(assets_ / "icons", ignored)) {
            if (entry.path().extension() == ".svg") icons.insert(entry.path());
        }
        for (const auto& reason : rules_.questionnaire.reasons) {
            const auto file = assets_ / "icons" / (reason.icon + ".svg");
            const auto path = "followup.reasons[" + std::to_string(reason.number - 1) + "].icon";
            check_picture(file,
                          questionnaire_file_.string() + ":" + std::to_string(line_of(questionnaire_json_, path)));
            icons.erase(file);
        }
        for (const auto& icon : icons) check_picture(icon, "");
    }

    // Where each code point is met first, for the finding that a font lacks it.
    [[nodiscard]] std::map<char32_t, std::string> code_points() const {
        std::map<char32_t, std::string> out;
        const auto note = [&](std::string_view text, const std::string& where) {
            std::set<char32_t> points;
            text::collect_code_points(text, points);
            for (const char32_t point : points) out.try_emplace(point, where);
        };
        for (const auto& file : languages_) {
            note(file.catalog.name(), file.name_at);
            for (const auto& [key, text] : file.catalog.texts()) note(text, file.at(key));
        }
        for (const auto& text :
             {config_.office, config_.office_line, config_.authority, config_.url, config_.other_way}) {
            note(text, config_file_.string());
        }
        note(kCodeLetters, "rating codes");
        return out;
    }

    void check_fonts() {
        const auto met = code_points();
        std::set<char32_t> plain, shaped;
        for (const auto& [point, where] : met) (text::needs_shaping(point) ? shaped : plain).insert(point);
        glyphs_ = met.size();
        const auto folder = config_.font.empty() ? ui::default_font_folder() : base::Path(config_.font);
        for (const auto face : ui::kTypefaces) {
            check_font(ui::font_file(folder, face), plain, met);
            if (!shaped.empty()) check_font(ui::khmer_font_file(face), shaped, met);
        }
    }

    void check_font(const base::Path& font, const std::set<char32_t>& wanted,
                    const std::map<char32_t, std::string>& met) {
        const auto missing = ui::missing_glyphs(font, wanted);
        if (!missing) return report_.findings.push_back(finding_from(missing.error(), font, ""));
        for (const char32_t point : *missing) {
            char number[16];
            std::snprintf(number, sizeof number, "U+%04X", static_cast<unsigned>(point));
            find(met.at(point),
                 "font " + font.string() + " has no glyph for " + number + " \"" +
                     text::encode(std::u32string(1, point)) + "\"",
                 "Write the text without it, or name a folder of fonts that have it in screen.font.");
        }
    }

    const KioskConfig& config_;
    base::Path config_file_;
    base::Path assets_;
    base::Path questionnaire_file_;
    std::string questionnaire_json_;
    flow::Rules rules_;
    std::vector<LanguageFile> languages_;
    CheckReport report_;
    std::size_t texts_ = 0;
    std::size_t pictures_ = 0;
    std::size_t glyphs_ = 0;
};

}  // namespace

CheckReport check_assets(const KioskConfig& config, const base::Path& config_file, const base::Path& assets) {
    return Inspection(config, config_file, assets).run();
}

CheckReport check(const KioskRequest& request) {
    KioskConfig config;
    std::vector<Finding> broken;
    if (auto loaded = load_config(request)) {
        config = std::move(*loaded);
    } else {
        // One complaint a line (base::Config::finish).
        std::string_view all = loaded.error().what;
        while (!all.empty()) {
            const auto end = std::min(all.find('\n'), all.size());
            broken.push_back(finding_from({loaded.error().code, std::string(all.substr(0, end))}, request.config, ""));
            all.remove_prefix(std::min(end + 1, all.size()));
        }
    }
    if (request.language) config.language = *request.language;
    auto report = check_assets(config, request.config, request.assets);
    report.findings.insert(report.findings.begin(), broken.begin(), broken.end());
    return report;
}

base::ExitCode run_check(const KioskRequest& request) {
    const auto report = check(request);
    for (const auto& finding : report.findings) std::fprintf(stderr, "%s\n", finding.text().c_str());
    if (!report.findings.empty()) return base::ExitCode::usage;
    std::printf("%s\n", report.summary.c_str());
    return base::ExitCode::ok;
}

}  // namespace hailong::app
