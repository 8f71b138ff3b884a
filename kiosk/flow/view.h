// What the screens draw: everything a screen needs and nothing else, made fresh from the state for each frame. Texts
// are keys of the language files (assets/i18n) with arguments; {authority}, {url} and {other_way} are filled in from
// the configuration by whoever looks the keys up.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/flow/visit.h"

namespace hailong::flow {

struct Text {
    std::string key;
    std::vector<std::pair<std::string, std::string>> arguments;
    bool operator==(const Text&) const = default;
};

struct Face {
    domain::Score score;
    Text word;
    bool pressed = false;  // touched a moment ago: at most Rules::quiet_saving
    bool operator==(const Face&) const = default;
};

// The question with five faces, in the order in which they are drawn from the left. Also "choose again" within a visit:
// then `note` stands in place of the hint, and Back and NewVisit are offered.
struct FirstView {
    Text question;
    Text hint;
    Text privacy;
    std::vector<Face> faces;
    bool rechoosing = false;
    Text note;  // rechoosing only, like the two below
    Text back;
    Text new_visit;
    bool operator==(const FirstView&) const = default;
};

struct Chip {
    int number = 0;
    Text word;
    std::string icon;  // assets/icons/<icon>.svg
    bool chosen = false;
    bool operator==(const Chip&) const = default;
};

struct FollowUpView {
    Text title;
    Text hint;
    std::vector<Chip> chips;
    Text new_visit;
    Text rechoose;
    Text finish;          // "Skip", and "Done" once something is chosen: same place, same size
    bool chosen = false;  // finish says "Done"
    bool operator==(const FollowUpView&) const = default;
};

struct SavingView {
    Text title;
    bool operator==(const SavingView&) const = default;
};

struct WarningView {
    std::variant<FirstView, FollowUpView> below;  // dimmed, takes no touch
    Text title;
    Text hint;  // with {seconds}
    Text more;
    Text end;
    bool operator==(const WarningView&) const = default;
};

struct ThanksView {
    Text title;
    Text saved;
    Text code_label;
    Text code_use;
    std::string code;  // "XXXX-XXXX"
    Text hold;         // the button: "keep", and "close" once held
    bool held = false;
    MonoTime from;   // the bar runs from here
    MonoTime until;  //   to here
    bool operator==(const ThanksView&) const = default;
};

struct ApologyView {
    Text title;
    Text hint;
    Text retry;
    bool operator==(const ApologyView&) const = default;
};

struct NoticeView {  // paused, trouble, not enrolled
    Text title;
    Text hint;
    bool operator==(const NoticeView&) const = default;
};
struct PausedView : NoticeView {};
struct TroubleView : NoticeView {};
struct EnrolmentView : NoticeView {};

using ScreenView = std::variant<FirstView, FollowUpView, SavingView, WarningView, ThanksView, ApologyView, PausedView,
                                TroubleView, EnrolmentView>;

struct View {
    std::string language;                // the file to look the keys up in; its button is lit
    std::vector<std::string> languages;  // the buttons, in this order; empty: none are offered
    ScreenView screen;
    bool inert = false;  // a save is under way and this screen only lingers: draw it, send no touch
    MonoTime since;      // when this screen appeared: transitions run from here
    Millis settle{};     // for this long it hears no touch
    bool operator==(const View&) const = default;
};

[[nodiscard]] View view(const State& state, MonoTime now, const Rules& rules);

// "first", "rechoose", "followup", "saving", "warning", "thanks", "apology", "paused", "trouble", "enrolment".
[[nodiscard]] std::string_view screen_name(const View& view);

// Every key that some view can name under these rules: what a language file must hold for the flow.
[[nodiscard]] std::vector<std::string> text_keys(const Rules& rules);

}  // namespace hailong::flow
