#include "kiosk/sound/speech_log.h"

#include <gmock/gmock.h>

#include "kiosk/sound/alsa_device.h"
#include "kiosk/sound/speaker.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

TEST(SpeechLog, WritesALineForEachPromptWithoutASoundCard) {
    const test::Phrases phrases;
    phrases.speech("vi", R"({"hello": "Chào {n}."})");
    phrases.rendering("vi", "hello.1", 1);
    const auto book = phrases.book();
    const hailong::test::FakeClock clock;
    Speaker speaker(book, alsa_device("no-such-device"), clock);
    {
        const auto log = SpeechLog::open(phrases.path("speech.log"), {speaker, book, clock}).value();
        Player& player = *log;
        player.say({"en", "hello", {{"n", "2"}}});
        player.say({"vi", "hello", {{"n", "3"}}}, Order::afterwards);
        player.sound(Tone::warning);
        player.stop();
    }
    EXPECT_EQ(base::read_file(phrases.path("speech.log")).value(),
              R"({"key":"hello","language":"vi","text":"Chào 2.","order":"now","at":1000000})"
              "\n"
              R"({"key":"hello","language":"vi","text":"Chào 3.","order":"afterwards","at":1000000})"
              "\n"
              R"({"tone":"warning","at":1000000})"
              "\n"
              R"({"stop":true,"at":1000000})"
              "\n");
}

TEST(SpeechLog, NamesAFileThatCannotBeWritten) {
    const test::Phrases phrases;
    const auto book = phrases.book();
    const hailong::test::FakeClock clock;
    Speaker speaker(book, alsa_device("no-such-device"), clock);
    const auto log = SpeechLog::open(phrases.path("absent") / "speech.log", {speaker, book, clock});
    ASSERT_FALSE(log);
    EXPECT_THAT(log.error().what, testing::HasSubstr("absent/speech.log"));
}

}  // namespace
}  // namespace hailong::sound
