// The part of --check that sets every text on the real screens, headless, and names those that have no room.
#pragma once

#include <vector>

#include "kiosk/app/finding.h"
#include "kiosk/app/kiosk_config.h"
#include "kiosk/app/pack_check.h"

namespace hailong::app {

struct RoomQuestion {
    const KioskConfig& config;
    const base::Path& assets;
    const flow::Rules& rules;
    const std::vector<CheckedPack>& packs;
};

// Walks the scenes of the gallery in each pack, mode and designed panel. One finding for each text of each pack.
// Needs what ui::Stage::open() needs; when that fails, its reason is the finding.
[[nodiscard]] std::vector<Finding> find_texts_without_room(const RoomQuestion& question);

}  // namespace hailong::app
