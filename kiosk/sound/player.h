// What the terminal's loop may say aloud. None of it blocks, fails or waits for a device: a terminal without sound
// works like any other.
#pragma once

#include "kiosk/sound/fragments.h"
#include "kiosk/sound/tones.h"

namespace hailong::sound {

// Spoken after every choice, the same for every face and reason: the loudspeaker must not tell the desk what was
// chosen.
inline constexpr std::string_view kRecordedKey = "blind.chosen";

enum class Order {
    now,        // cuts what is being spoken
    afterwards  // waits for it
};
enum class Hush {
    off,
    on  // nothing is heard, whatever the volume; office hours are the caller's decision
};

// Frame thread.
class Player {
public:
    virtual ~Player() = default;
    // A key that nobody recorded or rendered is silent.
    virtual void say(const Prompt& prompt, Order order) = 0;
    virtual void sound(Tone tone) = 0;
    virtual void stop() = 0;                 // cuts the speech, not a tone
    virtual void set_volume(int steps) = 0;  // 0–10
    virtual void set_hush(Hush hush) = 0;

    void say(const Prompt& prompt) { say(prompt, Order::now); }
};

}  // namespace hailong::sound
