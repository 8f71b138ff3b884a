#include "kiosk/app/check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "kiosk/app/json_place.h"
#include "kiosk/app/pack_check.h"
#include "kiosk/app/room_check.h"
#include "kiosk/app/stage_setup.h"
#include "kiosk/flow/view.h"
#include "kiosk/sound/phrasebook.h"
#include "kiosk/store/segment_file.h"
#include "kiosk/store/segments.h"
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
// Texts that screens name without the flow: the label of the languages.
constexpr std::array<std::string_view, 7> kScreenTexts{"bar.language", "aid.listen", "aid.volume", "aid.large",
                                                       "aid.contrast", "aid.reach",  "aid.help"};

class Inspection {
public:
    Inspection(const KioskConfig& config, base::Path config_file, base::Path assets)
        : config_(config), config_file_(std::move(config_file)), assets_(std::move(assets)) {}

    CheckReport run(Extent extent) {
        check_configuration();
        read_questionnaire();
        check_packs();
        check_speech();
        check_pictures();
        check_fonts();
        if (extent == Extent::screens) check_room();
        report_.summary = "checked: questionnaire " + rules_.questionnaire.tag() + ", " + std::to_string(texts_) +
                          " texts in " + std::to_string(packs_.size()) + " languages, " + std::to_string(pictures_) +
                          " pictures, " + std::to_string(glyphs_) + " glyphs in " +
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

    // Every pack that is offered, and every one in the folder of added packs: whoever makes a pack can try it there.
    void check_packs() {
        auto wanted = flow::text_keys(rules_);
        wanted.insert(wanted.end(), kScreenTexts.begin(), kScreenTexts.end());
        std::erase(wanted, "");
        PackCheck check(shelves_of(assets_, config_), std::move(wanted));
        for (const auto& language : config_.languages) check.look_at(language, PackCheck::Use::offered);
        const base::Path added = config_.packs;
        std::error_code error;
        std::set<std::string> others;
        for (const auto& entry : std::filesystem::directory_iterator(added, error)) {
            if (entry.is_directory()) others.insert(entry.path().filename().string());
        }
        if (error && config_.packs != kDefaultPacks) {
            find(added.string(), "cannot be read", "Make this folder of language packs, or name another.");
        }
        for (const auto& language : config_.languages) others.erase(language);
        for (const auto& language : others) check.look_at(language, PackCheck::Use::tried);
        packs_ = check.take_packs();
        for (auto& finding : check.take_findings()) report_.findings.push_back(std::move(finding));
        for (const auto& pack : packs_) texts_ += pack.own.texts().size();
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
        const auto book = sound::Phrasebook::open({assets_, {}, config_.packs});
        auto faults = book ? book->check_recordings() : std::vector<Error>{book.error()};
        for (const auto& fault : faults) {
            const base::Path file = fault.what.substr(0, fault.what.find(": "));
            const bool is_told = std::any_of(report_.findings.begin(), report_.findings.end(), [&](const Finding& one) {
                return fault.what.starts_with(one.file() + ":");
            });
            if (is_told) continue;
            report_.findings.push_back(finding_from(fault, file, ""));
        }
    }

    // Whether every text has room on every screen. Only asked when the screens can be drawn at all.
    void check_room() {
        if (!report_.findings.empty()) return;
        auto findings = find_texts_without_room({config_, assets_, rules_, packs_});
        report_.findings.insert(report_.findings.end(), findings.begin(), findings.end());
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
        for (const auto& pack : packs_) {
            note(pack.own.name(), pack.name_at());
            for (const auto& [key, text] : pack.own.texts()) note(text, pack.at(key));
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
    std::vector<CheckedPack> packs_;
    CheckReport report_;
    std::size_t texts_ = 0;
    std::size_t pictures_ = 0;
    std::size_t glyphs_ = 0;
};

// A damaged or busy ledger is none of a check's business: the terminal itself sees to that.
std::vector<Finding> newer_ledger(const domain::Places& places) {
    const auto segments = store::list_segments(places.ledger());
    if (!segments) return {};
    for (const auto& name : *segments) {
        const auto folder = places.ledger() / name.folder();
        const auto file = store::SegmentFile::open_reader_of_copy(folder);
        if (!file) continue;
        const auto fits = file->check_version();
        if (fits || fits.error().code != ErrorCode::environment) continue;
        return {{folder.string(), "was written by a newer version of this program", "Install that version."}};
    }
    return {};
}

}  // namespace

CheckReport check_assets(const KioskConfig& config, const base::Path& config_file, const base::Path& assets,
                         Extent extent) {
    return Inspection(config, config_file, assets).run(extent);
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
    for (auto& finding : newer_ledger(request.places)) broken.push_back(std::move(finding));
    if (request.language) config.language = *request.language;
    auto report =
        check_assets(config, request.config, request.assets, broken.empty() ? Extent::screens : Extent::files);
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
