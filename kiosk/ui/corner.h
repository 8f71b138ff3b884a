// The upper left corner of the screen, which the panel's frame marks for fingers (EN 301 549 5.1.3): two seconds on it
// begin or end the blind path. Pure; frame thread.
#pragma once

#include <optional>

#include "kiosk/flow/staff.h"
#include "kiosk/ui/explorer.h"

namespace hailong::ui {

inline constexpr double kCornerSide = flow::kStaffCorner;  // the same mark: staff tap it five times
inline constexpr base::Millis kCornerHold{2'000};

class Corner {
public:
    // True when a finger has lain there for two seconds now; once for each finger.
    [[nodiscard]] bool feel(const Pointer& pointer, base::MonoTime now, const Metrics& metrics);
    // A finger lies there: call feel() again soon.
    [[nodiscard]] bool is_waiting() const { return pressed_at_.has_value(); }

private:
    bool was_down_ = false;
    std::optional<base::MonoTime> pressed_at_;  // while the finger lies in the corner and came down there
};

}  // namespace hailong::ui
