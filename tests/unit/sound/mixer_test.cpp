#include "kiosk/sound/mixer.h"

#include <gmock/gmock.h>

#include <cmath>

#include "kiosk/sound/tones.h"

namespace hailong::sound {
namespace {

using testing::Each;

constexpr std::size_t kLong = 2000;

Samples rendered(Mixer& mixer, std::size_t count) {
    Samples out(count);
    mixer.render(out);
    return out;
}

TEST(Mixer, JoinsPromptsWithoutAGap) {
    Mixer mixer;
    mixer.speak(Samples(100, 1000));
    mixer.speak(Samples(100, 2000));
    const auto out = rendered(mixer, 200);
    EXPECT_EQ(out[99], 1000);
    EXPECT_EQ(out[100], 2000);
    EXPECT_FALSE(mixer.is_playing());
}

TEST(Mixer, ACutFadesWithinFiveMillisecondsAndNeverJumps) {
    Mixer mixer;
    mixer.speak(Samples(kLong, 10'000));
    static_cast<void>(rendered(mixer, 10));
    mixer.cut();
    const auto out = rendered(mixer, samples_in(base::Millis(6)));
    int last = 10'000;
    for (const Sample sample : out) {
        EXPECT_LE(std::abs(sample - last), 100);
        last = sample;
    }
    EXPECT_EQ(out[samples_in(base::Millis(5))], 0);
    EXPECT_FALSE(mixer.is_playing());
}

TEST(Mixer, ACutForgetsWhatWaited) {
    Mixer mixer;
    mixer.speak(Samples(kLong, 1));
    mixer.speak(Samples(kLong, 10'000));
    mixer.cut();
    EXPECT_THAT(rendered(mixer, kLong), Each(testing::Le(1)));
}

TEST(Mixer, EachStepOfVolumeIsQuieterByTheSquareLaw) {
    for (int volume = 0; volume <= 10; ++volume) {
        Mixer mixer;
        mixer.set_volume(volume);
        mixer.speak(Samples(kLong, 10'000));
        EXPECT_NEAR(loudness(rendered(mixer, kLong)), 100.0 * volume * volume, 1) << volume;
    }
}

TEST(Mixer, AVolumeTurnedWhileSpeakingGlides) {
    Mixer mixer;
    mixer.speak(Samples(kLong, 10'000));
    static_cast<void>(rendered(mixer, 10));
    mixer.set_volume(0);
    int last = 10'000;
    for (const Sample sample : rendered(mixer, 200)) {
        EXPECT_LE(std::abs(sample - last), 100);
        last = sample;
    }
    EXPECT_EQ(last, 0);
}

TEST(Mixer, AToneSoundsOverTheSpeech) {
    Mixer mixer;
    mixer.speak(Samples(kLong, 1000));
    mixer.sound(Samples(10, 500));
    const auto out = rendered(mixer, 20);
    EXPECT_EQ(out[9], 1500);
    EXPECT_EQ(out[10], 1000);
}

TEST(Mixer, TooLoudASumIsClippedAndDoesNotWrap) {
    Mixer mixer;
    mixer.speak(Samples(10, 30'000));
    mixer.sound(Samples(10, 30'000));
    EXPECT_THAT(rendered(mixer, 10), Each(32767));
}

TEST(Tones, BeginAndEndInSilence) {
    for (const auto tone : {Tone::touch, Tone::warning}) {
        const auto samples = tone_of(tone);
        EXPECT_GT(loudness(samples), 500);
        EXPECT_EQ(samples.front(), 0);
        EXPECT_LE(std::abs(samples.back()), 200);
    }
}

}  // namespace
}  // namespace hailong::sound
