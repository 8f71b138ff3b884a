#include "kiosk/app/announcer.h"

#include <algorithm>

namespace hailong::app {

namespace {

constexpr int kMiddleVolume = 2;  // of flow::Aids::volume 1…3
constexpr int kStep = 3;          // of 0…10

// A choice among answers, which the desk must not tell from another.
bool is_choice(const flow::Event& event) {
    return std::holds_alternative<flow::FaceTouched>(event) || std::holds_alternative<flow::ReasonToggled>(event) ||
           std::holds_alternative<flow::OptionTouched>(event);
}

bool is_touch(const flow::Event& event) {
    return !std::holds_alternative<flow::TouchedElsewhere>(event) &&
           std::visit([](const auto& happened) { return requires { happened.at; }; }, event);
}

bool names_an_answer(std::string_view id) { return id.starts_with("face.") || id.starts_with("option."); }

}  // namespace

void Announcer::happened(const flow::Event& event, const flow::View& before) {
    if (!is_touch(event)) return;
    player_.sound(sound::Tone::touch);
    const bool listens = before.aids.speech || before.aids.blind;
    if (!listens || !is_choice(event)) return;
    player_.say({before.language, std::string(sound::kRecordedKey), {}});
    next_ = sound::Order::afterwards;
}

void Announcer::shown(const flow::View& view) {
    if (view.aids.volume != volume_) {
        volume_ = view.aids.volume;
        set_volume();
    }
    const auto name = flow::screen_name(view);
    const bool is_new = name != screen_ || view.language != language_ || view.spoken != spoken_;
    if (!is_new || view.inert) return;
    const bool was_speaking = !spoken_.empty();
    screen_ = name;
    language_ = view.language;
    spoken_ = view.spoken;
    if (spoken_.empty()) {
        if (was_speaking) player_.stop();
        next_ = sound::Order::now;
        return;
    }
    if (name == "warning") player_.sound(sound::Tone::warning);
    for (const auto& text : spoken_) {
        say(text, language_, next_);
        next_ = sound::Order::afterwards;
    }
    next_ = sound::Order::now;
}

void Announcer::set_loudness(int loudness) {
    if (loudness == loudness_) return;
    loudness_ = loudness;
    set_volume();
    player_.sound(sound::Tone::touch);
}

// Until a view told of the citizen's step it is the middle one.
void Announcer::set_volume() {
    const int step = volume_ == 0 ? kMiddleVolume : volume_;
    player_.set_volume(std::clamp(loudness_ + (step - kMiddleVolume) * kStep, 0, 10));
}

void Announcer::explored(std::string_view id, const flow::Text& spoken, const flow::View& view) {
    // Loud, the finger counts the faces by the touch tone; their order was told before.
    if (names_an_answer(id) && !view.headphones) {
        player_.sound(sound::Tone::touch);
    } else {
        say(spoken, view.language, sound::Order::now);
    }
}

void Announcer::say(const flow::Text& text, const std::string& language, sound::Order order) {
    player_.say({language, text.key, text.arguments}, order);
}

}  // namespace hailong::app
