#include "kiosk/app/voice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "kiosk/app/command_line.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::app {
namespace {

using testing::HasSubstr;

KioskRequest request_with_log(const base::Path& log) {
    KioskRequest request;
    request.assets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    request.audio = find_audio();
    request.speech_log = log;
    return request;
}

SoundSettings no_card() {
    SoundSettings settings;
    settings.device = "no-such-device";
    settings.headphones_card = "hw:31";
    return settings;
}

TEST(Voice, WorksWithoutASoundCardAndLogsWhatItWouldSay) {
    const test::TempFolder folder;
    const base::SystemClock clock;
    auto voice = Voice::open(request_with_log(folder / "speech.log"), no_card(), clock, [] {}).value();
    voice.player().say({"vi", std::string(sound::kRecordedKey), {}});
    ASSERT_TRUE(test::eventually([&] { return !voice.is_speaking(); }));
    EXPECT_TRUE(voice.is_mute());
    EXPECT_FALSE(voice.are_headphones_plugged());
    EXPECT_THAT(base::read_file(folder / "speech.log").value(), HasSubstr(R"("text":"Đã ghi nhận.","order":"now")"));
}

TEST(Voice, FindsTheAudioThatTheBuildRendered) {
    EXPECT_TRUE(std::filesystem::exists(find_audio() / "vi" / "first.question.wav")) << find_audio();
}

TEST(Voice, NamesASpeechLogThatCannotBeWritten) {
    const base::SystemClock clock;
    const auto voice = Voice::open(request_with_log("/nonexistent/speech.log"), no_card(), clock, [] {});
    ASSERT_FALSE(voice);
    EXPECT_THAT(voice.error().what, HasSubstr("/nonexistent/speech.log"));
}

TEST(SoundSettings, ReadsEveryKey) {
    auto file = base::Config::parse(R"(
[sound]
device = "plughw:1"
volume = 3
headphones_card = "hw:1"
headphones = "Front Headphone Jack"
)",
                                    "kiosk.toml")
                    .value();
    EXPECT_EQ(read_sound(file), (SoundSettings{"plughw:1", 3, "hw:1", "Front Headphone Jack"}));
    EXPECT_TRUE(file.finish());
}

TEST(SoundSettings, RefusesAVolumeBeyondTen) {
    auto file = base::Config::parse("[sound]\nvolume = 11\n", "kiosk.toml").value();
    static_cast<void>(read_sound(file));
    EXPECT_THAT(file.finish().error().what, HasSubstr("sound.volume"));
}

TEST(SpeechLogOption, IsPartOfTheRequest) {
    const std::array<const char*, 3> words{"hailong-kiosk", "--speech-log", "/tmp/speech.log"};
    const auto line = parse_command_line(static_cast<int>(words.size()), words.data());
    EXPECT_EQ(std::get<CommandLine>(line).request.speech_log, base::Path("/tmp/speech.log"));
}

}  // namespace
}  // namespace hailong::app
