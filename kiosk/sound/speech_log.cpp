#include "kiosk/sound/speech_log.h"

#include "kiosk/base/json.h"

namespace hailong::sound {
namespace {

std::string_view name_of(Tone tone) {
    switch (tone) {
        case Tone::touch:
            return "touch";
        case Tone::warning:
            return "warning";
    }
    return "";
}

}  // namespace

Result<std::unique_ptr<SpeechLog>> SpeechLog::open(const base::Path& file, const Parts& parts) {
    std::ofstream out(file, std::ios::app);
    if (!out) return fail(ErrorCode::io, file.string() + ": cannot be opened for writing");
    return std::unique_ptr<SpeechLog>(new SpeechLog(std::move(out), parts));
}

std::int64_t SpeechLog::at() const { return parts_.clock.now().mono.time_since_epoch().count(); }

void SpeechLog::say(const Prompt& prompt, Order order) {
    base::json::Writer line;
    line.field("key", prompt.key).field("language", parts_.book.language_of(prompt));
    line.field("text", parts_.book.text(prompt)).field("order", order == Order::now ? "now" : "afterwards");
    out_ << line.field("at", at()).done() << '\n' << std::flush;
    parts_.player.say(prompt, order);
}

void SpeechLog::sound(Tone tone) {
    base::json::Writer line;
    out_ << line.field("tone", name_of(tone)).field("at", at()).done() << '\n' << std::flush;
    parts_.player.sound(tone);
}

void SpeechLog::stop() {
    base::json::Writer line;
    out_ << line.flag("stop", true).field("at", at()).done() << '\n' << std::flush;
    parts_.player.stop();
}

void SpeechLog::set_volume(int steps) { parts_.player.set_volume(steps); }
void SpeechLog::set_hush(Hush hush) { parts_.player.set_hush(hush); }

}  // namespace hailong::sound
