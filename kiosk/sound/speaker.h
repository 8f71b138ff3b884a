// The voice of the terminal. A thread of its own reads the recordings, mixes and feeds the device; callers only leave
// an order under a short mutex that is never held across a file or the device.
//
// A new prompt cuts the old one within 30 ms: what the device has queued (20 ms with "plughw:…") and a fade of 5 ms.
// Where a device queues more, the queue is thrown away and the cut has no fade. No card, a busy or an unplugged one:
// silence, one log line (sound.silent), another try at the first prompt after 30 s; when one succeeds, sound.heard.
#pragma once

#include <memory>

#include "kiosk/base/clock.h"
#include "kiosk/sound/audio_device.h"
#include "kiosk/sound/phrasebook.h"
#include "kiosk/sound/player.h"

namespace hailong::sound {

class Speaker final : public Player {
public:
    static constexpr base::Millis kRetry{30'000};

    // `book` and `clock` must outlive the speaker.
    Speaker(const Phrasebook& book, std::unique_ptr<AudioDevice> device, const base::Clock& clock);
    ~Speaker() override;  // silent at once; joins the thread
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;

    using Player::say;
    void say(const Prompt& prompt, Order order) override;
    void sound(Tone tone) override;
    void stop() override;
    void set_volume(int steps) override;
    void set_hush(Hush hush) override;

    // Something is being spoken or sounded, or waits for it. Any thread.
    [[nodiscard]] bool is_speaking() const;
    // The last try to open or use the device failed. Any thread; for the staff screen.
    [[nodiscard]] bool is_mute() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::sound
