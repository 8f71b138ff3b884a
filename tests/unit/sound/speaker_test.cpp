#include "kiosk/sound/speaker.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "tests/support/fake_clock.h"
#include "tests/support/process.h"
#include "tests/unit/sound/fake_device.h"
#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

using hailong::test::eventually;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::size_t kTurn = samples_in(base::Millis(5));
constexpr Sample kFirst = 8000;
constexpr Sample kSecond = -4000;

class SpeakerTest : public testing::Test {
protected:
    SpeakerTest() {
        phrases_.speech("vi", R"({"first": "Một.", "second": "Hai."})");
        phrases_.recording("vi", "first", kFirst, samples_in(base::Millis(400)));
        phrases_.recording("vi", "second", kSecond, samples_in(base::Millis(400)));
        book_.emplace(phrases_.book());
        speaker_.emplace(*book_, std::make_unique<test::FakeDevice>(card_), clock_);
    }
    ~SpeakerTest() override {
        card_.hang();  // a write that waits for room ends
        speaker_.reset();
    }
    void wait_until_quiet() {
        ASSERT_TRUE(eventually([&] { return !speaker_->is_speaking(); }));
    }
    static Prompt first() { return {"vi", "first", {}}; }
    static Prompt second() { return {"vi", "second", {}}; }
    [[nodiscard]] std::ptrdiff_t heard(Sample level) const {
        const auto samples = card_.heard();
        return std::count(samples.begin(), samples.end(), level);
    }

    test::Phrases phrases_;
    std::optional<Phrasebook> book_;
    hailong::test::FakeClock clock_;
    test::Card card_;
    std::optional<Speaker> speaker_;
};

TEST_F(SpeakerTest, PlaysAPromptToItsEnd) {
    speaker_->say(first());
    wait_until_quiet();
    EXPECT_EQ(heard(kFirst), static_cast<std::ptrdiff_t>(samples_in(base::Millis(400))));
}

TEST_F(SpeakerTest, PushesTheLastSoundThroughTheQueueAndThenRests) {
    speaker_->say(first());
    wait_until_quiet();
    const auto samples = card_.heard();
    ASSERT_GT(samples.size(), test::Card::kCapacity);
    EXPECT_TRUE(std::all_of(samples.end() - test::Card::kCapacity, samples.end(), [](Sample s) { return s == 0; }));
    EXPECT_EQ(card_.drops(), 1);
}

// 5 ms that the device was about to take, 5 ms of fade; with a queue of 20 ms that makes 30.
TEST_F(SpeakerTest, ANewPromptCutsTheOldWithinTenMillisecondsAndTheQueue) {
    card_.allow(4 * kTurn);
    speaker_->say(first());
    ASSERT_TRUE(eventually([&] { return card_.heard().size() == 4 * kTurn; }));
    card_.wait_until_full();
    speaker_->say(second());
    card_.allow(test::Card::kEndless);
    wait_until_quiet();
    EXPECT_LE(heard(kFirst), static_cast<std::ptrdiff_t>(6 * kTurn));
    EXPECT_EQ(card_.heard()[6 * kTurn + kTurn], kSecond);
}

TEST_F(SpeakerTest, AQueueThatIsTooLongIsThrownAway) {
    card_.allow(4 * kTurn);
    speaker_->say(first());
    card_.wait_until_full();
    card_.queue(samples_in(base::Millis(21)));
    speaker_->stop();
    card_.allow(test::Card::kEndless);
    wait_until_quiet();
    EXPECT_EQ(card_.drops(), 2);  // the cut and the rest
}

TEST_F(SpeakerTest, APromptForAfterwardsWaitsAndFollowsWithoutAGap) {
    card_.allow(kTurn);
    speaker_->say(first());
    speaker_->say(second(), Order::afterwards);
    card_.allow(test::Card::kEndless);
    wait_until_quiet();
    const auto samples = card_.heard();
    const auto begins = std::find(samples.begin(), samples.end(), kSecond);
    ASSERT_NE(begins, samples.end());
    EXPECT_EQ(*(begins - 1), kFirst);
    EXPECT_EQ(begins - samples.begin(), static_cast<std::ptrdiff_t>(samples_in(base::Millis(400))));
}

TEST_F(SpeakerTest, VolumeScalesWhatIsHeard) {
    speaker_->set_volume(5);
    speaker_->say(first());
    wait_until_quiet();
    EXPECT_EQ(heard(kFirst / 4), static_cast<std::ptrdiff_t>(samples_in(base::Millis(400))));
}

TEST_F(SpeakerTest, TheTouchClickIsHeard) {
    speaker_->sound(Tone::touch);
    wait_until_quiet();
    EXPECT_GT(loudness(card_.heard()), 100);
}

TEST_F(SpeakerTest, OutsideOfficeHoursTheDeviceIsNotEvenOpened) {
    speaker_->set_hush(Hush::on);
    speaker_->say(first());
    speaker_->sound(Tone::warning);
    wait_until_quiet();
    EXPECT_EQ(card_.opens(), 0);
    speaker_->set_hush(Hush::off);
    speaker_->say(first());
    wait_until_quiet();
    EXPECT_THAT(card_.heard(), Not(IsEmpty()));
}

TEST_F(SpeakerTest, WithoutACardItIsSilentSaysSoOnceAndTriesAgainAfterThirtySeconds) {
    card_.pull_out();
    testing::internal::CaptureStderr();
    for (int i = 0; i < 3; ++i) {
        speaker_->say(first());
        wait_until_quiet();
    }
    EXPECT_EQ(card_.opens(), 1);
    clock_.advance(Speaker::kRetry);
    speaker_->say(first());
    wait_until_quiet();
    EXPECT_EQ(card_.opens(), 2);
    EXPECT_TRUE(speaker_->is_mute());
    const auto log = testing::internal::GetCapturedStderr();
    EXPECT_EQ(log.find("sound.silent"), log.rfind("sound.silent"));
    EXPECT_THAT(log, HasSubstr("no such device"));
}

TEST_F(SpeakerTest, ACardThatIsPulledOutWhileSpeakingIsHeardAgainWhenItIsBack) {
    card_.allow(4 * kTurn);
    speaker_->say(first());
    card_.wait_until_full();
    card_.pull_out();
    wait_until_quiet();
    EXPECT_TRUE(speaker_->is_mute());
    card_.plug_in();
    card_.allow(test::Card::kEndless);
    clock_.advance(Speaker::kRetry);
    speaker_->say(second());
    wait_until_quiet();
    EXPECT_FALSE(speaker_->is_mute());
    EXPECT_EQ(heard(kSecond), static_cast<std::ptrdiff_t>(samples_in(base::Millis(400))));
}

TEST_F(SpeakerTest, ADeviceThatHangsIsGivenUp) {
    card_.hang();
    speaker_->say(first());
    wait_until_quiet();
    EXPECT_TRUE(speaker_->is_mute());
}

// Would hang if an order waited for the device.
TEST_F(SpeakerTest, ACallerNeverWaitsForTheDevice) {
    card_.allow(0);
    speaker_->say(first());
    card_.wait_until_full();
    for (int i = 0; i < 1000; ++i) {
        speaker_->say(second());
        speaker_->sound(Tone::touch);
        speaker_->stop();
        speaker_->set_volume(i % 11);
    }
    EXPECT_TRUE(speaker_->is_speaking());
}

TEST_F(SpeakerTest, IsSilentAtOnceWhenItGoes) {
    card_.allow(4 * kTurn);
    speaker_->say(first());
    card_.wait_until_full();
    card_.hang();
    speaker_.reset();
    EXPECT_LE(heard(kFirst), static_cast<std::ptrdiff_t>(4 * kTurn));
}

TEST_F(SpeakerTest, TakesOrdersFromAnyThread) {
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
        callers.emplace_back([&] {
            for (int k = 0; k < 50; ++k) {
                speaker_->say(first());
                speaker_->sound(Tone::touch);
                speaker_->set_volume(k % 11);
                static_cast<void>(speaker_->is_speaking());
            }
        });
    }
    for (auto& caller : callers) caller.join();
    speaker_->stop();
    wait_until_quiet();
    EXPECT_FALSE(speaker_->is_mute());
}

}  // namespace
}  // namespace hailong::sound
