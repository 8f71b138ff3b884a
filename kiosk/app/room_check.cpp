#include "kiosk/app/room_check.h"

#include <algorithm>
#include <set>

#include "kiosk/app/scenes.h"
#include "kiosk/app/stage_setup.h"

namespace hailong::app {
namespace {

// Nothing is shown: the screens are only set.
class NoTextures final : public ui::Textures {
public:
    ui::TextureId upload(int, int, const std::uint8_t*) override { return 1; }
    void forget(ui::TextureId) override {}
    void reload_fonts() override {}
    void end() override {}
};

// The text that a drawn line is part of; "" when an argument hides it.
std::string key_of(const text::Catalog& catalog, std::string_view line) {
    for (const auto& [key, written] : catalog.texts()) {
        if (catalog.say(key).find(line) != std::string::npos) return key;
    }
    return "";
}

class RoomCheck {
public:
    explicit RoomCheck(const RoomQuestion& question) : question_(question) {}

    std::vector<Finding> run() {
        for (const NamedPanel& panel : panels()) {
            if (const auto status = look_at(panel); !status) {
                return {{question_.assets.string(), status.error().what, "Correct it."}};
            }
        }
        return std::move(findings_);
    }

private:
    Status look_at(const NamedPanel& panel) {
        std::vector<text::Catalog> catalogs;
        for (const auto& pack : question_.packs) catalogs.push_back(pack.completed);
        NoTextures textures;
        HL_TRY(const auto stage,
               stage_with({question_.assets, question_.config, panel.panel}, std::move(catalogs), textures));
        for (const auto& pack : question_.packs) {
            flow::Rules rules = question_.rules;
            rules.languages = question_.config.languages;
            rules.default_language = question_.config.language;
            const auto& language = pack.own.language();
            const auto& known = rules.languages;
            if (std::find(known.begin(), known.end(), language) == known.end()) rules.languages.push_back(language);
            for (const Mode& mode : modes()) {
                for (const Scene& scene : scenes()) {
                    const Shot shot = play(scene, mode, language, rules);
                    static_cast<void>(stage->frame(shot.view, shot.at - 2 * ui::kTransition, {}));
                    note(pack, stage->frame(shot.view, shot.at, {}),
                         std::string(scene.name) + ", " + std::string(panel.name) + ", " + std::string(mode.name));
                }
            }
        }
        return {};
    }

    void note(const CheckedPack& pack, const ui::Frame& frame, const std::string& place) {
        for (const auto& line : frame.lines) {
            if (!line.fits) note(pack, line.text, place);
        }
        for (const auto& target : frame.targets) {
            if (!target.fits) note(pack, target.label.substr(0, target.label.find('\n')), place);
        }
    }

    void note(const CheckedPack& pack, const std::string& line, const std::string& place) {
        auto key = key_of(pack.own, line);
        if (key.empty()) key = key_of(pack.completed, line);
        const auto what = key.empty() ? line : key;
        if (!told_.insert(pack.texts.name + what).second) return;
        const bool is_own = pack.own.find(key) != nullptr;
        const auto where = is_own ? pack.at(key) : line == pack.own.name() ? pack.name_at() : pack.texts.name;
        findings_.push_back({where, "text \"" + what + "\" has no room on the screen (" + place + ")", "Shorten it."});
    }

    const RoomQuestion& question_;
    std::set<std::string> told_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> find_texts_without_room(const RoomQuestion& question) { return RoomCheck(question).run(); }

}  // namespace hailong::app
