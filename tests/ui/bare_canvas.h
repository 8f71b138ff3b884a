// A canvas on one panel without a stage: for parts of screens, drawn frame by frame.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/textures.h"
#include "tests/ui/panels.h"

struct ImDrawData;

namespace hailong::test {

class BareCanvas {
public:
    BareCanvas(const ui::Panel& panel, ui::Textures& textures);
    ~BareCanvas();
    BareCanvas(const BareCanvas&) = delete;
    BareCanvas& operator=(const BareCanvas&) = delete;

    struct Frame {
        std::vector<ui::Target> targets;
        std::vector<ui::DrawnLine> lines;
        ImDrawData* data = nullptr;  // valid until the next frame
    };
    Frame frame(const ui::Pointer& pointer, const std::function<void(ui::Canvas&)>& draw);
    [[nodiscard]] const ui::Metrics& metrics() const { return metrics_; }

private:
    struct Context;
    ui::Metrics metrics_;
    ui::Textures& textures_;
    std::unique_ptr<Context> context_;
    std::unique_ptr<ui::Lettering> lettering_;
    std::unique_ptr<ui::Pictures> pictures_;
};

}  // namespace hailong::test
