// The terminal's voice as configured: phrasebook, speaker, headphones and, where asked for, the speech log, joined
// behind one Player. kiosk.toml:
//   [sound]  device = "default"  volume = 7  headphones_card = "hw:0"  headphones = "Headphone Jack"
// device: a PCM of ALSA; "plughw:0" plays directly and cuts fastest. headphones: the card's jack control, "" for none.
// Silence outside office hours: whoever knows the hours calls player().set_hush().
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kiosk/app/request.h"
#include "kiosk/base/config.h"
#include "kiosk/sound/player.h"

namespace hailong::app {

struct SoundSettings {
    std::string device = "default";
    int volume = 7;  // 0–10
    std::string headphones_card = "hw:0";
    std::string headphones = "Headphone Jack";
    std::string packs{};  // added language packs, of screen.packs
    bool operator==(const SoundSettings&) const = default;
};

[[nodiscard]] SoundSettings read_sound(base::Config& file);

class Voice {
public:
    // Starts the speaker's and the watcher's threads: call it after SignalWaiter. `clock` must outlive the voice.
    // `headphones_changed` is called on the watcher's thread, e.g. Window::wake. No sound card is no error.
    // Errors: bad_input (spoken texts: file, key, remedy), io (the speech log cannot be written).
    [[nodiscard]] static Result<Voice> open(const KioskRequest& request, const SoundSettings& settings,
                                            const base::Clock& clock, std::function<void()> headphones_changed);
    ~Voice();
    Voice(Voice&& other) noexcept;
    Voice& operator=(Voice&& other) noexcept;

    [[nodiscard]] sound::Player& player();  // frame thread
    // Any thread; neither blocks.
    [[nodiscard]] bool are_headphones_plugged() const;
    [[nodiscard]] bool is_speaking() const;
    [[nodiscard]] bool is_mute() const;  // the last try to use the device failed

private:
    struct Impl;
    explicit Voice(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::app
