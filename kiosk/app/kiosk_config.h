// /etc/hailong/kiosk.toml, typed. Every key has a default, so a terminal runs without a file.
//   [office]  name = "Phường …"  authority = "Ủy ban nhân dân …"  url = "https://…"  other_way = "…"
//   [panel]   width_mm = 344  height_mm = 194  bottom_mm = 950
//   [screen]  language = "vi"  languages = ["vi", "en"]  questionnaire = "quick"  font = "…"
//             packs = "/etc/hailong/packs"  allow_drafts = false
//   [sound]   (voice.h)
//   [usb]     folder = "/media/hailong"              where a stick for the hand-over is mounted
//   [home]    host = "danhgia.example.vn"            where citizens' phones reach the province; empty: no home tickets
//   [hours]   days = ["mon", …]  open = ["07:30-11:30", "13:30-17:00"]   ratings outside are flagged; empty: none are
//   [typing]  method = "telex"|"vni"  tones = "traditional"|"modern"     hòa | hoà
//   [timing]  save_deadline_s = 3
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "kiosk/app/request.h"
#include "kiosk/app/voice.h"
#include "kiosk/base/millimetres.h"
#include "kiosk/flow/visit.h"

namespace hailong::app {

inline constexpr const char* kDefaultPacks = "/etc/hailong/packs";

struct KioskConfig {
    std::string office;                  // name of the ward, shown on top of every screen; empty: nothing is shown
    std::string office_line;             // the line under it, e.g. "Trung tâm Phục vụ hành chính công"; key office.line
    std::string authority;               // {authority} of the texts: who reads the answers
    std::string url;                     // {url}: where results are published
    std::string other_way;               // {other_way}: what a citizen can do while the terminal is out of service
    base::Millimetres panel_width{344};  // a 15.6" panel, 16:9, the usual size of desk kiosks
    base::Millimetres panel_height{194};
    base::Millimetres panel_bottom{0};  // of its lower edge above the floor, for the reach mode; 0: not known
    std::string language = "vi";
    std::vector<std::string> languages{"vi", "en"};
    std::string questionnaire = "quick";  // assets/questionnaires/<name>.json
    std::string font;                     // folder of the Inter files; empty: where fonts-inter puts them
    std::string packs = kDefaultPacks;    // folder of added language packs; the default one need not exist
    bool allows_drafts = false;           // offer packs whose status is "draft"
    SoundSettings sound;
    std::string usb_folder = "/media/hailong";
    std::string home_host;
    flow::OfficeHours hours;
    text::TypingRules typing;
    std::chrono::seconds save_deadline{3};
};

// An absent default file gives the defaults; an absent file that was named is an error (bad_input, exit code 2).
// --packs stands before the file's.
[[nodiscard]] Result<KioskConfig> load_config(const KioskRequest& request);
[[nodiscard]] Result<KioskConfig> parse_config(std::string_view text, std::string_view name);
// The rules of the visit under this configuration, with its questionnaire read from the assets.
[[nodiscard]] Result<flow::Rules> load_rules(const KioskConfig& config, const KioskRequest& request);
// Lets the rules offer all that a questionnaire may: where the configured one has no items, it becomes the one of this
// repository that has. For the gallery and rehearsals.
[[nodiscard]] Status offer_everything(const KioskRequest& request, flow::Rules& rules);

}  // namespace hailong::app
