#include "kiosk/window/touch_queue.h"

namespace hailong::window {

void TouchQueue::push(const Touch& touch) {
    if (touch.press == Press::down) {
        if (is_down_) return;  // a second button while one is held
        is_down_ = true;
        is_dropping_ = touches_.size() + 2 > kCapacity;
        if (is_dropping_) ++dropped_;
    } else {
        if (!is_down_) return;  // the press happened before we were shown
        is_down_ = false;
    }
    if (!is_dropping_) touches_.push_back(touch);
}

std::optional<Touch> TouchQueue::take() {
    if (touches_.empty()) return std::nullopt;
    const Touch first = touches_.front();
    touches_.pop_front();
    return first;
}

}  // namespace hailong::window
