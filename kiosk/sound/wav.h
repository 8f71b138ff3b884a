// WAV files and the one form in which sound is handled here: 16 bit, mono, 22,050 Hz (the voice of espeak-ng). Pure but
// for the reading of the file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::sound {

using Sample = std::int16_t;
using Samples = std::vector<Sample>;

inline constexpr int kRate = 22'050;  // samples a second
[[nodiscard]] constexpr std::size_t samples_in(base::Millis time) {
    return static_cast<std::size_t>(time.count() * kRate / 1000);
}

// PCM16, mono or stereo, 8,000–192,000 Hz, at most two minutes; brought to mono and kRate. Errors: bad_input with
// `name`, what is wrong and how to save the file instead.
[[nodiscard]] Result<Samples> parse_wav(std::string_view bytes, std::string_view name);
// Errors also: not_found, io.
[[nodiscard]] Result<Samples> load_wav(const base::Path& file);
// A WAV file of mono samples at kRate.
[[nodiscard]] std::string wav_of(std::span<const Sample> samples);

// Root mean square, 0–32768.
[[nodiscard]] double loudness(std::span<const Sample> samples);

}  // namespace hailong::sound
