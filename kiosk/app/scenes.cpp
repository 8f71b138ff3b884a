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

void more(Story& story) {
    chosen(story);
    story.touch(flow::MoreTouched{Story::kAt});
}
void open_part(Story& story, flow::Part part) {
    more(story);
    story.touch(flow::PartOpened{part, Story::kAt});
}
// The item that comes after so many answers.
void item(Story& story, int answered) {
    open_part(story, flow::Part::items);
    for (int i = 0; i < answered; ++i) story.touch(flow::OptionTouched{2, Story::kAt});
}
void write(Story& story, std::u32string_view keys) {
    for (const char32_t key : keys) story.touch(flow::Typed{key, Story::kAt});
}
void comment(Story& story) {
    open_part(story, flow::Part::comment);
    write(story, U"Cans booj huowngs daanx raats taanj tinhf, nhuwng chowf howi laau owr khaau chuwngs thuwcj");
}
void keypad(Story& story) {
    open_part(story, flow::Part::code);
    story.touch(flow::KeypadOpened{Story::kAt});
    write(story, U"H56.14-240823");
}
void scan(Story& story) { story.touch(flow::Scanned{base::PrivateText("H56.14-240823-0001")}); }
void help(Story& story) { story.touch(flow::HelpTouched{Story::kAt}); }

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
    Scene{"more", more},
    Scene{"more-saved",
          [](Story& story) {
              comment(story);
              story.touch(flow::SendTouched{Story::kAt}).saved();
          }},
    Scene{"item-level", [](Story& story) { item(story, 2); }},
    Scene{"item-apart", [](Story& story) { item(story, 3); }},
    Scene{"item-choice", [](Story& story) { item(story, 5); }},
    Scene{"item-hint", [](Story& story) { item(story, 6); }},
    Scene{"code", [](Story& story) { open_part(story, flow::Part::code); }},
    Scene{"code-accepted",
          [](Story& story) {
              open_part(story, flow::Part::code);
              scan(story);
          }},
    Scene{"code-keypad", keypad},
    Scene{"comment", [](Story& story) { open_part(story, flow::Part::comment); }},
    Scene{"comment-written", comment},
    Scene{"comment-digits",
          [](Story& story) {
              comment(story);
              story.touch(flow::Typed{flow::Command::digits, Story::kAt});
          }},
    Scene{"home", [](Story& story) { story.touch(flow::HomeTouched{Story::kAt}).ticketed(); }},
    Scene{"help", help},
    Scene{"privacy",
          [](Story& story) {
              help(story);
              story.touch(flow::PrivacyTouched{Story::kAt});
          }},
    Scene{"explanation", scan},
    Scene{"warning",
          [](Story& story) {
              chosen(story);
              story.rest_until("warning");
          }},
    Scene{"warning-comment",
          [](Story& story) {
              comment(story);
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
