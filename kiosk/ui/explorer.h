// Explore by touch (EN 301 549 5.1.3): the finger wanders over the screen and hears what lies under it; lifting it does
// nothing; two quick taps anywhere confirm what is in focus. A finger that comes down may be the first of two taps:
// while something is in focus, what lies under it is not explored before it has lain too long or moved too far for a
// tap, or before the second tap failed to come. Pure; frame thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/ui/canvas.h"

namespace hailong::ui {

// Where the finger is, one transition at a time: a press and its release must come in different frames.
struct Pointer {
    bool is_down = false;
    float x = 0;  // pixels
    float y = 0;
};

inline constexpr base::Millis kTapTime{300};
inline constexpr double kTapTravel = 15;  // mm
inline constexpr base::Millis kDoubleTap{500};

class Explorer {
public:
    // Of the screen as last drawn, in one panel's pixels.
    struct Ground {
        const std::vector<Target>& targets;
        const Metrics& metrics;
    };
    struct Step {
        std::optional<Target> explored;  // came into focus now
        std::string confirmed_id;        // empty: nothing was confirmed
    };
    [[nodiscard]] Step feel(const Pointer& pointer, base::MonoTime now, const Ground& ground);
    void forget() { *this = Explorer(); }

    [[nodiscard]] const std::string& focused_id() const { return focused_id_; }
    // Something changes by time alone: call feel() again soon.
    [[nodiscard]] bool is_waiting() const { return was_down_ || tap_.has_value(); }

private:
    struct Place {
        base::MonoTime at;
        float x = 0;
        float y = 0;
    };
    [[nodiscard]] bool is_still_tap(const Place& press, const Pointer& pointer, base::MonoTime now,
                                    const Metrics& metrics) const;
    void press(const Pointer& pointer, base::MonoTime now);
    void release(const Pointer& pointer, base::MonoTime now, const Ground& ground, Step& step);
    void explore(float x, float y, const Ground& ground, Step& step);

    std::string focused_id_;
    bool was_down_ = false;
    bool wanders_ = false;  // this finger is no tap any more
    bool is_second_ = false;
    Place pressed_;
    std::optional<Place> tap_;  // the first of what may become two: where, and when it was lifted
};

}  // namespace hailong::ui
