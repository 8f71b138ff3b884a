#include "kiosk/app/scenes.h"

#include <array>

namespace hailong::app {
namespace {

using base::Millis;

void followup(Story& story) { story.face(4).saved(); }
void chosen(Story& story) {
    followup(story);
    story.touch(flow::ReasonToggled{3, Story::kAt}).touch(flow::ReasonToggled{5, Story::kAt});
}
void thanks(Story& story) {
    chosen(story);
    story.touch(flow::Finished{Story::kAt}).saved();
}
void service(Story& story, flow::Service service) {
    story.after(Millis(500), flow::ServiceChanged{service, service == flow::Service::trouble ? "E-DISK" : ""});
}

constexpr std::array kScenes{
    Scene{"first", [](Story&) {}},
    Scene{"first-pressed", [](Story& story) { story.face(4); }},
    Scene{"saving", [](Story& story) { story.face(2).rest(Millis(600)); }},
    Scene{"followup", followup},
    Scene{"followup-chosen", chosen},
    Scene{"rechoose",
          [](Story& story) {
              followup(story);
              story.touch(flow::Rechoose{Story::kAt});
          }},
    Scene{"warning",
          [](Story& story) {
              chosen(story);
              story.rest_until("warning");
          }},
    Scene{"thanks", thanks},
    Scene{"thanks-held",
          [](Story& story) {
              thanks(story);
              story.after(Millis(1000), flow::HoldCode{Story::kAt});
          }},
    Scene{"apology", [](Story& story) { story.face(1).failed(); }},
    Scene{"paused", [](Story& story) { service(story, flow::Service::paused); }},
    Scene{"trouble", [](Story& story) { service(story, flow::Service::trouble); }},
    Scene{"enrolment", [](Story& story) { service(story, flow::Service::not_enrolled); }},
};

void aid(Story& story, flow::Aid which) { story.touch(flow::AidTouched{which, Story::kAt}); }

constexpr std::array kModes{
    Mode{"plain", [](Story&) {}},
    Mode{"large", [](Story& story) { aid(story, flow::Aid::large); }},
    Mode{"contrast", [](Story& story) { aid(story, flow::Aid::contrast); }},
    Mode{"contrast-large",
         [](Story& story) {
             aid(story, flow::Aid::contrast);
             aid(story, flow::Aid::large);
         }},
    Mode{"reach", [](Story& story) { aid(story, flow::Aid::reach); }},
    Mode{"reach-large",
         [](Story& story) {
             aid(story, flow::Aid::reach);
             aid(story, flow::Aid::large);
         }},
};

// 21.5 inches lying and upright, 10.1 inches.
constexpr std::array kPanels{NamedPanel{"landscape", {1920, 1080, 476, 267.75}},
                             NamedPanel{"portrait", {1080, 1920, 267.75, 476}},
                             NamedPanel{"compact", {1280, 800, 217, 135.625}}};

}  // namespace

std::span<const Scene> scenes() { return kScenes; }
std::span<const Mode> modes() { return kModes; }
std::span<const NamedPanel> panels() { return kPanels; }

Shot play(const Scene& scene, const Mode& mode, const std::string& language, const flow::Rules& rules) {
    Story story(rules);
    story.touch(flow::LanguageChosen{language, Story::kAt});
    mode.choose(story);
    scene.play(story);
    return story.shot();
}

}  // namespace hailong::app
