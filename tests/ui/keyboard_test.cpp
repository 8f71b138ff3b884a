#include "kiosk/ui/keyboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "kiosk/text/unicode.h"
#include "kiosk/ui/fonts.h"
#include "tests/ui/bare_canvas.h"
#include "tests/ui/keyboard_boards.h"

namespace hailong::keyboard_test {
namespace {

constexpr float kRounding = 0.01F;  // millimetres

struct Placed {
    std::string name;  // "compact keyboard-vni-en key.5"
    const ui::Metrics& metrics;
    const ui::Key& key;
    ui::KeyPlace place;
    ui::Rect area;
};

// Every key of every board on every panel, in the height it wants and in the least.
void for_every_key(const std::function<void(const Placed&)>& judge) {
    for (const auto& [panel_name, panel] : test::reference_panels()) {
        const auto metrics = ui::metrics_for(panel);
        for (const auto& [name, rows] : test::all_boards(metrics.layout)) {
            for (const auto& area : {test::board_area(metrics, rows), test::least_area(metrics, rows)}) {
                const auto places = ui::place_keys(metrics, rows, area);
                for (std::size_t row = 0; row < rows.size(); ++row) {
                    for (std::size_t i = 0; i < rows[row].size(); ++i) {
                        const auto& key = rows[row][i];
                        judge({panel_name + " " + name + " " + key.id, metrics, key, places[row][i], area});
                    }
                }
            }
        }
    }
}

bool overlap(const ui::Rect& a, const ui::Rect& b) {
    constexpr float kTouching = 0.01F;
    return a.x + kTouching < b.right() && b.x + kTouching < a.right() && a.y + kTouching < b.bottom() &&
           b.y + kTouching < a.bottom();
}

std::vector<ui::KeyMeaning> meanings_of(const ui::KeyRows& rows) {
    std::vector<ui::KeyMeaning> all;
    for (const auto& row : rows) {
        for (const auto& key : row) all.push_back(key.meaning);
    }
    return all;
}

bool has(const ui::KeyRows& rows, const ui::KeyMeaning& meaning) {
    const auto all = meanings_of(rows);
    return std::find(all.begin(), all.end(), meaning) != all.end();
}

}  // namespace

TEST(Keyboard, HasKeysOfFifteenMillimetres) {
    for_every_key([](const Placed& one) {
        EXPECT_GE(one.place.cap.w / one.metrics.mm(1), 15 - kRounding) << one.name;
        EXPECT_GE(one.place.cap.h / one.metrics.mm(1), 15 - kRounding) << one.name;
    });
}

TEST(Keyboard, HasTwentyMillimetresFromKeyToKeyWhereThePanelAllows) {
    for_every_key([](const Placed& one) {
        // Seven letters and five words do not fit on a 10.1-inch panel at 20 mm each.
        const bool is_crowded = one.metrics.layout == ui::Layout::compact && one.place.target.y == one.area.y;
        EXPECT_GE(one.place.target.w / one.metrics.mm(1), is_crowded ? 17 : 20 - kRounding) << one.name;
    });
}

TEST(Keyboard, LetsNoTouchFallBetweenTwoKeys) {
    const auto metrics = ui::metrics_for(test::reference_panels()[0].panel);
    for (const auto& [name, rows] : test::all_boards(metrics.layout)) {
        for (const auto& row : ui::place_keys(metrics, rows, test::board_area(metrics, rows))) {
            for (std::size_t i = 1; i < row.size(); ++i) {
                EXPECT_NEAR(row[i - 1].target.right(), row[i].target.x, 0.01) << name;
                EXPECT_LT(row[i - 1].cap.right() + 1, row[i].cap.x) << name;
            }
        }
    }
}

TEST(Keyboard, StaysInItsArea) {
    for_every_key([](const Placed& one) {
        const auto& target = one.place.target;
        EXPECT_GE(target.x, one.area.x - kRounding) << one.name;
        EXPECT_LE(target.right(), one.area.right() + kRounding) << one.name;
        EXPECT_GE(target.y, one.area.y - kRounding) << one.name;
        EXPECT_LE(target.bottom(), one.area.bottom() + kRounding) << one.name;
    });
}

TEST(Keyboard, HasNoKeysThatOverlap) {
    for (const auto& [panel_name, panel] : test::reference_panels()) {
        const auto metrics = ui::metrics_for(panel);
        for (const auto& [name, rows] : test::all_boards(metrics.layout)) {
            std::vector<ui::Rect> all;
            for (const auto& row : ui::place_keys(metrics, rows, test::board_area(metrics, rows))) {
                for (const auto& place : row) all.push_back(place.target);
            }
            for (std::size_t a = 0; a < all.size(); ++a) {
                for (std::size_t b = a + 1; b < all.size(); ++b) {
                    EXPECT_FALSE(overlap(all[a], all[b])) << panel_name << " " << name << " " << a << " " << b;
                }
            }
        }
    }
}

TEST(Keyboard, NamesEveryKeyOnce) {
    for (const auto layout : {ui::Layout::landscape, ui::Layout::portrait, ui::Layout::compact}) {
        for (const auto& [name, rows] : test::all_boards(layout)) {
            std::set<std::string> ids;
            for (const auto& row : rows) {
                for (const auto& key : row) {
                    EXPECT_TRUE(ids.insert(key.id).second) << name << " " << key.id;
                    EXPECT_FALSE(key.label.empty()) << name << " " << key.id;
                }
            }
        }
    }
}

TEST(Keyboard, OffersAllLettersAndTonesToWhoKnowsNoMethod) {
    const auto rows = test::all_boards(ui::Layout::compact).front().rows;
    for (const char32_t letter : std::u32string_view(U"aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz ,.")) {
        EXPECT_TRUE(has(rows, letter)) << text::encode({&letter, 1});
    }
    using text::Tone;
    for (const auto tone : {Tone::sac, Tone::huyen, Tone::hoi, Tone::nga, Tone::nang}) EXPECT_TRUE(has(rows, tone));
    using ui::KeyCommand;
    for (const auto command : {KeyCommand::erase, KeyCommand::capitals, KeyCommand::digits, KeyCommand::method}) {
        EXPECT_TRUE(has(rows, command));
    }
}

TEST(Keyboard, KeepsTheDigitsInSightForVni) {
    const auto rows = ui::keyboard_rows({false, false, text::Method::vni}, {}, ui::Layout::portrait);
    for (const char32_t digit : std::u32string_view(U"0123456789")) EXPECT_TRUE(has(rows, digit));
    EXPECT_TRUE(has(rows, U'q'));
}

TEST(Keyboard, TypesCapitalsUnderTheSameNames) {
    const auto rows = ui::keyboard_rows({true, false, text::Method::telex}, {}, ui::Layout::landscape);
    EXPECT_TRUE(has(rows, U'Đ'));
    EXPECT_TRUE(has(rows, U'Q'));
    EXPECT_FALSE(has(rows, U'q'));
    EXPECT_EQ(rows[1][0].id, "key.q");
    EXPECT_TRUE(rows[3][0].is_lit);
}

TEST(Keyboard, KeepsDeleteWhereItIsOnBothPages) {
    const auto metrics = ui::metrics_for(test::reference_panels()[0].panel);
    const auto boards = test::all_boards(metrics.layout);
    const auto area = test::board_area(metrics, boards[0].rows);
    const auto delete_on = [&](const ui::KeyRows& rows) {
        return ui::place_keys(metrics, rows, area)[3].back().target;
    };
    EXPECT_EQ(boards[2].rows[3].back().id, "key.erase");
    EXPECT_EQ(delete_on(boards[0].rows), delete_on(boards[2].rows));
}

TEST(Keypad, HoldsWhatDossierCodesAreMadeOf) {
    const auto rows = ui::keypad_rows({});
    for (const char32_t sign : std::u32string_view(U"0123456789HG.-")) EXPECT_TRUE(has(rows, sign));
    EXPECT_TRUE(has(rows, ui::KeyCommand::erase));
    EXPECT_TRUE(has(rows, ui::KeyCommand::clear));
}

TEST(Keyboard, FitsItsWordsOnItsKeys) {
    for (const auto& [panel_name, panel] : test::reference_panels()) {
        test::CountingTextures textures;
        test::BareCanvas bare(panel, textures);
        for (const auto& [name, rows] : test::all_boards(bare.metrics().layout)) {
            for (const auto& area : {test::board_area(bare.metrics(), rows), test::least_area(bare.metrics(), rows)}) {
                const auto draw = [&keys = rows, &area](ui::Canvas& canvas) {
                    static_cast<void>(ui::draw_keys(canvas, keys, area));
                };
                for (const auto& target : bare.frame({}, draw).targets) {
                    EXPECT_TRUE(target.fits) << panel_name << " " << name << " " << target.id;
                }
            }
        }
    }
}

TEST(Keyboard, SaysWhichKeyWasTapped) {
    const auto panel = test::reference_panels()[2].panel;
    test::CountingTextures textures;
    test::BareCanvas bare(panel, textures);
    for (const auto& [name, rows] : test::all_boards(bare.metrics().layout)) {
        const auto area = test::board_area(bare.metrics(), rows);
        const auto places = ui::place_keys(bare.metrics(), rows, area);
        std::optional<ui::KeyPress> press;
        const auto draw = [&keys = rows, &area, &press](ui::Canvas& canvas) {
            press = ui::draw_keys(canvas, keys, area);
        };
        for (std::size_t row = 0; row < rows.size(); ++row) {
            for (std::size_t i = 0; i < rows[row].size(); ++i) {
                const auto& target = places[row][i].target;
                const float x = target.middle_x();
                const float y = target.middle_y();
                bare.frame({false, x, y}, draw);
                bare.frame({true, x, y}, draw);
                EXPECT_FALSE(press) << name;
                bare.frame({false, x, y}, draw);
                ASSERT_TRUE(press) << name << " " << rows[row][i].id;
                EXPECT_EQ(press->meaning, rows[row][i].meaning) << name << " " << rows[row][i].id;
                EXPECT_LT(base::distance(press->at, bare.metrics().point(x, y)).value, 0.5);
            }
        }
    }
}

TEST(Keyboard, WritesOnlyWhatTheTypefacesHave) {
    std::set<char32_t> points;
    text::collect_code_points(ui::keyboard_characters(), points);
    EXPECT_TRUE(points.count(U'ặ') && points.count(U'Ữ') && points.count(U'₫') && points.count(U'w'));
    for (const auto face : ui::kTypefaces) {
        const auto missing = ui::missing_glyphs(ui::font_file(ui::default_font_folder(), face), points);
        ASSERT_TRUE(missing) << missing.error().what;
        EXPECT_TRUE(missing->empty()) << static_cast<std::uint32_t>(missing->front());
    }
}

}  // namespace hailong::keyboard_test
