// Says what the screens have to say, to whoever asked to listen. What is heard never tells an answer: a touch sounds
// the same on every face, and the names of faces are spoken into headphones only (citizen.md "Privacy from the desk").
// Frame thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/flow/view.h"
#include "kiosk/sound/player.h"

namespace hailong::app {

class Announcer {
public:
    // `loudness`, 0–10, is what the middle step of the volume button gives. `player` outlives it.
    Announcer(sound::Player& player, int loudness) : player_(player), loudness_(loudness) {}

    // The citizen did something; before the view that follows is shown.
    void happened(const flow::Event& event, const flow::View& before);
    // This is what stands on the screen now. Says what is new.
    void shown(const flow::View& view);
    // The finger of the blind path came over a target.
    void explored(std::string_view id, const flow::Text& spoken, const flow::View& view);
    // Another one was chosen: it is heard at once.
    void set_loudness(int loudness);
    // Outside the office's hours nothing is heard.
    void set_open(bool is_open) { player_.set_hush(is_open ? sound::Hush::off : sound::Hush::on); }

private:
    void set_volume();
    void say(const flow::Text& text, const std::string& language, sound::Order order);

    sound::Player& player_;
    int loudness_;
    int volume_ = 0;  // as last given to the player; 0: never
    std::string screen_;
    std::string language_;
    std::vector<flow::Text> spoken_;
    sound::Order next_ = sound::Order::now;  // what follows a "recorded" waits for it
};

}  // namespace hailong::app
