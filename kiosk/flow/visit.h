// The visit: what a citizen's touches, the store's answers and passing time do to the terminal. A pure machine,
//   advance(state, event, turn, rules) → {state, what to save},
// that touches nothing: no clock, no disk, no random source. Everything of one citizen lives inside State::screen, in
// the alternatives other than First, so that returning to First forgets it by construction.
//
//   First ──face──► Saving ──saved──► FollowUp ──done/skip──► (Saving reasons) ──saved──► Thanks ──3 s──► First
//                     │ failed, 3 s       │ choose again ──► Rechoose ──face──► Saving
//                     ▼                   │ 12 s untouched, nothing chosen ──► First
//                   Apology               │ 20 s, something chosen ──► Warning ──10 s──► First
//
// Promises, each checked by a random walk (tests/unit/flow):
//   - one touch on a face saves a rating at once; Thanks is reached only through Saved;
//   - within a visit every rating has the visit's id, so the last one counts and at most one is final;
//   - reasons that stand chosen when a visit ends are saved, however it ends: walking away loses nothing;
//   - no answer changes what is timed or shown: a score is never looked at, only carried;
//   - time alone brings every screen back to First. Paused, trouble and enrolment are no screens of a visit: they cover
//     First while the service is not open and go when it opens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/millimetres.h"
#include "kiosk/domain/answer.h"
#include "kiosk/domain/entry.h"
#include "kiosk/domain/questionnaire.h"

namespace hailong::flow {

using base::Millis;
using base::MonoTime;
using Ticket = std::uint64_t;  // names one save; never 0, never used twice by one State

// The numbers of the visit. Sources: citizen.md "The visit" unless another is named.
struct Rules {
    Millis settle{300};          // a touch this soon after a new screen is ignored: a double tap must never vote
    Millis near_for{900};        // … and for this long also when it is
    base::Millimetres near{60};  //   this close to the touch that brought the screen
    Millis untouched{12'000};    // a follow-up in which nothing is chosen closes silently
    Millis idle{20'000};         // no touch for this long once something was chosen: ask
    Millis warning{10'000};      // the question stands this long
    Millis thanks{3'000};
    Millis hold{30'000};              // "keep this on screen", to copy the code
    Millis save_deadline{3'000};      // architecture.md save_deadline_s; a commit after it still counts
    Millis quiet_saving{400};         // the touched face shows at most this long; only then is the saving screen drawn
    Millis apology{10'000};           // two lines to read: as long as the warning
    Millis first_touch_cap{600'000};  // domain/answer.h
    domain::FaceOrder order = domain::FaceOrder::worst_first;
    std::string default_language = "vi";
    std::vector<std::string> languages{"vi", "en"};
    domain::Questionnaire questionnaire;
};

// What one turn of the loop brings from outside: the time, and a visit id nobody has used (16 random bytes), taken by
// the touch that begins a visit and otherwise dropped.
struct Turn {
    MonoTime now;
    domain::VisitId fresh;
};

// ---- events ------------------------------------------------------------------------------------------------------
// Touches carry where the finger was. A touch that the screen shown at that moment does not offer is ignored.

struct FaceTouched {
    domain::Score score;
    base::PanelPoint at;
};
struct ReasonToggled {
    int number = 0;  // of the questionnaire
    base::PanelPoint at;
};
struct Finished {  // "Done" and "Skip": one slot
    base::PanelPoint at;
};
struct Rechoose {
    base::PanelPoint at;
};
struct Back {  // from choosing again to the follow-up
    base::PanelPoint at;
};
struct NewVisit {
    base::PanelPoint at;
};
struct HoldCode {
    base::PanelPoint at;
};
struct CloseThanks {  // offered while a code is held
    base::PanelPoint at;
};
struct Retry {  // on the apology
    base::PanelPoint at;
};
struct MoreTime {
    base::PanelPoint at;
};
struct EndVisit {  // "Finish" on the warning: the same as Finished
    base::PanelPoint at;
};
struct LanguageChosen {
    std::string language;
    base::PanelPoint at;
};
struct TouchedElsewhere {  // hit no control: shows that somebody is there
    base::PanelPoint at;
};
struct Saved {
    Ticket ticket = 0;
    domain::Seq seq = 0;
    base::Digest hash;  // of the entry; the rating code is made of the visit's first
};
struct SaveFailed {
    Ticket ticket = 0;
    std::string code;  // short, for the screen: "E-DISK"
};
enum class Service { open, paused, trouble, not_enrolled };
struct ServiceChanged {  // the store's health, or enrolment
    Service service = Service::open;
    std::string code;  // trouble: short, for the screen
};
struct TimePassed {};

using Event =
    std::variant<FaceTouched, ReasonToggled, Finished, Rechoose, Back, NewVisit, HoldCode, CloseThanks, Retry, MoreTime,
                 EndVisit, LanguageChosen, TouchedElsewhere, Saved, SaveFailed, ServiceChanged, TimePassed>;

// ---- state -------------------------------------------------------------------------------------------------------

// What is known of the citizen standing here. Exists from the touch of a face on.
struct Visit {
    domain::VisitId id;
    bool rated = false;         // a rating of this visit is committed
    std::string code;           // of its first committed rating
    std::vector<int> picks;     // ascending
    bool reasons_sent = false;  // the picks were given to the store
    bool operator==(const Visit&) const = default;
};

struct First {
    bool operator==(const First&) const = default;
};
enum class Lingers { nothing, faces, follow_up };  // the screen that is still drawn while a save is quiet
struct Saving {
    Visit visit;
    Ticket ticket = 0;
    domain::Answer answer;
    MonoTime begun;
    Lingers lingers = Lingers::nothing;
    bool operator==(const Saving&) const = default;
};
struct FollowUp {
    Visit visit;
    MonoTime touched;
    bool operator==(const FollowUp&) const = default;
};
struct Rechoosing {
    Visit visit;
    MonoTime touched;
    bool operator==(const Rechoosing&) const = default;
};
struct Warning {
    Visit visit;
    bool rechoosing = false;  // which screen it lies over
    bool operator==(const Warning&) const = default;
};
struct Thanks {
    std::string code;
    bool held = false;
    MonoTime held_at;
    bool operator==(const Thanks&) const = default;
};
struct Apology {
    Visit visit;
    Ticket ticket = 0;
    domain::Answer answer;
    std::string code;   // short, from the store; empty while late
    bool late = false;  // the store has not answered yet; a commit still counts
    bool operator==(const Apology&) const = default;
};
using Screen = std::variant<First, Saving, FollowUp, Rechoosing, Warning, Thanks, Apology>;

struct State {
    Screen screen;
    Service service = Service::open;
    std::string trouble_code;
    std::string language;
    MonoTime since;                           // when what is shown now appeared
    MonoTime language_touched;                // First: when its language was chosen
    std::optional<base::PanelPoint> brought;  // the touch that brought this screen
    Ticket next_ticket = 1;
    bool operator==(const State&) const = default;
};

struct Save {
    Ticket ticket = 0;
    domain::Answer answer;
    bool operator==(const Save&) const = default;
};

struct Step {
    State state;
    std::optional<Save> save;  // give it to the store; Saved or SaveFailed with its ticket must follow some time
};

// The state of a terminal that was just started.
[[nodiscard]] State begin(Service service, MonoTime now, const Rules& rules);

// Total: every event in every state has an answer, and time that has passed unnoticed is applied first, save before the
// store's answer to the save that is waited for.
[[nodiscard]] Step advance(const State& state, const Event& event, const Turn& turn, const Rules& rules);

// The earliest moment at which time alone changes the state or what view() tells (flow/view.h), counted seconds
// included; nullopt: nothing changes until an event. May lie in the past: then TimePassed is due.
[[nodiscard]] std::optional<MonoTime> next_deadline(const State& state, MonoTime now, const Rules& rules);

// Would a touch here, now, be heard? The settle and nearness rules alone.
[[nodiscard]] bool is_settled(const State& state, const base::PanelPoint& at, MonoTime now, const Rules& rules);

}  // namespace hailong::flow
