// What the command line of hailong-kiosk asked for, with every default filled in.
#pragma once

#include <optional>
#include <string>

#include "kiosk/domain/places.h"

namespace hailong::app {

struct WindowSize {
    int width = 0;  // pixels
    int height = 0;
};

struct KioskRequest {
    domain::Places places;
    base::Path config;
    bool config_named = false;  // given with --config: then it must exist
    base::Path card;
    base::Path assets;
    std::optional<WindowSize> windowed;    // absent: full screen
    std::optional<base::Path> targets;     // --targets FILE
    std::optional<base::Path> packs;       // --packs, stands before the configuration's
    base::Path audio;                      // the voice that the build rendered
    std::optional<base::Path> speech_log;  // --speech-log FILE
    std::optional<std::string> language;   // --language, stands before the configuration's
};

}  // namespace hailong::app
