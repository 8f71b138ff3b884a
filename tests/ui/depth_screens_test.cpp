// What can be said beyond the rating: what a finger does there, and what no record may hold.
#include <gtest/gtest.h>
#include <zbar.h>

#include <algorithm>
#include <functional>

#include "kiosk/app/scenes.h"
#include "kiosk/app/stage_setup.h"
#include "kiosk/ui/field.h"
#include "kiosk/window/offscreen.h"
#include "tests/ui/bare_canvas.h"
#include "tests/ui/panels.h"
#include "tests/ui/picture.h"

namespace hailong::depth_screens_test {
namespace {

struct Desk {
    test::CountingTextures textures;
    std::unique_ptr<ui::Stage> stage =
        ui::Stage::open(test::stage_request(test::reference_panels().front().panel), textures).value();

    // What a tap on this target of this screen of all_views() says.
    template <class E>
    E tap(const std::string& view, const std::string& id) {
        const auto event = test::TapDriver(*stage).tap(test::view_named(view), id);
        if (!event || !std::holds_alternative<E>(*event)) throw std::runtime_error(view + ": " + id + " says no such");
        return std::get<E>(*event);
    }
};

const ui::Target* find(const ui::Frame& frame, const std::string& id) {
    const auto found =
        std::find_if(frame.targets.begin(), frame.targets.end(), [&](const auto& t) { return t.id == id; });
    return found == frame.targets.end() ? nullptr : &*found;
}

struct Look {
    std::string screen;  // "comment-written"
    std::string where;   // "portrait en large comment-written"
    ui::Frame frame;     // without its picture
    ui::Metrics metrics;
};

bool lies_beyond_the_rating(const std::string& screen) {
    const auto begins = [&](const char* prefix) { return screen.starts_with(prefix); };
    return begins("item") || begins("code") || begins("comment") || begins("warning-comment");
}

std::vector<Look> draw_panel(const test::NamedPanel& panel) {
    std::vector<Look> looks;
    test::CountingTextures textures;
    const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
    for (const auto& mode : app::modes()) {
        for (const std::string language : {"vi", "en"}) {
            for (const auto& [name, view] : test::all_views(language, std::string(mode.name))) {
                if (!lies_beyond_the_rating(name)) continue;
                std::string where = panel.name;
                where.append(" ").append(language).append(" ").append(mode.name).append(" ").append(name);
                auto frame = test::TapDriver(*stage).settle(view);
                frame.data = nullptr;
                looks.push_back({name, std::move(where), std::move(frame), stage->metrics()});
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

// Every screen whose name begins so, on every panel, in every language and mode.
void for_every(const std::string& prefix, const std::function<void(const Look&)>& judge) {
    std::size_t judged = 0;
    for (const auto& look : all_looks()) {
        if (!look.screen.starts_with(prefix)) continue;
        judge(look);
        ++judged;
    }
    EXPECT_GE(judged, 36U) << prefix;
}

std::string read_by_a_phone(const test::Picture& picture, int* width) {
    const auto pixels = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    std::vector<unsigned char> grey(pixels);
    for (std::size_t i = 0; i < pixels; ++i) grey[i] = static_cast<unsigned char>(picture.pixels[i] >> 8U & 0xFFU);
    zbar::ImageScanner scanner;
    zbar::Image image(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height), "Y800", grey.data(),
                      grey.size());
    if (scanner.scan(image) != 1) return "";
    const auto symbol = *image.symbol_begin();
    int left = picture.width, right = 0;
    for (int i = 0; i < symbol.get_location_size(); ++i) {
        left = std::min(left, symbol.get_location_x(static_cast<unsigned>(i)));
        right = std::max(right, symbol.get_location_x(static_cast<unsigned>(i)));
    }
    *width = right - left;
    return symbol.get_data();
}

}  // namespace

TEST(DepthScreens, SayWhatAFingerChose) {
    Desk desk;
    EXPECT_EQ(desk.tap<flow::PartOpened>("more", "part.items").part, flow::Part::items);
    EXPECT_EQ(desk.tap<flow::PartOpened>("more", "part.comment").part, flow::Part::comment);
    EXPECT_EQ(desk.tap<flow::PartOpened>("more", "part.code").part, flow::Part::code);
    EXPECT_EQ(desk.tap<flow::OptionTouched>("item-level", "option.4").number, 4);
    EXPECT_EQ(desk.tap<flow::OptionTouched>("item-apart", "option.6").number, 6);
    EXPECT_EQ(desk.tap<flow::OptionTouched>("item-hint", "option.1").number, 1);
    EXPECT_EQ(std::get<char32_t>(desk.tap<flow::Typed>("comment-written", "key.a").key), U'a');
    EXPECT_EQ(std::get<flow::Command>(desk.tap<flow::Typed>("code-keypad", "key.clear").key), flow::Command::clear);
}

TEST(DepthScreens, LeadOnAndBack) {
    Desk desk;
    static_cast<void>(desk.tap<flow::KeypadOpened>("code", "type"));
    static_cast<void>(desk.tap<flow::SendTouched>("code-accepted", "send"));
    static_cast<void>(desk.tap<flow::SendTouched>("comment-written", "send"));
    static_cast<void>(desk.tap<flow::NewVisit>("more", "new_visit"));
    static_cast<void>(desk.tap<flow::PrivacyTouched>("help", "privacy"));
    for (const std::string view : {"more", "item-level", "code", "code-keypad", "comment"}) {
        static_cast<void>(desk.tap<flow::Back>(view, "back"));
        static_cast<void>(desk.tap<flow::Finished>(view, "finish"));
    }
    for (const std::string view : {"home", "help", "privacy", "explanation"}) {
        static_cast<void>(desk.tap<flow::Closed>(view, "close"));
    }
}

TEST(DepthScreens, OfferNothingToSendBeforeSomethingIsEntered) {
    for_every("comment", [](const Look& look) {
        const auto& [screen, where, frame, metrics] = look;
        const bool is_empty = screen == "comment";
        EXPECT_EQ(find(frame, "send") == nullptr, is_empty) << where;
    });
}

TEST(DepthScreens, LetPeopleSkipOnATargetAsLargeAsSend) {
    for (const std::string some : {"code", "comment"}) {
        for_every(some, [](const Look& look) {
            const auto& [screen, where, frame, metrics] = look;
            const auto* skip = find(frame, "finish");
            ASSERT_NE(skip, nullptr) << where;
            const auto* send = find(frame, "send");
            if (send == nullptr) return;
            EXPECT_EQ(skip->rect.w, send->rect.w) << where;
            EXPECT_EQ(skip->rect.h, send->rect.h) << where;
        });
    }
}

TEST(DepthScreens, ShowEveryOptionEquallyLarge) {
    for_every("item", [](const Look& look) {
        const auto& [screen, where, frame, metrics] = look;
        const auto* first = find(frame, "option.1");
        ASSERT_NE(first, nullptr) << where;
        for (const auto& target : frame.targets) {
            if (!target.id.starts_with("option.")) continue;
            EXPECT_EQ(target.rect.w, first->rect.w) << where << " " << target.id;
            EXPECT_EQ(target.rect.h, first->rect.h) << where << " " << target.id;
        }
    });
}

TEST(DepthScreens, KeepTheFacesOfAnItemWithin240Millimetres) {
    for (const std::string some : {"item-level", "item-apart"}) {
        for_every(some, [](const Look& look) {
            const auto& [screen, where, frame, metrics] = look;
            float left = metrics.screen().w, right = 0;
            for (const auto& target : frame.targets) {
                if (!target.id.starts_with("option.")) continue;
                left = std::min(left, target.rect.x);
                right = std::max(right, target.rect.right());
                EXPECT_GE(target.rect.w / metrics.mm(1), 30) << where;
            }
            EXPECT_LE((right - left) / metrics.mm(1), 240) << where;
        });
    }
}

TEST(DepthScreens, HoldNoWordOfACitizenInARecord) {
    for (const std::string some : {"comment-written", "code-keypad", "warning-comment"}) {
        for_every(some, [](const Look& look) {
            const auto& [screen, where, frame, metrics] = look;
            for (const auto& line : frame.lines) {
                EXPECT_EQ(line.text.find("tận tình"), std::string::npos) << where;
                EXPECT_EQ(line.text.find("240823"), std::string::npos) << where;
            }
            for (const auto& target : frame.targets) {
                EXPECT_EQ(target.label.find("tận tình"), std::string::npos) << where;
            }
        });
    }
}

TEST(Field, BreaksBehindSpacesAndCopiesNothing) {
    test::CountingTextures textures;
    test::BareCanvas bare(test::reference_panels().front().panel, textures);
    const std::string text = "Cán bộ hướng dẫn rất tận tình, nhưng chờ hơi lâu. " + std::string(80, 'm');
    static_cast<void>(bare.frame({}, [&](ui::Canvas& canvas) {
        std::string joined;
        for (const auto line : ui::field_lines(canvas, text, ui::Style::body, 400)) {
            EXPECT_GE(line.data(), text.data());
            EXPECT_LE(line.data() + line.size(), text.data() + text.size());
            const auto seen = line.ends_with(' ') ? line.substr(0, line.size() - 1) : line;
            EXPECT_LE(canvas.lettering().width(ui::Style::body, seen), 400);
            joined += line;
        }
        EXPECT_EQ(joined, text);
        EXPECT_TRUE(ui::field_lines(canvas, text, ui::Style::body, 400).front().ends_with(' '));
    }));
}

TEST(Field, HasOneEmptyLineForNothing) {
    test::CountingTextures textures;
    test::BareCanvas bare(test::reference_panels().front().panel, textures);
    static_cast<void>(bare.frame(
        {}, [&](ui::Canvas& canvas) { EXPECT_EQ(ui::field_lines(canvas, {}, ui::Style::body, 400).size(), 1U); }));
}

// As drawn on the glass, also in high contrast: libzbar reads it, and the symbol has its 45 mm.
TEST(HomeScreen, ShowsACodeThatAPhoneReads) {
    for (const auto& panel : test::reference_panels()) {
        auto surface = window::Offscreen::open({panel.panel.width, panel.panel.height}, app::kGround).value();
        app::PainterTextures textures(surface->painter());
        const auto stage = ui::Stage::open(test::stage_request(panel.panel), textures).value();
        for (const std::string mode : {"plain", "contrast-large"}) {
            for (const auto& [name, view] : test::all_views("vi", mode)) {
                if (name != "home") continue;
                static_cast<void>(test::TapDriver(*stage).settle(view));
                const auto frame = stage->frame(view, test::test_moment(view), {});
                int width = 0;
                const auto read = read_by_a_phone(test::picture_of(surface->take(frame.data)), &width);
                EXPECT_EQ(read, std::get<flow::HomeView>(view.screen).qr) << panel.name << " " << mode;
                EXPECT_GE(static_cast<float>(width) / stage->metrics().mm(1), 45) << panel.name << " " << mode;
            }
        }
    }
}

}  // namespace hailong::depth_screens_test
