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

#include "kiosk/flow/staff_view.h"
#include "kiosk/flow/visit.h"

namespace hailong::flow {

struct Face {
    domain::Score score;
    Text word;
    bool pressed = false;  // touched a moment ago: at most Rules::quiet_saving
    bool operator==(const Face&) const = default;
};

// The question with five faces, in the order in which they are drawn from the left. Also "choose again" within a visit:
// then `note` stands in place of the hint, and Back and NewVisit are offered; Home is not.
struct FirstView {
    Text question;
    Text hint;
    Text privacy;
    std::vector<Face> faces;
    Text home;  // "rate at home"; empty key: not offered
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
    Text more;            // "say more"; empty key: there is nothing more
    Text finish;          // "Skip", and "Done" once something is chosen: same place, same size
    bool chosen = false;  // finish says "Done"
    bool operator==(const FollowUpView&) const = default;
};

// What else can be said: one large tile a part.
struct MoreView {
    struct Tile {
        Part part = Part::items;
        Text word;
        std::string icon;  // "items", "comment", "dossier"
        bool done = false;
        Text state;  // "saved"; empty key until done
        bool operator==(const Tile&) const = default;
    };
    Text title;
    Text hint;
    std::vector<Tile> tiles;
    Text back;
    Text new_visit;
    Text finish;
    bool operator==(const MoreView&) const = default;
};

// One item of the depth. A touch of an option answers it and leads on; nothing stays marked. `choices` are marked, and
// `finish` says "Done" then.
struct ItemView {
    struct Option {
        int number = 0;
        Text word;
        bool apart = false;  // beside the scale; as large as the others
        bool chosen = false;
        bool operator==(const Option&) const = default;
    };
    Text title;
    Text subject;  // what is judged; empty key: the title says it
    Text hint;     // empty key: none
    Text progress;
    domain::ItemKind kind = domain::ItemKind::level;
    std::vector<Option> options;  // as drawn from the left; of a level item the faces first, in the order of the visit
    Text back;
    Text finish;  // "Skip"
    bool chosen = false;
    bool operator==(const ItemView&) const = default;
};

// The dossier code: held before the reader, or typed on the keypad.
struct CodeView {
    Text title;
    Text purpose;
    Text scan;
    Text note;  // empty key: nothing to tell
    bool accepted = false;
    base::PrivateText shown;  // what was typed; of a scanned code the last group only
    bool keypad = false;
    Text type;   // opens the keypad
    Text clear;  // on the keypad
    Text back;
    Text finish;  // "Skip"
    Text send;
    bool can_send = false;
    bool operator==(const CodeView&) const = default;
};

struct CommentView {
    Text title;
    Text privacy;
    base::PrivateText draft;
    Text count;
    bool full = false;
    bool capitals = false;
    bool digits = false;
    text::Method method = text::Method::telex;
    Text back;
    Text finish;  // "Skip"
    Text send;
    bool can_send = false;
    bool operator==(const CommentView&) const = default;
};

struct HomeView {
    Text title;
    Text how;
    Text address;  // with {code}
    Text valid;    // with {date}
    std::string qr;
    std::string code;
    Text close;
    bool operator==(const HomeView&) const = default;
};

struct HelpView {
    HelpPage page = HelpPage::how;
    Text title;
    std::vector<Text> lines;
    Text privacy;  // leads from "how" to the other page; empty key there
    Text close;
    bool operator==(const HelpView&) const = default;
};

struct ExplanationView {
    Text title;
    Text hint;
    Text close;
    bool operator==(const ExplanationView&) const = default;
};

struct SavingView {
    Text title;
    bool operator==(const SavingView&) const = default;
};

using StopView = std::variant<FirstView, FollowUpView, MoreView, ItemView, CodeView, CommentView>;

struct WarningView {
    StopView below;  // dimmed, takes no touch
    Text title;
    Text hint;    // with {seconds}
    Text unsent;  // what would be erased; empty key: nothing
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

using ScreenView =
    std::variant<FirstView, FollowUpView, MoreView, ItemView, CodeView, CommentView, HomeView, HelpView,
                 ExplanationView, SavingView, WarningView, ThanksView, ApologyView, PausedView, TroubleView,
                 EnrolmentView, StaffCodeView, StaffMenuView, StaffTouchView, StaffCleanView>;

struct View {
    std::string language;                // the file to look the keys up in; its button is lit
    std::vector<std::string> languages;  // the buttons, in this order; empty: none are offered
    Aids aids;                           // the buttons of the modes show these
    bool headphones = false;             // face names may be spoken
    bool is_helping = false;             // help is open: its button is lit and closes it
    ScreenView screen;
    std::vector<Text> spoken;  // said when this screen appears; empty: silence
    bool inert = false;        // a save is under way and this screen only lingers: draw it, send no touch
    MonoTime since;            // when this screen appeared: transitions run from here
    Millis settle{};           // for this long it hears no touch
    bool operator==(const View&) const = default;
};

[[nodiscard]] View view(const State& state, MonoTime now, const Rules& rules);

// "first", "rechoose", "followup", "more", "item", "code", "comment", "home", "help", "privacy", "explanation",
// "saving", "warning", "thanks", "apology", "paused", "trouble", "enrolment", "staff_code", "staff_menu",
// "staff_touch", "staff_clean".
[[nodiscard]] std::string_view screen_name(const View& view);

// Every key that some view can name under these rules: what a language file must hold for the flow.
[[nodiscard]] std::vector<std::string> text_keys(const Rules& rules);

}  // namespace hailong::flow
