#include "kiosk/ui/explorer.h"

#include <algorithm>
#include <cmath>

namespace hailong::ui {

bool Explorer::is_still_tap(const Place& press, const Pointer& pointer, base::MonoTime now,
                            const Metrics& metrics) const {
    const float travel = std::hypot(pointer.x - press.x, pointer.y - press.y);
    return !wanders_ && now - press.at < kTapTime && travel < metrics.mm(kTapTravel);
}

void Explorer::explore(float x, float y, const Ground& ground, Step& step) {
    const auto under = std::find_if(ground.targets.begin(), ground.targets.end(), [&](const Target& target) {
        return x >= target.rect.x && x < target.rect.right() && y >= target.rect.y && y < target.rect.bottom();
    });
    if (under == ground.targets.end() || under->id == focused_id_) return;
    focused_id_ = under->id;
    step.explored = *under;
}

void Explorer::press(const Pointer& pointer, base::MonoTime now) {
    is_second_ = tap_ && now - tap_->at < kDoubleTap;
    pressed_ = {now, pointer.x, pointer.y};
    wanders_ = false;
}

void Explorer::release(const Pointer& pointer, base::MonoTime now, const Ground& ground, Step& step) {
    if (!is_still_tap(pressed_, pointer, now, ground.metrics)) {
        tap_.reset();
    } else if (is_second_) {
        step.confirmed_id = focused_id_;
        tap_.reset();
    } else {
        tap_ = Place{now, pressed_.x, pressed_.y};
    }
}

Explorer::Step Explorer::feel(const Pointer& pointer, base::MonoTime now, const Ground& ground) {
    Step step;
    if (pointer.is_down && !was_down_) press(pointer, now);
    if (!pointer.is_down && was_down_) release(pointer, now, ground, step);
    if (pointer.is_down) {
        if (!is_still_tap(pressed_, pointer, now, ground.metrics)) wanders_ = true;
        if (wanders_) tap_.reset();
        if (wanders_ || focused_id_.empty()) explore(pointer.x, pointer.y, ground, step);
    } else if (tap_ && now - tap_->at >= kDoubleTap) {
        explore(tap_->x, tap_->y, ground, step);
        tap_.reset();
    }
    was_down_ = pointer.is_down;
    return step;
}

}  // namespace hailong::ui
