// --gallery DIR: every screen in every layout, language and mode as a PNG <layout>-<language>-<mode>-<screen>.png, for
// people to look at, and an index.html that shows them side by side. Drawn without a display by the very code that
// draws the window's pictures; the screens come out of the real flow. Touches no data folder.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kiosk/app/kiosk_config.h"
#include "kiosk/app/request.h"
#include "kiosk/base/result.h"

namespace hailong::app {

struct GallerySummary {
    std::size_t pictures = 0;
    std::vector<std::string> misfits;  // "<picture>: <text that does not fit its place>"
};

// Makes the folder if it is missing and overwrites pictures of the same name.
// Errors: environment (no OpenGL), bad_input (assets, configuration), io, disk_full.
[[nodiscard]] Result<GallerySummary> draw_gallery(const KioskRequest& request, const KioskConfig& config,
                                                  const base::Path& folder);

}  // namespace hailong::app
