// Every screen, in all languages and modes, on the three reference panels, without a display.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "kiosk/app/scenes.h"
#include "tests/ui/colour_science.h"
#include "tests/ui/panels.h"

namespace hailong::screens_test {
namespace {

struct Look {
    std::string name;   // "portrait thanks en large"
    std::string place;  // "portrait large": looks of one place share their bar
    ui::Metrics metrics;
    ui::Frame frame;  // without its picture
    flow::View view;
};

// With the speech on as well: then the bar holds the volume.
std::vector<Look> draw_panel(const test::NamedPanel& panel) {
    std::vector<Look> looks;
    test::CountingTextures textures;
    const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
    for (const std::string language : {"vi", "en", "km"}) {
        for (const auto& mode : app::modes()) {
            const std::string place = panel.name + " " + std::string(mode.name);
            for (auto& [name, view] : test::all_views(language, std::string(mode.name))) {
                for (const bool speaks : {false, true}) {
                    view.aids.speech = speaks;
                    auto frame = test::TapDriver(*stage).settle(view);
                    frame.data = nullptr;
                    std::string full = place + " " + name + " " + language + (speaks ? " speech" : "");
                    looks.push_back({std::move(full), place, stage->metrics(), std::move(frame), view});
                }
            }
        }
    }
    return looks;
}

const std::vector<Look>& all_looks() {
    static const auto looks = [] {
        std::vector<Look> all;
        for (const auto& panel : test::reference_panels()) {
            auto some = draw_panel(panel);
            std::move(some.begin(), some.end(), std::back_inserter(all));
        }
        return all;
    }();
    return looks;
}

void for_every_look(const std::function<void(const Look&)>& judge) {
    for (const auto& look : all_looks()) judge(look);
}

bool is_key(const ui::Target& target) { return target.id.starts_with("key."); }

bool overlap(const ui::Rect& a, const ui::Rect& b) {
    constexpr float kTouching = 0.01F;
    return a.x + kTouching < b.right() && b.x + kTouching < a.right() && a.y + kTouching < b.bottom() &&
           b.y + kTouching < a.bottom();
}

bool inside(const ui::Rect& a, const ui::Rect& whole) {
    return a.x >= whole.x && a.y >= whole.y && a.right() <= whole.right() && a.bottom() <= whole.bottom();
}

bool is_face(const ui::Target& target) { return target.id.starts_with("face."); }

}  // namespace

TEST(Screens, HaveTargetsOfTwentyMillimetres) {
    for_every_look([](const Look& look) {
        for (const auto& target : look.frame.targets) {
            const double least = is_key(target) ? 15 : 20;
            EXPECT_GE(target.rect.w / look.metrics.mm(1), least) << look.name << " " << target.id;
            EXPECT_GE(target.rect.h / look.metrics.mm(1), least) << look.name << " " << target.id;
        }
    });
}

TEST(Screens, HaveFacesOfThirtyMillimetres) {
    for_every_look([](const Look& look) {
        EXPECT_GE(look.metrics.face / look.metrics.mm(1), 30) << look.name;
        for (const auto& target : look.frame.targets) {
            if (is_face(target)) {
                EXPECT_GE(target.rect.w / look.metrics.mm(1), 30) << look.name << " " << target.id;
            }
        }
    });
}

TEST(Screens, KeepTheFacesWithin240Millimetres) {
    for_every_look([](const Look& look) {
        float left = look.metrics.screen().w, right = 0;
        for (const auto& target : look.frame.targets) {
            if (!is_face(target)) continue;
            left = std::min(left, target.rect.x);
            right = std::max(right, target.rect.right());
        }
        EXPECT_LE((right - left) / look.metrics.mm(1), 240) << look.name;
    });
}

TEST(Screens, GiveAllFacesTheSameSizeAndHeight) {
    for_every_look([](const Look& look) {
        const ui::Target* first = nullptr;
        for (const auto& target : look.frame.targets) {
            if (!is_face(target)) continue;
            if (first == nullptr) first = &target;
            EXPECT_EQ(target.rect.w, first->rect.w) << look.name;
            EXPECT_EQ(target.rect.h, first->rect.h) << look.name;
            EXPECT_EQ(target.rect.y, first->rect.y) << look.name;
        }
    });
}

TEST(Screens, HaveNoTargetsThatOverlap) {
    for_every_look([](const Look& look) {
        const auto& targets = look.frame.targets;
        for (std::size_t a = 0; a < targets.size(); ++a) {
            for (std::size_t b = a + 1; b < targets.size(); ++b) {
                EXPECT_FALSE(overlap(targets[a].rect, targets[b].rect))
                    << look.name << ": " << targets[a].id << " and " << targets[b].id;
            }
        }
    });
}

TEST(Screens, KeepEverythingInsideTheDisplay) {
    for_every_look([](const Look& look) {
        for (const auto& target : look.frame.targets) {
            EXPECT_TRUE(inside(target.rect, look.metrics.screen())) << look.name << " " << target.id;
        }
        for (const auto& line : look.frame.lines) {
            EXPECT_TRUE(inside(line.box, look.metrics.screen())) << look.name << " " << line.text;
        }
    });
}

TEST(Screens, ClipNoTextAndCutNoWord) {
    for_every_look([](const Look& look) {
        for (const auto& target : look.frame.targets) EXPECT_TRUE(target.fits) << look.name << " " << target.id;
        for (const auto& line : look.frame.lines) EXPECT_TRUE(line.fits) << look.name << " " << line.text;
    });
}

TEST(Screens, NeverLetAMarkTouchTheLineAbove) {
    for_every_look([](const Look& look) {
        const auto& lines = look.frame.lines;
        for (std::size_t a = 0; a < lines.size(); ++a) {
            for (std::size_t b = a + 1; b < lines.size(); ++b) {
                const bool is_below = lines[b].box.y > lines[a].box.y;
                const auto& upper = is_below ? lines[a] : lines[b];
                const auto& lower = is_below ? lines[b] : lines[a];
                const bool share_columns = upper.box.x < lower.box.right() && lower.box.x < upper.box.right();
                if (!share_columns || upper.box.y == lower.box.y) continue;
                EXPECT_LT(upper.ink.bottom, lower.ink.top) << look.name << ": " << upper.text << " / " << lower.text;
            }
        }
    });
}

TEST(Screens, SayAWordOnEveryTarget) {
    for_every_look([](const Look& look) {
        for (const auto& target : look.frame.targets) EXPECT_FALSE(target.label.empty()) << look.name << target.id;
    });
}

TEST(Screens, ShowNoKeyAndNoEmptyArgument) {
    for_every_look([](const Look& look) {
        for (const auto& line : look.frame.lines) {
            EXPECT_EQ(line.text.find_first_of("{}"), std::string::npos) << look.name << " " << line.text;
            EXPECT_EQ(line.text.find("followup."), std::string::npos) << look.name << " " << line.text;
        }
    });
}

TEST(Screens, NeverNameTheProduct) {
    for_every_look([](const Look& look) {
        for (const auto& line : look.frame.lines) {
            EXPECT_EQ(line.text.find("Hài Lòng"), std::string::npos) << look.name << " " << line.text;
            EXPECT_EQ(line.text.find("hailong"), std::string::npos) << look.name << " " << line.text;
        }
    });
}

TEST(Screens, TakeNoTouchWhileARatingIsWritten) {
    for_every_look([](const Look& look) {
        if (look.view.inert) {
            EXPECT_TRUE(look.frame.targets.empty()) << look.name;
        }
    });
}

TEST(Screens, KeepSkipAndDoneInOneSlot) {
    std::map<std::string, ui::Rect> slots;
    for_every_look([&](const Look& look) {
        if (!std::holds_alternative<flow::FollowUpView>(look.view.screen)) return;
        for (const auto& target : look.frame.targets) {
            if (target.id != "finish") continue;
            EXPECT_EQ(slots.emplace(look.place + look.view.language, target.rect).first->second, target.rect)
                << look.name;
        }
    });
    EXPECT_EQ(slots.size(), 54U);
}

TEST(Screens, KeepLanguagesAndAidsInTheirPlacesOnEveryScreen) {
    std::map<std::string, ui::Rect> places;
    for_every_look([&](const Look& look) {
        for (const auto& target : look.frame.targets) {
            const bool is_in_bar = target.id.starts_with("language.") || target.id.starts_with("aid.");
            // Upright the speech gives its half to the volume.
            if (!is_in_bar || target.id == "aid.listen") continue;
            const auto key = look.place + " " + look.view.language + " " + target.id;
            EXPECT_EQ(places.emplace(key, target.rect).first->second, target.rect) << look.name << " " << target.id;
        }
    });
    EXPECT_EQ(places.size(), 3U * 6 * (2 * (2 + 4) + (3 + 4)));
}

TEST(Screens, StandInReachWhereThatIsAsked) {
    std::size_t judged = 0;
    for_every_look([&](const Look& look) {
        if (!look.view.aids.reach) return;
        EXPECT_GE(look.metrics.reach_top, look.metrics.screen().h * 0.29F) << look.name;
        for (const auto& target : look.frame.targets) {
            EXPECT_GE(target.rect.y, look.metrics.reach_top) << look.name << " " << target.id;
            ++judged;
        }
    });
    EXPECT_GT(judged, 1000U);
}

TEST(Screens, GiveEveryTextItsContrast) {
    for_every_look([](const Look& look) {
        for (const auto& line : look.frame.lines) {
            const double least = line.style == ui::Style::question ? 7.0 : 4.5;
            EXPECT_GE(test::contrast(line.colour, line.ground), least) << look.name << " " << line.text;
        }
    });
}

TEST(Screens, GiveEveryOutlineItsContrast) {
    for_every_look([](const Look& look) {
        for (const auto& outline : look.frame.outlines) {
            EXPECT_GE(test::contrast(outline.colour, outline.ground), 3.0) << look.name << " " << outline.rect.x;
        }
    });
}

// The reference language keeps its large letters; where a longer language does not fit, its letters give way and are
// still no smaller than in the normal mode.
TEST(Screens, SetTheQuestionOnceAndAHalfAsLarge) {
    for_every_look([](const Look& look) {
        if (!look.view.aids.large || look.view.aids.reach || look.view.language != "vi") return;
        const auto* first = std::get_if<flow::FirstView>(&look.view.screen);
        if (first == nullptr || first->rechoosing) return;
        for (const auto& line : look.frame.lines) {
            const bool is_main = line.style == ui::Style::question || line.style == ui::Style::word;
            if (is_main) {
                EXPECT_GE(line.scale, 0.9F) << look.name << " " << line.text;
            }
        }
    });
    for_every_look([](const Look& look) {
        for (const auto& line : look.frame.lines) {
            EXPECT_GE(line.scale * (look.view.aids.large ? 1.5F : 1.2F), 0.99F) << look.name << " " << line.text;
        }
    });
}

// A panel whose lower edge hangs at a known height: nothing above 1,220 mm, and 900 to 1,200 where it has the room.
TEST(Screens, StandInReachOfAWheelchairAtEveryMountHeight) {
    for (const double bottom : {700.0, 850.0, 950.0, 1040.0}) {
        for (auto panel : test::reference_panels()) {
            panel.panel.bottom_mm = bottom;
            test::CountingTextures textures;
            const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
            for (const auto& [name, view] : test::all_views("vi", "reach")) {
                const auto frame = test::TapDriver(*stage).settle(view);
                const auto height = [&](float y) {
                    return bottom + panel.panel.height_mm - y / stage->metrics().mm(1);
                };
                for (const auto& target : frame.targets) {
                    EXPECT_LE(height(target.rect.y), 1221) << bottom << panel.name << name << target.id;
                }
                for (const auto& line : frame.lines)
                    EXPECT_TRUE(line.fits) << bottom << panel.name << name << line.text;
            }
        }
    }
}

TEST(Screens, DrawTheSameFollowUpForEveryScore) {
    test::CountingTextures textures;
    const auto stage = ui::Stage::open(test::stage_request(test::reference_panels()[0].panel), textures);
    ASSERT_TRUE(stage);
    const auto words = [](const ui::Frame& frame) {
        std::string all;
        for (const auto& line : frame.lines) all += line.text + "\n";
        return all;
    };
    std::vector<ui::Target> first;
    std::string first_words;
    for (int score = 1; score <= 5; ++score) {
        const auto frame = test::TapDriver(**stage).settle(test::followup_after(score));
        if (score == 1) {
            first = frame.targets;
            first_words = words(frame);
        }
        EXPECT_EQ(frame.targets, first) << score;
        EXPECT_EQ(words(frame), first_words) << score;
    }
}

}  // namespace hailong::screens_test
