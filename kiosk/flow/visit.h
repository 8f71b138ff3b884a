// The visit: what a citizen's touches, the store's answers and passing time do to the terminal. A pure machine,
//   advance(state, event, turn, rules) → {state, what to save},
// that touches nothing: no clock, no disk, no random source.
//
//   First ──face──► Saving ──saved──► FollowUp ──done/skip──► (Saving reasons) ──saved──► Thanks ──3 s──► First
//    │  │             │ failed, 3 s       │  │ choose again ──► Rechoose ──face──► Saving
//    │  │             ▼                   │  │ say more ──► More ◄──► items · code · comment, each saved when it is
//    done │  │           Apology               │ 12 s untouched, nothing chosen ──► First │  └─home──► Saving
//    ──saved──► Home  │ 20 s, something entered ──► Warning ──10 s──► First └─scan──► Explanation
//
// Promises, each checked by a random walk (tests/unit/flow):
//   - one touch on a face saves a rating at once; Thanks is reached only through Saved;
//   - within a visit every rating has the visit's id, so the last one counts and at most one is final;
//   - reasons and items that stand chosen when a visit ends are saved, however it ends: walking away loses nothing.
//   Only
//     what was typed and not sent is dropped, and the warning before it says so;
//   - no answer changes what is timed or shown: a score is never looked at, only carried;
//   - time alone brings every screen back to First. Paused, trouble and enrolment are no screens of a visit: they cover
//     First while the service is not open and go when it opens.
#pragma once

#include "kiosk/flow/state.h"

namespace hailong::flow {

// What one turn of the loop brings from outside: the time, and an id nobody has used (16 random bytes), taken by
// what begins a visit and by what draws an order of the faces, otherwise dropped.
struct Turn {
    MonoTime now;
    base::WallTime wall;
    domain::VisitId fresh;
};

struct Save {
    Ticket ticket = 0;
    domain::Answer answer;
    bool operator==(const Save&) const = default;
};

struct Step {
    State state;
    std::vector<Save> saves;  // give them to the store in this order; for each, Saved or SaveFailed with its ticket
                              // must follow some time
};

// The state of a terminal that was just started.
[[nodiscard]] State begin(Service service, const Turn& turn, const Rules& rules);

// Total: every event in every state has an answer, and time that has passed unnoticed is applied first, save before the
// store's answer to the save that is waited for.
[[nodiscard]] Step advance(const State& state, const Event& event, const Turn& turn, const Rules& rules);

// The earliest moment at which time alone changes the state or what view() tells (flow/view.h), counted seconds
// included; nullopt: nothing changes until an event. May lie in the past: then TimePassed is due.
[[nodiscard]] std::optional<MonoTime> next_deadline(const State& state, MonoTime now, const Rules& rules);

// Would a touch here, now, be heard? The settle and nearness rules alone.
[[nodiscard]] bool is_settled(const State& state, const base::PanelPoint& at, MonoTime now, const Rules& rules);

}  // namespace hailong::flow
