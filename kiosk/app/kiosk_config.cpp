#include "kiosk/app/kiosk_config.h"

#include "kiosk/app/office_hours.h"
#include "kiosk/base/config.h"

namespace hailong::app {

namespace {

KioskConfig read_keys(base::Config& file) {
    KioskConfig config;
    config.office = file.text("office.name", config.office);
    config.office_line = file.text("office.line", config.office_line);
    config.authority = file.text("office.authority", config.authority);
    config.url = file.text("office.url", config.url);
    config.other_way = file.text("office.other_way", config.other_way);
    // Panels from a 7" tablet to a 55" wall: beyond these somebody confused millimetres with pixels or inches.
    const auto side = [&](std::string_view key, base::Millimetres fallback) {
        return base::Millimetres{
            static_cast<double>(file.integer(key, static_cast<std::int64_t>(fallback.value), 80, 1300))};
    };
    config.panel_width = side("panel.width_mm", config.panel_width);
    config.panel_height = side("panel.height_mm", config.panel_height);
    config.panel_bottom = base::Millimetres{static_cast<double>(file.integer("panel.bottom_mm", 0, 0, 2000))};
    config.language = file.text("screen.language", config.language);
    config.languages = file.texts("screen.languages", config.languages);
    config.questionnaire = file.text("screen.questionnaire", config.questionnaire);
    config.font = file.text("screen.font", config.font);
    config.packs = file.text("screen.packs", config.packs);
    config.allows_drafts = file.flag("screen.allow_drafts", config.allows_drafts);
    config.sound = read_sound(file);
    config.usb_folder = file.text("usb.folder", config.usb_folder);
    config.home_host = file.text("home.host", config.home_host);
    config.save_deadline =
        file.seconds("timing.save_deadline_s", config.save_deadline, std::chrono::seconds(1), std::chrono::seconds(30));
    return config;
}

// Keys whose values are words of a small language.
Status read_words(base::Config& file, KioskConfig& config) {
    const auto days = file.texts("hours.days", {"mon", "tue", "wed", "thu", "fri"});
    const auto open = file.texts("hours.open", {});
    const auto method = file.text("typing.method", "telex");
    const auto tones = file.text("typing.tones", "traditional");
    HL_CHECK(file.finish());
    HL_TRY(config.hours, parse_office_hours(days, open));
    if (method != "telex" && method != "vni") {
        return fail(ErrorCode::bad_input, "typing.method: \"" + method + "\" is not known; write telex or vni");
    }
    if (tones != "traditional" && tones != "modern") {
        return fail(ErrorCode::bad_input, "typing.tones: \"" + tones + "\" is not known; write traditional or modern");
    }
    config.typing.method = method == "vni" ? text::Method::vni : text::Method::telex;
    config.typing.placement = tones == "modern" ? text::Placement::modern : text::Placement::traditional;
    return {};
}

Result<KioskConfig> checked(base::Config file, std::string_view name) {
    KioskConfig config = read_keys(file);
    if (auto words = read_words(file, config); !words) {
        // finish() names the file itself.
        const bool is_named = words.error().what.find(name) != std::string::npos;
        return fail(words.error().code, is_named ? words.error().what : std::string(name) + ": " + words.error().what);
    }
    for (const std::string& language : config.languages) {
        if (language == config.language) return config;
    }
    return fail(ErrorCode::bad_input, std::string(name) + ": screen.languages does not list screen.language \"" +
                                          config.language + "\"; add it");
}

Result<KioskConfig> load_file(const KioskRequest& request) {
    auto file = base::Config::load(request.config);
    if (!file && file.error().code == ErrorCode::not_found) {
        if (!request.config_named) return KioskConfig{};
        return fail(ErrorCode::bad_input, file.error().what + "; name an existing file with --config");
    }
    if (!file) return tl::unexpected<Error>(file.error());
    return checked(std::move(*file), request.config.string());
}

Result<domain::Questionnaire> read_questionnaire(const KioskRequest& request, const std::string& name) {
    const base::Path path = request.assets / "questionnaires" / (name + ".json");
    const auto text = base::read_file(path);
    if (!text) return fail(ErrorCode::bad_input, "questionnaire: " + text.error().what);
    return domain::parse_questionnaire(*text, path.filename().string());
}

}  // namespace

Result<KioskConfig> parse_config(std::string_view text, std::string_view name) {
    HL_TRY(auto file, base::Config::parse(text, name));
    return checked(std::move(file), name);
}

Result<KioskConfig> load_config(const KioskRequest& request) {
    auto config = load_file(request);
    if (!config) return config;
    if (request.packs) config->packs = request.packs->string();
    config->sound.packs = config->packs;
    return config;
}

Result<flow::Rules> load_rules(const KioskConfig& config, const KioskRequest& request) {
    flow::Rules rules;
    HL_TRY(rules.questionnaire, read_questionnaire(request, config.questionnaire));
    rules.save_deadline = config.save_deadline;
    rules.hours = config.hours;
    rules.typing = config.typing;
    // A ticket leads to a page: without its address there is none to hand out.
    if (config.home_host.empty()) rules.questionnaire.offers_home = false;
    rules.languages = config.languages;
    rules.default_language = request.language.value_or(config.language);
    return rules;
}

Status offer_everything(const KioskRequest& request, flow::Rules& rules) {
    auto& asked = rules.questionnaire;
    if (asked.items.empty()) {
        HL_TRY(asked, read_questionnaire(request, "sipas-short"));
    }
    asked.offers_home = asked.offers_comment = asked.offers_dossier = true;
    return {};
}

}  // namespace hailong::app
