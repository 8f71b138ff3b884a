// Short sounds that say nothing about an answer: the same for every face. Pure.
#pragma once

#include "kiosk/sound/wav.h"

namespace hailong::sound {

enum class Tone {
    touch,    // a target was hit: a click of 12 ms
    warning,  // the visit is about to end: two soft tones
};

[[nodiscard]] Samples tone_of(Tone tone);

}  // namespace hailong::sound
