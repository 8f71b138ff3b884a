#include "kiosk/ui/corner.h"

namespace hailong::ui {

bool Corner::feel(const Pointer& pointer, base::MonoTime now, const Metrics& metrics) {
    const float side = metrics.mm(kCornerSide);
    const bool lies_inside = pointer.is_down && pointer.x < side && pointer.y < side;
    if (lies_inside && !was_down_) pressed_at_ = now;
    if (!lies_inside) pressed_at_.reset();
    was_down_ = pointer.is_down;
    if (!pressed_at_ || now - *pressed_at_ < kCornerHold) return false;
    pressed_at_.reset();
    return true;
}

}  // namespace hailong::ui
