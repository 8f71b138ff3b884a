// Every screen, in all languages, on the three reference panels, without a display.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/ui/panels.h"

namespace hailong::screens_test {
namespace {

struct Look {
    std::string name;  // "portrait thanks en"
    const ui::Metrics& metrics;
    const ui::Frame& frame;
    const flow::View& view;
};

void for_every_look(const std::function<void(const Look&)>& judge) {
    for (const auto& [panel_name, panel] : test::reference_panels()) {
        test::CountingTextures textures;
        const auto stage = ui::Stage::open(test::stage_request(panel), textures);
        ASSERT_TRUE(stage) << stage.error().what;
        for (const std::string language : {"vi", "en", "km"}) {
            for (const auto& [name, view] : test::all_views(language)) {
                const auto frame = test::TapDriver(**stage).settle(view);
                std::string full_name = panel_name;
                full_name.append(" ").append(name).append(" ").append(language);
                judge({full_name, (*stage)->metrics(), frame, view});
            }
        }
    }
}

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
            EXPECT_GE(target.rect.w / look.metrics.mm(1), 20) << look.name << " " << target.id;
            EXPECT_GE(target.rect.h / look.metrics.mm(1), 20) << look.name << " " << target.id;
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
        for (const auto& target : look.frame.targets) {
            if (target.id != "finish") continue;
            const auto key = look.name.substr(0, look.name.find(' ')) + look.view.language;
            const auto [slot, is_new] = slots.emplace(key, target.rect);
            EXPECT_EQ(slot->second, target.rect) << look.name;
        }
    });
    EXPECT_EQ(slots.size(), 9U);
}

TEST(Screens, OfferTheLanguagesAtTheSamePlaceOnEveryScreen) {
    std::map<std::string, float> places;
    for_every_look([&](const Look& look) {
        for (const auto& target : look.frame.targets) {
            if (target.id != "language.vi") continue;
            const auto key = look.name.substr(0, look.name.find(' ')) + look.view.language;
            EXPECT_EQ(places.emplace(key, target.rect.x).first->second, target.rect.x) << look.name;
        }
    });
    EXPECT_EQ(places.size(), 9U);
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
