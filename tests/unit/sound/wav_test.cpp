#include "kiosk/sound/wav.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

#include "tests/support/temp_folder.h"

namespace hailong::sound {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A tone of half a second; the header is that of wav_of() with other numbers in it.
std::string tone_wav(int rate, int channels, double hertz) {
    Samples samples;
    for (int i = 0; i < rate / 2; ++i) {
        const auto value = static_cast<Sample>(std::lround(10'000 * std::sin(2 * std::numbers::pi * hertz * i / rate)));
        for (int c = 0; c < channels; ++c) samples.push_back(value);
    }
    std::string wav = wav_of(samples);
    wav[22] = static_cast<char>(channels);
    for (std::size_t i = 0; i < 4; ++i) wav[24 + i] = static_cast<char>((rate >> (8 * i)) & 0xFF);
    return wav;
}

std::string with(std::string wav, std::size_t at, char value) {
    wav[at] = value;
    return wav;
}

std::string sound_wav() { return wav_of(Samples(100, 5)); }

int crossings(const Samples& samples) {
    int count = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) count += (samples[i - 1] < 0) != (samples[i] < 0) ? 1 : 0;
    return count;
}

TEST(Wav, KeepsEverySampleThereAndBack) {
    const Samples samples{0, 1, -1, 32767, -32768};
    EXPECT_EQ(parse_wav(wav_of(samples), "a.wav").value(), samples);
}

TEST(Wav, BringsStereoAt48000ToOurForm) {
    const auto samples = parse_wav(tone_wav(48'000, 2, 441), "a.wav").value();
    EXPECT_NEAR(static_cast<double>(samples.size()), kRate / 2.0, 2);
    EXPECT_NEAR(crossings(samples), 441, 2);
    EXPECT_NEAR(loudness(samples), 10'000 / std::numbers::sqrt2, 100);
}

TEST(Wav, BringsASlowRecordingToOurForm) {
    const auto samples = parse_wav(tone_wav(8'000, 1, 441), "a.wav").value();
    EXPECT_NEAR(static_cast<double>(samples.size()), kRate / 2.0, 4);
    EXPECT_NEAR(loudness(samples), 10'000 / std::numbers::sqrt2, 150);
}

TEST(Wav, AToneBeyondOurRateDoesNotComeBackAsAWhistle) {
    EXPECT_LT(loudness(parse_wav(tone_wav(48'000, 1, 15'000), "a.wav").value()), 150);
}

TEST(Wav, RefusalsNameFileFaultAndRemedy) {
    const auto why = [](const std::string& bytes) { return parse_wav(bytes, "vi/audio/a.wav").error().what; };
    EXPECT_THAT(why("ID3"), AllOf(HasSubstr("vi/audio/a.wav: is no WAV file"), HasSubstr("sox IN -b 16 OUT.wav")));
    EXPECT_THAT(why(with(sound_wav(), 34, 24)), HasSubstr("has 24 bits a sample"));
    EXPECT_THAT(why(with(sound_wav(), 22, 6)), HasSubstr("has 6 channels"));
    EXPECT_THAT(why(with(sound_wav(), 20, 85)), HasSubstr("is compressed"));
    EXPECT_THAT(why(with(with(sound_wav(), 24, 1), 25, 0)), HasSubstr("has 1 samples a second"));
    EXPECT_THAT(why(sound_wav().substr(0, 60)), HasSubstr("breaks off in its sound"));
    EXPECT_THAT(why(sound_wav().substr(0, 30)), HasSubstr("breaks off in its header"));
    EXPECT_THAT(why(wav_of({})), HasSubstr("holds no sound"));
}

TEST(Wav, RefusesWhatIsLongerThanTwoMinutes) {
    EXPECT_THAT(parse_wav(wav_of(Samples(std::size_t{kRate} * 122)), "a.wav").error().what,
                HasSubstr("longer than two minutes"));
}

TEST(Wav, SurvivesEveryCutOfAFile) {
    for (std::size_t end = 0; end < sound_wav().size(); ++end) {
        EXPECT_FALSE(parse_wav(sound_wav().substr(0, end), "a.wav")) << end;
    }
}

TEST(Wav, TellsAnAbsentFileFromABadOne) {
    const hailong::test::TempFolder folder;
    EXPECT_EQ(load_wav(folder / "none.wav").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace hailong::sound
