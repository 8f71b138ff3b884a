#include "kiosk/sound/mixer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hailong::sound {
namespace {

constexpr auto kFadeSamples = samples_in(kFade);
constexpr int kFullVolume = 10;

}  // namespace

void Mixer::speak(Samples speech) {
    if (!speech.empty()) speech_.push_back({std::move(speech)});
}

void Mixer::cut() {
    if (speech_.empty()) return;
    leaving_ = std::move(speech_.front());
    leaving_.fade_left = kFadeSamples;
    speech_.clear();
}

void Mixer::forget() {
    speech_.clear();
    leaving_ = {};
    tone_ = {};
    gain_ = wanted_gain_;
}

void Mixer::sound(Samples tone) { tone_ = {std::move(tone)}; }

void Mixer::set_volume(int volume) {
    const double share = static_cast<double>(std::clamp(volume, 0, kFullVolume)) / kFullVolume;
    wanted_gain_ = share * share;
    if (!is_playing()) gain_ = wanted_gain_;
}

bool Mixer::is_playing() const {
    return !speech_.empty() || !tone_.is_over() || (leaving_.fade_left > 0 && !leaving_.is_over());
}

double Mixer::next_speech() {
    if (speech_.empty()) return 0;
    Voice& voice = speech_.front();
    const Sample sample = voice.samples[voice.at++];
    if (voice.is_over()) speech_.pop_front();
    return sample;
}

double Mixer::next_leaving() {
    if (leaving_.fade_left == 0 || leaving_.is_over()) return 0;
    const double left = static_cast<double>(leaving_.fade_left--) / static_cast<double>(kFadeSamples + 1);
    return left * leaving_.samples[leaving_.at++];
}

double Mixer::next_sample() {
    double sum = next_speech() + next_leaving();
    if (!tone_.is_over()) sum += tone_.samples[tone_.at++];
    const double step = 1.0 / static_cast<double>(kFadeSamples);
    gain_ += std::clamp(wanted_gain_ - gain_, -step, step);
    return sum * gain_;
}

void Mixer::render(std::span<Sample> out) {
    for (Sample& sample : out) {
        sample = static_cast<Sample>(std::lround(std::clamp(next_sample(), -32768.0, 32767.0)));
    }
}

}  // namespace hailong::sound
