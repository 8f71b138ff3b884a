// What leaves the loudspeaker next: speech, one prompt after the other without a gap, and a tone over it. Pure; the
// speaker's thread owns it.
#pragma once

#include <deque>
#include <span>

#include "kiosk/sound/wav.h"

namespace hailong::sound {

// Long enough not to click, short enough to be gone before the next word.
inline constexpr base::Millis kFade{5};

class Mixer {
public:
    // Behind whatever is being spoken.
    void speak(Samples speech);
    // Fades out the speech within kFade and forgets what waited. What is spoken next begins at once, over the fade.
    void cut();
    // Everything, at once; the volume stays.
    void forget();
    // Over the speech; a tone that still sounds is replaced.
    void sound(Samples tone);
    // 0 = silent … 10 = as recorded; loudness as heard grows evenly (square law). Reached within kFade.
    void set_volume(int volume);

    [[nodiscard]] bool is_playing() const;
    // The next samples; zeros behind the end.
    void render(std::span<Sample> out);

private:
    struct Voice {
        Samples samples;
        std::size_t at = 0;
        std::size_t fade_left = 0;  // of a voice that was cut
        [[nodiscard]] bool is_over() const { return at >= samples.size(); }
    };
    [[nodiscard]] double next_sample();
    [[nodiscard]] double next_speech();
    [[nodiscard]] double next_leaving();

    std::deque<Voice> speech_;
    Voice leaving_;
    Voice tone_;
    double gain_ = 1;
    double wanted_gain_ = 1;
};

}  // namespace hailong::sound
