#include "kiosk/app/stage_setup.h"

namespace hailong::app {
namespace {

void fill_common(std::vector<text::Catalog>& catalogs, const KioskConfig& config) {
    for (auto& catalog : catalogs) {
        const auto or_default = [&](const std::string& value, const std::string& key) {
            return value.empty() ? catalog.say(key) : catalog.join_words(value);
        };
        catalog.set_common({{"authority", or_default(config.authority, "default.authority")},
                            {"url", or_default(config.url, "default.url")},
                            {"other_way", or_default(config.other_way, "default.other_way")}});
    }
}

}  // namespace

text::PackShelves shelves_of(const base::Path& assets, const KioskConfig& config) {
    text::PackShelves shelves(assets / "i18n");
    shelves.added = config.packs;
    shelves.allows_drafts = config.allows_drafts;
    return shelves;
}

Result<std::unique_ptr<ui::Stage>> stage_with(const StagePlan& plan, std::vector<text::Catalog> catalogs,
                                              ui::Textures& textures) {
    const auto& config = plan.config;
    fill_common(catalogs, config);
    const base::Path fonts = config.font.empty() ? ui::default_font_folder() : base::Path(config.font);
    return ui::Stage::open({plan.panel, plan.assets, fonts, std::move(catalogs), {config.office, config.office_line}},
                           textures);
}

Result<std::unique_ptr<ui::Stage>> stage_for(const KioskRequest& request, const KioskConfig& config,
                                             const ui::Panel& panel, ui::Textures& textures) {
    HL_TRY(auto catalogs, text::load_catalogs(shelves_of(request.assets, config), config.languages));
    return stage_with({request.assets, config, panel}, std::move(catalogs), textures);
}

}  // namespace hailong::app
