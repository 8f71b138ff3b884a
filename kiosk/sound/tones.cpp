#include "kiosk/sound/tones.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hailong::sound {
namespace {

using base::Millis;

double wave(double hertz, std::size_t i) {
    return std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate);
}

// A knock: it dies away to a hundredth within its length, so that it never hums.
Samples click() {
    constexpr double kHertz = 1000;
    constexpr double kLevel = 9000;
    Samples out(samples_in(Millis(12)));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double left = std::exp(-4.6 * static_cast<double>(i) / static_cast<double>(out.size()));
        out[i] = static_cast<Sample>(std::lround(kLevel * left * wave(kHertz, i)));
    }
    return out;
}

// 660 Hz: heard by ears that have lost the high tones (presbycusis begins above 2 kHz).
void append_beep(Samples& out) {
    constexpr double kHertz = 660;
    constexpr double kLevel = 8000;
    const auto length = samples_in(Millis(160));
    const auto edge = static_cast<double>(samples_in(Millis(20)));
    for (std::size_t i = 0; i < length; ++i) {
        const double to_edge = static_cast<double>(std::min(i, length - 1 - i));
        out.push_back(static_cast<Sample>(std::lround(kLevel * std::min(1.0, to_edge / edge) * wave(kHertz, i))));
    }
}

Samples two_beeps() {
    Samples out;
    append_beep(out);
    out.insert(out.end(), samples_in(Millis(90)), Sample{0});
    append_beep(out);
    return out;
}

}  // namespace

Samples tone_of(Tone tone) {
    switch (tone) {
        case Tone::touch:
            return click();
        case Tone::warning:
            return two_beeps();
    }
    return {};
}

}  // namespace hailong::sound
