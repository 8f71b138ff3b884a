// `--speech-log FILE`: what a blind person would hear, for tests and for people without ears on the machine. One JSON
// line for each prompt and tone that was asked for, whether or not there is a sound card:
//   {"key":"first.question","language":"vi","text":"Ông Bà thấy …","order":"now","at":81234}
//   {"tone":"touch","at":81240}      {"stop":true,"at":81300}
// `language` and `text` are what is really spoken (a language without this prompt speaks Vietnamese); `at` counts
// milliseconds of the monotonic clock. Never written on a desk: it would tell what a person chose. Frame thread.
#pragma once

#include <fstream>
#include <memory>
#include <utility>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/sound/phrasebook.h"
#include "kiosk/sound/player.h"

namespace hailong::sound {

class SpeechLog final : public Player {
public:
    struct Parts {
        Player& player;  // everything is passed on to it
        const Phrasebook& book;
        const base::Clock& clock;
    };
    // `parts` must outlive the log. Errors: io when the file cannot be opened for appending.
    [[nodiscard]] static Result<std::unique_ptr<SpeechLog>> open(const base::Path& file, const Parts& parts);

    using Player::say;
    void say(const Prompt& prompt, Order order) override;
    void sound(Tone tone) override;
    void stop() override;
    void set_volume(int steps) override;
    void set_hush(Hush hush) override;

private:
    SpeechLog(std::ofstream out, const Parts& parts) : out_(std::move(out)), parts_(parts) {}
    [[nodiscard]] std::int64_t at() const;

    std::ofstream out_;
    Parts parts_;
};

}  // namespace hailong::sound
