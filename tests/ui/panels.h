// The three reference panels and every screen of the terminal on them: the tables of the gallery (kiosk/app/scenes.h),
// played by the real flow with the real assets.
#pragma once

#include <string>
#include <vector>

#include "kiosk/flow/view.h"
#include "kiosk/ui/stage.h"

namespace hailong::test {

struct NamedPanel {
    std::string name;
    ui::Panel panel;
};
[[nodiscard]] std::vector<NamedPanel> reference_panels();  // "landscape", "portrait", "compact"

struct NamedView {
    std::string name;  // flow::screen_name, and what tells several of one kind apart: "followup-chosen"
    flow::View view;
};
// Every screen in this language and mode ("plain", "large", …: app::modes()), as the flow shows it.
[[nodiscard]] std::vector<NamedView> all_views(const std::string& language, const std::string& mode = "plain");
// The staff's screens, which have rules of their own (staff_screens_test.cpp).
[[nodiscard]] std::vector<NamedView> staff_views(const std::string& language);
[[nodiscard]] flow::View view_named(const std::string& name);  // in Vietnamese, in the plain mode

[[nodiscard]] flow::View followup_after(int score);
// A moment at which every screen of all_views() is settled and its transition over.
[[nodiscard]] base::MonoTime test_moment(const flow::View& view);
[[nodiscard]] flow::Rules test_rules();
[[nodiscard]] std::vector<text::Catalog> test_catalogs();
[[nodiscard]] ui::StageRequest stage_request(const ui::Panel& panel);

// Counts what is uploaded and keeps nothing: the display of a headless stage.
class CountingTextures final : public ui::Textures {
public:
    ui::TextureId upload(int width, int height, const std::uint8_t* rgba) override;
    void forget(ui::TextureId) override { --held_; }
    void reload_fonts() override { ++font_loads_; }
    void end() override { ++ends_; }
    [[nodiscard]] int ends() const { return ends_; }
    [[nodiscard]] int held() const { return held_; }
    [[nodiscard]] ui::TextureId uploads() const { return next_ - 1; }
    [[nodiscard]] int font_loads() const { return font_loads_; }

private:
    ui::TextureId next_ = 1;
    int held_ = 0;
    int font_loads_ = 0;
    int ends_ = 0;
};

// The finger of a headless test: presses and releases through the same frames as the window's.
class TapDriver {
public:
    explicit TapDriver(ui::Stage& stage) : stage_(stage) {}
    // Shows the view until its transition is over.
    ui::Frame settle(const flow::View& view);
    // Presses and releases the middle of a target in one frame each; the event of the release.
    std::optional<flow::Event> tap(const flow::View& view, const std::string& id);
    std::optional<flow::Event> tap_at(const flow::View& view, float x, float y);

private:
    ui::Stage& stage_;
};

}  // namespace hailong::test
