// Presses and releases in the order they happened, each with its own place, so that a tap shorter than a frame is never
// lost: the frame loop takes one transition a frame. Frame thread only.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

namespace hailong::window {

enum class Press { down, up };

struct Touch {
    Press press = Press::down;
    float x = 0;  // pixels from the left edge of the display
    float y = 0;  // pixels from its top
    bool operator==(const Touch&) const = default;
};

class TouchQueue {
public:
    // 64 taps: far more than fingers can do within one frame; beyond it whole taps are dropped, never half of one.
    static constexpr std::size_t kCapacity = 128;

    void push(const Touch& touch);
    [[nodiscard]] std::optional<Touch> take();
    [[nodiscard]] bool is_empty() const { return touches_.empty(); }
    [[nodiscard]] std::size_t dropped() const { return dropped_; }

private:
    std::deque<Touch> touches_;
    bool is_down_ = false;
    bool is_dropping_ = false;
    std::size_t dropped_ = 0;  // taps
};

}  // namespace hailong::window
