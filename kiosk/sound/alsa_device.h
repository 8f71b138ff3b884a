// Plays through a PCM of ALSA: "default", "plughw:0" … any that takes 16 bit mono at 22,050 Hz; ALSA's plug converts.
// A name with plug in front ("plughw:0") keeps the queue at 20 ms; mixing devices may have longer ones.
#pragma once

#include <memory>
#include <string>

#include "kiosk/sound/audio_device.h"

namespace hailong::sound {

[[nodiscard]] std::unique_ptr<AudioDevice> alsa_device(std::string name);

}  // namespace hailong::sound
