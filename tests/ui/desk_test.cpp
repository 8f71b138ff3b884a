// What the officer at the desk could see and hear from aside: frame by frame, a whole visit looks, sounds and lasts the
// same whichever face was touched (citizen.md "Privacy from the desk"). The real flow, stage and announcer at 60 frames
// a second on a clock of the test.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <deque>
#include <string_view>

#include "kiosk/app/announcer.h"
#include "kiosk/flow/visit.h"
#include "tests/ui/panels.h"

namespace hailong::desk_test {
namespace {

using base::Millis;

constexpr Millis kFrame{16};
constexpr Millis kDisk{160};          // so long the chosen face stands on the screen
constexpr Millis kChosenIsSeen{400};  // so long the chosen face may be told from the others

class HeardTones final : public sound::Player {
public:
    using sound::Player::say;
    void say(const sound::Prompt& prompt, sound::Order) override { heard += prompt.key + " "; }
    void sound(sound::Tone tone) override { heard += tone == sound::Tone::touch ? "touch " : "warning "; }
    void stop() override { heard += "stop "; }
    void set_volume(int) override {}
    void set_hush(sound::Hush) override {}

    std::string heard;
};

// A corner of something drawn, wherever in its row it stands.
struct Row {
    ImU32 colour = 0;
    float y = 0;
    auto operator<=>(const Row&) const = default;
};
// Edges are softened with arithmetic that rounds a little differently at another x.
bool is_same(const Row& a, const Row& b) { return a.colour == b.colour && std::abs(a.y - b.y) < 0.01F; }

struct Moment {
    std::string screen;
    std::string heard;
    std::vector<ui::Target> targets;
    std::vector<Row> rows;    // while the chosen face is seen
    std::size_t picture = 0;  // afterwards
};

std::string_view bytes_of(const ImVector<ImDrawVert>& all) {
    return {reinterpret_cast<const char*>(all.Data), static_cast<std::size_t>(all.size_in_bytes())};
}

std::size_t picture_of(const ImDrawData& data) {
    std::string all;
    for (int i = 0; i < data.CmdListsCount; ++i) all += bytes_of(data.CmdLists[i]->VtxBuffer);
    return std::hash<std::string>{}(all);
}

std::vector<Row> rows_of(const ImDrawData& data) {
    std::vector<Row> rows;
    for (int i = 0; i < data.CmdListsCount; ++i) {
        for (const auto& vertex : data.CmdLists[i]->VtxBuffer) rows.push_back({vertex.col, vertex.pos.y});
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

bool is_same(const Moment& a, const Moment& b) {
    const auto same = [](const Row& one, const Row& other) { return is_same(one, other); };
    return a.screen == b.screen && a.heard == b.heard && a.targets == b.targets && a.picture == b.picture &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), same);
}

class Desk {
public:
    explicit Desk(bool listens) : rules_(test::test_rules()) {
        rules_.untouched = Millis(3000);  // who walks away is waited for less long: that is the longest part
        stage_ = ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures_).value();
        state_ = flow::begin(flow::Service::open, turn(), rules_);
        pass(Millis(1000));
        if (listens) happened(flow::AidTouched{flow::Aid::speech, {{1}, {1}}});
        pass(Millis(1500));
    }

    // A finger touches this face; what is seen and heard until the first screen has stood again for a second.
    std::vector<Moment> watch(int score) {
        const auto place = face(score);
        look({true, place.middle_x(), place.middle_y()});
        moments_.clear();
        ear_.heard.clear();
        look({false, place.middle_x(), place.middle_y()});
        Millis home{0};
        while (home < Millis(1000)) {
            look({});
            home = moments_.back().screen == "first" ? home + kFrame : Millis(0);
        }
        return moments_;
    }

private:
    [[nodiscard]] flow::Turn turn() const { return {now_, base::WallTime(now_.time_since_epoch()), {}}; }
    void happened(const flow::Event& event) {
        auto step = flow::advance(state_, event, turn(), rules_);
        state_ = std::move(step.state);
        for (const auto& save : step.saves) saves_.emplace_back(save.ticket, now_ + kDisk);
    }
    void pass(Millis time) {
        for (Millis passed{0}; passed < time; passed += kFrame) look({});
    }
    // One frame of the terminal: the finger, the store, time, picture and sound.
    void look(const ui::Pointer& pointer) {
        now_ += kFrame;
        happened(flow::TimePassed{});
        while (!saves_.empty() && saves_.front().second <= now_) {
            happened(flow::Saved{saves_.front().first, 1, {}});
            saves_.pop_front();
        }
        const auto view = flow::view(state_, now_, rules_);
        frame_ = stage_->frame(view, now_, pointer);
        if (frame_.event) {
            announcer_.happened(*frame_.event, view);
            happened(*frame_.event);
        }
        announcer_.shown(flow::view(state_, now_, rules_));
        // So long only the place in the row may differ.
        const bool is_seen = static_cast<int>(moments_.size()) * kFrame < kChosenIsSeen;
        Moment moment{std::string(flow::screen_name(view)), std::exchange(ear_.heard, {}), frame_.targets, {}, 0};
        if (is_seen) {
            moment.rows = rows_of(*frame_.data);
        } else {
            moment.picture = picture_of(*frame_.data);
        }
        moments_.push_back(std::move(moment));
    }
    ui::Rect face(int score) {
        for (const auto& target : frame_.targets) {
            if (target.id == "face." + std::to_string(score)) return target.rect;
        }
        throw std::runtime_error("no face to touch");
    }

    flow::Rules rules_;
    test::CountingTextures textures_;
    std::unique_ptr<ui::Stage> stage_;
    HeardTones ear_;
    app::Announcer announcer_{ear_, 7};
    base::MonoTime now_{Millis(1'000'000)};
    flow::State state_;
    std::deque<std::pair<flow::Ticket, base::MonoTime>> saves_;  // and when the disk has them
    ui::Frame frame_;
    std::vector<Moment> moments_;
};

void expect_equal(const std::vector<Moment>& one, const std::vector<Moment>& other) {
    ASSERT_EQ(one.size(), other.size()) << "frames until the first screen stands again";
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto& a = one[i];
        const auto& b = other[i];
        ASSERT_TRUE(is_same(a, b)) << "frame " << i << " of " << one.size() << " on " << a.screen << " and " << b.screen
                                   << ", heard \"" << a.heard << "\" and \"" << b.heard << "\"";
    }
}

}  // namespace

TEST(Desk, SeesAndHearsTheSameWhicheverFaceWasTouched) {
    for (const bool listens : {false, true}) {
        std::vector<Moment> first;
        for (int score = 1; score <= 5; ++score) {
            SCOPED_TRACE("face " + std::to_string(score) + (listens ? ", spoken" : ""));
            auto seen = Desk(listens).watch(score);
            if (score == 1) {
                first = std::move(seen);
            } else {
                expect_equal(first, seen);
            }
        }
        EXPECT_GT(first.size(), 200U);  // the whole visit was watched
        EXPECT_NE(first.front().heard.find("touch"), std::string::npos);
    }
}

}  // namespace hailong::desk_test
