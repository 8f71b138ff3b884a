// Makes the synthesised voice at build time: one WAV for each fragment of a language, spoken by espeak-ng. Not part of
// the terminal.
#pragma once

#include <functional>
#include <string>

#include "kiosk/sound/fragments.h"
#include "kiosk/sound/wav.h"

namespace hailong::sound {

// Says words in a voice of espeak-ng; any thread. Errors: environment (espeak-ng is not there or fails).
[[nodiscard]] Result<Samples> synthesise(const std::string& voice, const std::string& words);

// Silence at both ends is cut down to what joins well with the next fragment.
[[nodiscard]] Samples trimmed(const Samples& samples);

struct Rendering {
    std::string voice;  // "vi"
    base::Path texts;   // folder with speech.json and say.json
    base::Path out;     // folder of the WAV files; made if absent
};
struct Rendered {
    std::size_t spoken = 0;   // rendered now
    std::size_t kept = 0;     // as the last time
    std::size_t removed = 0;  // nobody asks for them any more
};
// Renders what changed since the last time (words.json in the folder remembers), two at a time, and removes what nobody
// asks for.
[[nodiscard]] Result<Rendered> render(const Rendering& what);

}  // namespace hailong::sound
