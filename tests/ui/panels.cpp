#include "tests/ui/panels.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "kiosk/app/scenes.h"
#include "kiosk/base/files.h"
#include "kiosk/text/packs.h"
#include "tests/support/must.h"

namespace hailong::test {
namespace {

using base::Millis;

base::Path assets() { return base::Path(HAILONG_SOURCE_DIR) / "assets"; }

}  // namespace

flow::View followup_after(int score) {
    const auto rules = test_rules();
    app::Story story(rules);
    return story.face(score).saved().shot().view;
}
base::MonoTime test_moment(const flow::View& view) { return view.since + Millis(1000); }

std::vector<NamedPanel> reference_panels() {
    std::vector<NamedPanel> panels;
    for (const auto& panel : app::panels()) panels.push_back({std::string(panel.name), panel.panel});
    return panels;
}

flow::Rules test_rules() {
    flow::Rules rules;
    rules.order = domain::FaceOrder::worst_first;
    const auto text = must(base::read_file(assets() / "questionnaires" / "quick.json"));
    rules.questionnaire = must(domain::parse_questionnaire(text, "quick.json"));
    const auto items = must(base::read_file(assets() / "questionnaires" / "sipas-short.json"));
    rules.questionnaire.items = must(domain::parse_questionnaire(items, "sipas-short.json")).items;
    // Everything that a questionnaire may offer has its place on the screens.
    rules.questionnaire.offers_home = rules.questionnaire.offers_comment = true;
    rules.questionnaire.offers_dossier = true;
    return rules;
}

std::vector<text::Catalog> test_catalogs() {
    text::PackShelves shelves(assets() / "i18n");
    shelves.allows_drafts = true;
    auto catalogs = must(text::load_catalogs(shelves, {"vi", "en", "km"}));
    for (auto& catalog : catalogs) {
        catalog.set_common({{"authority", catalog.join_words("Ủy ban nhân dân thành phố")},
                            {"url", "danhgia.example.vn"},
                            {"other_way", catalog.say("default.other_way")}});
    }
    return catalogs;
}

ui::StageRequest stage_request(const ui::Panel& panel) {
    return {panel,
            assets(),
            ui::default_font_folder(),
            test_catalogs(),
            {"Phường Đồng Xoài", "Trung tâm Phục vụ hành chính công"}};
}

std::vector<NamedView> all_views(const std::string& language, const std::string& mode) {
    auto rules = test_rules();
    // Khmer is offered where it is asked for: as a draft it is off otherwise.
    if (language == "km") rules.languages.push_back(language);
    const auto& modes = app::modes();
    const auto chosen = std::find_if(modes.begin(), modes.end(), [&](const auto& one) { return one.name == mode; });
    if (chosen == modes.end()) throw std::runtime_error("no mode " + mode);
    std::vector<NamedView> views;
    for (const auto& scene : app::scenes()) {
        if (scene.audience == app::Scene::Audience::staff) continue;
        views.push_back({std::string(scene.name), app::play(scene, *chosen, language, rules).view});
    }
    return views;
}

std::vector<NamedView> staff_views(const std::string& language) {
    const auto rules = test_rules();
    std::vector<NamedView> views;
    for (const auto& scene : app::scenes()) {
        if (scene.audience != app::Scene::Audience::staff) continue;
        views.push_back({std::string(scene.name), app::play(scene, app::modes().front(), language, rules).view});
    }
    return views;
}

flow::View view_named(const std::string& name) {
    for (auto& one : all_views("vi")) {
        if (one.name == name) return std::move(one.view);
    }
    throw std::runtime_error("no view " + name);
}

ui::TextureId CountingTextures::upload(int, int, const std::uint8_t*) {
    ++held_;
    return next_++;
}

ui::Frame TapDriver::settle(const flow::View& view) {
    static_cast<void>(stage_.frame(view, view.since, {}));
    return stage_.frame(view, test_moment(view), {});
}

std::optional<flow::Event> TapDriver::tap_at(const flow::View& view, float x, float y) {
    const auto now = test_moment(view);
    static_cast<void>(stage_.frame(view, now, {true, x, y}));
    return stage_.frame(view, now + Millis(16), {false, x, y}).event;
}

std::optional<flow::Event> TapDriver::tap(const flow::View& view, const std::string& id) {
    const auto frame = settle(view);
    for (const auto& target : frame.targets) {
        if (target.id == id) return tap_at(view, target.rect.middle_x(), target.rect.middle_y());
    }
    throw std::runtime_error("no target " + id);
}

}  // namespace hailong::test
