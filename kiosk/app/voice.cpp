#include "kiosk/app/voice.h"

#include <optional>
#include <utility>

#include "kiosk/sound/alsa_device.h"
#include "kiosk/sound/headphones.h"
#include "kiosk/sound/speaker.h"
#include "kiosk/sound/speech_log.h"

namespace hailong::app {

struct Voice::Impl {
    sound::Phrasebook book;
    std::optional<sound::Speaker> speaker;
    std::unique_ptr<sound::SpeechLog> log;  // null: not asked for
    std::optional<sound::Headphones> headphones;

    explicit Impl(sound::Phrasebook phrases) : book(std::move(phrases)) {}
};

SoundSettings read_sound(base::Config& file) {
    SoundSettings settings;
    settings.device = file.text("sound.device", settings.device);
    settings.volume = static_cast<int>(file.integer("sound.volume", settings.volume, 0, 10));
    settings.headphones_card = file.text("sound.headphones_card", settings.headphones_card);
    settings.headphones = file.text("sound.headphones", settings.headphones);
    return settings;
}

Result<Voice> Voice::open(const KioskRequest& request, const SoundSettings& settings, const base::Clock& clock,
                          std::function<void()> headphones_changed) {
    HL_TRY(auto book, sound::Phrasebook::open({request.assets, request.audio, settings.packs}));
    auto impl = std::make_unique<Impl>(std::move(book));
    impl->speaker.emplace(impl->book, sound::alsa_device(settings.device), clock);
    impl->speaker->set_volume(settings.volume);
    if (request.speech_log) {
        HL_TRY(impl->log, sound::SpeechLog::open(*request.speech_log, {*impl->speaker, impl->book, clock}));
    }
    if (!settings.headphones.empty()) {
        impl->headphones.emplace(sound::alsa_jack(settings.headphones_card, settings.headphones),
                                 std::move(headphones_changed));
    }
    return Voice(std::move(impl));
}

Voice::Voice(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Voice::~Voice() = default;
Voice::Voice(Voice&& other) noexcept = default;
Voice& Voice::operator=(Voice&& other) noexcept = default;

sound::Player& Voice::player() {
    if (impl_->log) return *impl_->log;
    return *impl_->speaker;
}

bool Voice::are_headphones_plugged() const { return impl_->headphones && impl_->headphones->are_plugged(); }
bool Voice::is_speaking() const { return impl_->speaker->is_speaking(); }
bool Voice::is_mute() const { return impl_->speaker->is_mute(); }

}  // namespace hailong::app
