// Where samples become sound. One implementation plays through ALSA; tests take the samples themselves.
// Used by the speaker's thread only.
#pragma once

#include <span>

#include "kiosk/sound/wav.h"

namespace hailong::sound {

enum class Taken { all, none };

class AudioDevice {
public:
    virtual ~AudioDevice() = default;
    // Errors: environment (no such device, no card), busy (another program has it). May be tried again later.
    [[nodiscard]] virtual Status open() = 0;
    // Waits a few milliseconds for room and takes all or nothing. After an error (the card is gone) the device is
    // closed.
    [[nodiscard]] virtual Result<Taken> write(std::span<const Sample> samples) = 0;
    // Samples that were taken and not heard yet.
    [[nodiscard]] virtual std::size_t pending() = 0;
    // At most this many can be pending.
    [[nodiscard]] virtual std::size_t capacity() const = 0;
    // Forgets what is pending, at once; the next write() begins anew.
    virtual void drop() = 0;
};

}  // namespace hailong::sound
