#include "tests/ui/panels.h"

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "kiosk/base/files.h"

namespace hailong::test {
namespace {

using base::Millis;
using flow::Event;
using flow::State;

constexpr base::MonoTime kStart{Millis(1'000'000)};
constexpr base::PanelPoint kFar{{1}, {1}};

base::Path assets() { return base::Path(HAILONG_SOURCE_DIR) / "assets"; }

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

// Plays events ten seconds apart, which is past every settle time and before every idle limit of the follow-up.
class Story {
public:
    explicit Story(std::string language, flow::Service service = flow::Service::open)
        : rules_(test_rules()), state_(flow::begin(service, kStart, rules_)), now_(kStart) {
        if (service == flow::Service::trouble) {
            after(Millis(500), flow::ServiceChanged{flow::Service::trouble, "E-DISK"});
        }
        after(Millis(1000), flow::LanguageChosen{std::move(language), kFar});
    }
    Story& after(Millis pause, const Event& event) {
        now_ += pause;
        auto step = flow::advance(state_, event, {now_, domain::VisitId{}}, rules_);
        state_ = std::move(step.state);
        if (step.save) ticket_ = step.save->ticket;
        return *this;
    }
    Story& face(int value) { return after(Millis(1500), flow::FaceTouched{*domain::Score::from(value), kFar}); }
    Story& saved() {
        base::Digest hash;
        hash.bytes.fill(0x5A);
        return after(Millis(5), flow::Saved{ticket_, 1, hash});
    }
    Story& pick(int number) { return after(Millis(1500), flow::ReasonToggled{number, kFar}); }
    Story& rest(Millis pause) { return after(pause, flow::TimePassed{}); }
    [[nodiscard]] flow::View view() const { return flow::view(state_, now_, rules_); }

private:
    flow::Rules rules_;
    State state_;
    base::MonoTime now_;
    flow::Ticket ticket_ = 0;
};

}  // namespace

flow::View followup_after(int score) { return Story("vi").face(score).saved().view(); }
base::MonoTime test_moment(const flow::View& view) { return view.since + Millis(1000); }

std::vector<NamedPanel> reference_panels() {
    return {{"landscape", ui::panel_of(1920, 1080, 0, 0)},
            {"portrait", ui::panel_of(1080, 1920, 0, 0)},
            {"compact", ui::panel_of(1280, 800, 0, 0)}};
}

flow::Rules test_rules() {
    flow::Rules rules;
    const auto text = must(base::read_file(assets() / "questionnaires" / "quick.json"));
    rules.questionnaire = must(domain::parse_questionnaire(text, "quick.json"));
    return rules;
}

std::vector<text::Catalog> test_catalogs() {
    auto catalogs = must(text::load_catalogs(assets() / "i18n", {"vi", "en"}));
    for (auto& catalog : catalogs) {
        catalog.set_common({{"authority", catalog.join_words("Ủy ban nhân dân thành phố")},
                            {"url", "danhgia.example.vn"},
                            {"other_way", catalog.say("default.other_way")}});
    }
    return catalogs;
}

ui::StageRequest stage_request(const ui::Panel& panel) {
    return {panel,
            assets(),
            ui::default_font_folder(),
            test_catalogs(),
            {"Phường Đồng Xoài", "Trung tâm Phục vụ hành chính công"}};
}

std::vector<NamedView> all_views(const std::string& language) {
    const auto story = [&] { return Story(language); };
    const auto rated = [&] { return story().face(4).saved(); };
    return {
        {"first", story().view()},
        {"first-pressed", story().face(4).view()},
        {"saving", story().face(2).rest(Millis(600)).view()},
        {"followup", rated().view()},
        {"followup-chosen", rated().pick(3).pick(5).view()},
        {"rechoose", rated().after(Millis(1500), flow::Rechoose{kFar}).view()},
        {"warning", rated().pick(3).rest(Millis(20'500)).view()},
        {"thanks", rated().pick(3).after(Millis(1500), flow::Finished{kFar}).saved().view()},
        {"thanks-held", rated()
                            .pick(3)
                            .after(Millis(1500), flow::Finished{kFar})
                            .saved()
                            .after(Millis(1000), flow::HoldCode{kFar})
                            .view()},
        {"apology", story().face(1).rest(Millis(4000)).view()},
        {"paused", Story(language, flow::Service::paused).view()},
        {"trouble", Story(language, flow::Service::trouble).view()},
        {"enrolment", Story(language, flow::Service::not_enrolled).view()},
    };
}

ui::TextureId CountingTextures::upload(int, int, const std::uint8_t*) {
    ++held_;
    return next_++;
}

ui::Frame TapDriver::settle(const flow::View& view) {
    static_cast<void>(stage_.frame(view, view.since, {}));
    return stage_.frame(view, test_moment(view), {});
}

std::optional<flow::Event> TapDriver::tap_at(const flow::View& view, float x, float y) {
    const auto now = test_moment(view);
    static_cast<void>(stage_.frame(view, now, {true, x, y}));
    return stage_.frame(view, now + Millis(16), {false, x, y}).event;
}

std::optional<flow::Event> TapDriver::tap(const flow::View& view, const std::string& id) {
    const auto frame = settle(view);
    for (const auto& target : frame.targets) {
        if (target.id == id) return tap_at(view, target.rect.middle_x(), target.rect.middle_y());
    }
    throw std::runtime_error("no target " + id);
}

}  // namespace hailong::test
