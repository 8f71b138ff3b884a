// `--targets FILE`: where a scripted finger reads what is on the screen. One JSON line for each screen that was shown,
// and another one whenever its targets come, go or move:
//   {"screen":"first","language":"vi","settle_ms":300,"near_ms":900,"targets":[{"id":"face.4","x":…,"y":…,"w":…,"h":…},…]}
// Rectangles are pixels of the display. A touch is heard settle_ms after the line was written, and near_ms after it
// where it lies close to the touch before (flow::Rules). Frame thread.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/flow/view.h"
#include "kiosk/ui/canvas.h"

namespace hailong::app {

class TargetsFile {
public:
    // Errors: io when the file cannot be opened for appending.
    [[nodiscard]] static Result<TargetsFile> open(const base::Path& file);

    struct Shown {
        const flow::View& view;
        const std::vector<ui::Target>& targets;
        base::MonoTime now;
    };
    // Writes and flushes a line when the screen, or where one can touch it, is another than last time.
    void shown(const Shown& screen, const flow::Rules& rules);

private:
    explicit TargetsFile(std::ofstream out) : out_(std::move(out)) {}
    std::ofstream out_;
    std::string last_;
};

}  // namespace hailong::app
