// What is heard at the desk.
#include "kiosk/app/announcer.h"

#include <gtest/gtest.h>

namespace hailong::app {
namespace {

// Writes down everything in order.
class Ear final : public sound::Player {
public:
    using sound::Player::say;
    void say(const sound::Prompt& prompt, sound::Order order) override {
        heard.push_back((order == sound::Order::now ? "say " : "then ") + prompt.key);
    }
    void sound(sound::Tone tone) override { heard.push_back(tone == sound::Tone::touch ? "touch" : "warning"); }
    void stop() override { heard.emplace_back("stop"); }
    void set_volume(int steps) override { volume = steps; }
    void set_hush(sound::Hush hush) override { is_hushed = hush == sound::Hush::on; }

    std::vector<std::string> heard;
    int volume = -1;
    bool is_hushed = false;
};

struct Hall {
    Ear ear;
    Announcer announcer{ear, 7};

    static flow::View view(bool speech, std::vector<flow::Text> spoken) {
        flow::View out;
        out.language = "vi";
        out.aids.speech = speech;
        out.screen = flow::FirstView{};
        out.spoken = std::move(spoken);
        return out;
    }
};

flow::Event face(int value) { return flow::FaceTouched{*domain::Score::from(value), {}}; }

}  // namespace

TEST(Announcer, EveryFaceSoundsTheSame) {
    for (const bool speech : {false, true}) {
        std::vector<std::vector<std::string>> heard;
        for (int value = 1; value <= 5; ++value) {
            Hall hall;
            hall.announcer.happened(face(value), Hall::view(speech, {}));
            heard.push_back(hall.ear.heard);
        }
        for (const auto& one : heard) EXPECT_EQ(one, heard.front());
        EXPECT_FALSE(heard.front().empty());
    }
}

TEST(Announcer, SaysAScreenOnceAndInOrder) {
    Hall hall;
    const auto view = Hall::view(true, {{"first.question", {}}, {"first.order_low_left", {}}});
    hall.announcer.shown(view);
    hall.announcer.shown(view);
    EXPECT_EQ(hall.ear.heard, (std::vector<std::string>{"say first.question", "then first.order_low_left"}));
}

TEST(Announcer, DoesNotCutTheRecordedByTheNextScreen) {
    Hall hall;
    hall.announcer.happened(face(1), Hall::view(true, {}));
    auto next = Hall::view(true, {{"followup.title", {}}});
    next.screen = flow::FollowUpView{};
    hall.announcer.shown(next);
    EXPECT_EQ(hall.ear.heard, (std::vector<std::string>{"touch", "say blind.chosen", "then followup.title"}));
}

TEST(Announcer, IsSilentForWhoDidNotAsk) {
    Hall hall;
    hall.announcer.shown(Hall::view(false, {}));
    EXPECT_TRUE(hall.ear.heard.empty());
}

TEST(Announcer, StopsWhenSpeechIsSwitchedOff) {
    Hall hall;
    hall.announcer.shown(Hall::view(true, {{"first.question", {}}}));
    hall.announcer.shown(Hall::view(false, {}));
    EXPECT_EQ(hall.ear.heard.back(), "stop");
}

TEST(Announcer, NamesFacesIntoHeadphonesOnly) {
    Hall hall;
    auto view = Hall::view(true, {});
    hall.announcer.explored("face.1", {"level.1", {}}, view);
    EXPECT_EQ(hall.ear.heard.back(), "touch");
    hall.announcer.explored("finish", {"common.skip", {}}, view);
    EXPECT_EQ(hall.ear.heard.back(), "say common.skip");
    view.headphones = true;
    hall.announcer.explored("face.1", {"level.1", {}}, view);
    EXPECT_EQ(hall.ear.heard.back(), "say level.1");
}

TEST(Announcer, AnotherLoudnessIsHeardAtOnce) {
    Hall hall;
    hall.announcer.shown(Hall::view(false, {}));
    hall.announcer.set_loudness(7);
    EXPECT_TRUE(hall.ear.heard.empty());
    hall.announcer.set_loudness(2);
    EXPECT_EQ(hall.ear.volume, 2);
    EXPECT_EQ(hall.ear.heard.back(), "touch");
}

TEST(Announcer, TheVolumeButtonGoesAroundTheConfiguredLoudness) {
    Hall hall;
    auto view = Hall::view(true, {});
    std::vector<int> volumes;
    for (const int step : {1, 2, 3}) {
        view.aids.volume = step;
        hall.announcer.shown(view);
        volumes.push_back(hall.ear.volume);
    }
    EXPECT_EQ(volumes, (std::vector<int>{4, 7, 10}));
}

TEST(Announcer, IsHushedOutsideTheHours) {
    Hall hall;
    hall.announcer.set_open(false);
    EXPECT_TRUE(hall.ear.is_hushed);
}

}  // namespace hailong::app
