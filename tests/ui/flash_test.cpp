// Nothing flashes: WCAG 2.2, 2.3.1 allows three pairs of opposite changes of luminance in a second, each of a tenth of
// the way from black to white where the darker one is below 0.80. Drawn pixels of whole transitions are judged.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kiosk/app/stage_setup.h"
#include "tests/ui/colour_science.h"
#include "tests/ui/panels.h"
#include "tests/ui/picture.h"

namespace hailong::flash_test {
namespace {

using base::Millis;

constexpr int kReduction = 20;  // a block of 20 × 20 pixels is far smaller than what may flash
constexpr double kChange = 0.1;
constexpr double kBright = 0.8;
constexpr Millis kFrame{16};

std::vector<double> luminances(const test::Picture& picture) {
    std::vector<double> all;
    for (const std::uint32_t pixel : picture.pixels) {
        const auto light = test::to_linear({static_cast<std::uint8_t>(pixel >> 16U),
                                            static_cast<std::uint8_t>(pixel >> 8U), static_cast<std::uint8_t>(pixel)});
        all.push_back(0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]);
    }
    return all;
}

// Counts, in the brightness of one place over time, the changes from rising to falling or back that count.
class Place {
public:
    void see(double luminance) {
        if (is_change(last_turn_, luminance)) {
            const int direction = luminance > last_turn_ ? 1 : -1;
            if (direction != direction_) ++changes_;
            direction_ = direction;
            last_turn_ = luminance;
        } else if (direction_ * (luminance - last_turn_) > 0) {
            last_turn_ = luminance;  // goes on the same way
        }
    }
    void begin(double luminance) { last_turn_ = luminance; }
    [[nodiscard]] int changes() const { return changes_; }

private:
    static bool is_change(double a, double b) { return std::abs(a - b) >= kChange && std::min(a, b) < kBright; }

    double last_turn_ = 0;
    int direction_ = 0;
    int changes_ = 0;
};

class Flash : public testing::Test {
protected:
    test::NamedPanel panel_ = test::reference_panels().at(2);
    std::unique_ptr<window::Offscreen> surface_ =
        window::Offscreen::open({panel_.panel.width, panel_.panel.height}, app::kGround).value();
    app::PainterTextures textures_{surface_->painter()};
    std::unique_ptr<ui::Stage> stage_ = ui::Stage::open(test::stage_request(panel_.panel), textures_).value();

    std::vector<double> look(const flow::View& view, base::MonoTime at) {
        return luminances(
            test::reduced(test::picture_of(surface_->take(stage_->frame(view, at, {}).data)), kReduction));
    }

    // The most changes that any place of the screen sees while this view takes the place of that one.
    int most_changes(const flow::View& from, const flow::View& to) {
        static_cast<void>(test::TapDriver(*stage_).settle(from));
        const auto begin = test::test_moment(to);
        const auto before = look(from, begin - kFrame);
        std::vector<Place> places(before.size());
        for (std::size_t i = 0; i < places.size(); ++i) places[i].begin(before[i]);
        for (Millis passed{0}; passed < ui::kTransition + 3 * kFrame; passed += kFrame) {
            const auto now = look(to, begin + passed);
            for (std::size_t i = 0; i < places.size(); ++i) places[i].see(now[i]);
        }
        int most = 0;
        for (const auto& place : places) most = std::max(most, place.changes());
        return most;
    }
};

}  // namespace

TEST_F(Flash, NoTransitionBetweenScreensFlashes) {
    const std::vector<std::string> visit{"first",   "first-pressed", "followup", "followup-chosen",
                                         "warning", "thanks",        "first"};
    for (const std::string mode : {"plain", "contrast"}) {
        std::vector<flow::View> views;
        for (const auto& name : visit) {
            for (auto& one : test::all_views("vi", mode)) {
                if (one.name == name) views.push_back(one.view);
            }
        }
        ASSERT_EQ(views.size(), visit.size());
        for (std::size_t i = 1; i < views.size(); ++i) {
            // Less than two pairs, where three are allowed.
            EXPECT_LE(most_changes(views[i - 1], views[i]), 3) << mode << ": " << visit[i - 1] << " to " << visit[i];
        }
    }
}

// Who asks for another mode sees one change and no more.
TEST_F(Flash, SwitchingAModeChangesEachPlaceOnce) {
    const auto plain = test::view_named("first");
    for (const auto& change : {&flow::Aids::contrast, &flow::Aids::large, &flow::Aids::reach}) {
        auto changed = plain;
        changed.aids.*change = true;
        EXPECT_LE(most_changes(plain, changed), 1);
    }
}

}  // namespace hailong::flash_test
