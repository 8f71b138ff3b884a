// Through the real ALSA: its `file` plugin writes down what would have reached a card.
#include "kiosk/sound/alsa_device.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/sound/speaker.h"
#include "tests/support/fake_clock.h"
#include "tests/support/process.h"
#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

class AlsaDevice : public testing::Test {
protected:
    AlsaDevice() {
        const std::string raw = capture_.string();
        const std::string rc = "pcm.recorder { type file slave.pcm { type null } file \"" + raw +
                               "\" format \"raw\" }\n"
                               "pcm.!default { type plug slave { pcm { type file slave.pcm { type null } file \"" +
                               raw + "\" format \"raw\" } rate 48000 channels 2 } }\n";
        EXPECT_TRUE(base::write_file(phrases_.path("asoundrc"), rc));
        setenv("ALSA_CONFIG_PATH", phrases_.path("asoundrc").c_str(), 1);
        phrases_.speech("vi", R"({"count": "Mục {n}."})");
        phrases_.recording("vi", "count.1", 1000, 5000);
        phrases_.recording("vi", "say.n.2", -2000, 3000);
    }
    ~AlsaDevice() override { unsetenv("ALSA_CONFIG_PATH"); }

    void speak_through(const std::string& device) const {
        const auto book = phrases_.book();
        const hailong::test::FakeClock clock;
        Speaker speaker(book, alsa_device(device), clock);
        speaker.say({"vi", "count", {{"n", "2"}}});
        ASSERT_TRUE(hailong::test::eventually([&] { return !speaker.is_speaking(); }));
        ASSERT_FALSE(speaker.is_mute());
    }

    [[nodiscard]] Samples captured() const {
        const auto bytes = base::read_file(capture_, 64U << 20).value();
        Samples out(bytes.size() / 2);
        std::copy_n(bytes.data(), out.size() * 2, static_cast<char*>(static_cast<void*>(out.data())));
        return out;
    }

    test::Phrases phrases_;
    base::Path capture_ = phrases_.path("capture.raw");
};

TEST_F(AlsaDevice, PlaysExactlyWhatWasAskedFor) {
    speak_through("recorder");
    auto samples = captured();
    while (!samples.empty() && samples.back() == 0) samples.pop_back();
    Samples asked(5000, 1000);
    asked.insert(asked.end(), 3000, -2000);
    EXPECT_EQ(samples, asked);
}

TEST_F(AlsaDevice, LetsAlsaConvertForACardOfAnotherForm) {
    speak_through("default");
    const auto samples = captured();  // 48,000 Hz, stereo
    const auto loud = std::count_if(samples.begin(), samples.end(), [](Sample s) { return s > 900 || s < -1800; });
    EXPECT_NEAR(static_cast<double>(loud), 8000.0 * 2 * 48'000 / kRate, 1000);
}

TEST_F(AlsaDevice, AnAbsentDeviceIsAnErrorWithItsName) {
    const auto opened = alsa_device("hw:7")->open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::environment);
    EXPECT_THAT(opened.error().what, testing::HasSubstr("open sound device hw:7"));
}

}  // namespace
}  // namespace hailong::sound
