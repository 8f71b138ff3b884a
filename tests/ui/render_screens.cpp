// render_screens DIR: draws every screen in every layout and language on a display of its own and writes one PNG each,
// for people to look at.
#include <iostream>

#include "tests/ui/panels.h"
#include "tests/ui/window_textures.h"
#include "tests/ui/x_display.h"

namespace hailong::test {
namespace {

Status render_panel(const NamedPanel& panel, const base::Path& folder) {
    HL_TRY(const auto server, XServer::start(panel.panel.width, panel.panel.height));
    HL_TRY(const auto finger, XFinger::connect(server->display()));
    HL_TRY(const auto window, window::Window::open({"screens", std::nullopt, {0xFB, 0xF8, 0xF3}}));
    WindowTextures textures(*window);
    HL_TRY(const auto stage, ui::Stage::open(stage_request(panel.panel), textures));
    for (const std::string language : {"vi", "en"}) {
        for (const auto& shown : all_views(language)) {
            TapDriver driver(*stage);
            for (int frame = 0; frame < 3; ++frame) window->present(driver.settle(shown.view).data);
            const auto file = folder / (panel.name + "-" + shown.name + "-" + language + ".png");
            HL_CHECK(write_png(finger->look(), file));
        }
    }
    return {};
}

}  // namespace
}  // namespace hailong::test

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: render_screens DIR\n";
        return 2;
    }
    for (const auto& panel : hailong::test::reference_panels()) {
        const auto status = hailong::test::render_panel(panel, arguments[1]);
        if (!status) {
            std::cerr << "render_screens: " << status.error().what << '\n';
            return 3;
        }
    }
    return 0;
}
