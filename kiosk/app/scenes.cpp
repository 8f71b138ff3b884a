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

// Of a terminal that stands at a desk for a year; nobody measured it.
flow::StaffReport report() {
    flow::StaffReport out;
    out.device = "desk-1";
    out.written = 10'428;
    out.disk_free_mb = 11'500;
    out.version = HAILONG_VERSION;
    out.clock = "2026-11-23 09:15";
    out.has_agent = true;
    out.last_contact = "2026-11-23 09:14";
    out.next_try = base::MonoTime(Millis(1'050'000));
    out.clock_offset_s = 0;
    out.certificate_days = 512;
    // As long as a signed one is (domain/health.h): in the alphabet of a QR code, and nobody signed it.
    for (int letter = 0; letter < 320; ++letter)
        out.qr += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:"[letter * letter * 7 % 33];
    return out;
}
void menu(Story& story, const flow::StaffReport& found) { story.knock().enter_code().staff_hears(found); }
void wrong_code(Story& story, int times) {
    story.knock();
    for (int i = 0; i < times; ++i) story.type_code("12345678");
}
void trouble_menu(Story& story) {
    auto found = report();
    found.pending = 4'128;
    found.disk_free_mb = 310;
    found.last_contact.clear();
    found.problem = "tls_ca";
    found.clock_offset_s = -340;
    found.certificate_days = 12;
    found.fresh_chain = {domain::GenesisReason::quarantine, "2026-11-20"};
    menu(story, found);
}
void touch_test(Story& story) {
    menu(story, report());
    story.staff(flow::StaffButton::touch_test);
    for (int spot = 0; spot < 5; ++spot) {
        const double along = 20.0 + 30 * spot;
        story.staff(flow::StaffButton::spot, spot, {{along}, {40 + along / 3}});
    }
}
constexpr auto kStaff = Scene::Audience::staff;

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
    Scene{"staff_code", [](Story& story) { story.knock(); }, kStaff},
    Scene{"staff_code-wrong",
          [](Story& story) {
              wrong_code(story, 1);
              story.type_code("902");
          },
          kStaff},
    Scene{"staff_code-locked", [](Story& story) { wrong_code(story, domain::kStaffTries); }, kStaff},
    Scene{"staff_code-no-key", [](Story& story) { story.knock(Story::StaffKey::missing); }, kStaff},
    Scene{"staff_menu-opening", [](Story& story) { story.knock().enter_code(); }, kStaff},
    Scene{"staff_menu", [](Story& story) { menu(story, report()); }, kStaff},
    Scene{"staff_menu-trouble", trouble_menu, kStaff},
    Scene{"staff_menu-usb",
          [](Story& story) {
              menu(story, report());
              story.staff(flow::StaffButton::usb)
                  .staff_hears(flow::StickDone{flow::StickOutcome::copied, 3, 4'128})
                  .staff_hears(report());
          },
          kStaff},
    Scene{"staff_menu-no-usb",
          [](Story& story) {
              menu(story, report());
              story.staff(flow::StaffButton::usb).staff_hears(flow::StickDone{flow::StickOutcome::none});
          },
          kStaff},
    Scene{"staff_touch", touch_test, kStaff},
    Scene{"staff_clean",
          [](Story& story) {
              menu(story, report());
              story.staff(flow::StaffButton::clean);
          },
          kStaff},
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
bool is_drawn(const Scene& scene, const Mode& mode) {
    return scene.audience == Scene::Audience::citizens || mode.name == kModes.front().name;
}

Shot play(const Scene& scene, const Mode& mode, const std::string& language, const flow::Rules& rules) {
    Story story(rules);
    story.touch(flow::LanguageChosen{language, Story::kAt});
    mode.choose(story);
    scene.play(story);
    return story.shot();
}

}  // namespace hailong::app
