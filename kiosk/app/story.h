// One visit as the real flow plays it, told event by event: whatever a picture shows, a citizen can meet. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/flow/staff.h"
#include "kiosk/flow/view.h"
#include "kiosk/flow/visit.h"

namespace hailong::app {

// A screen, and a moment at which it is looked at: long enough after the last event for every transition to be over.
struct Shot {
    flow::View view;
    base::MonoTime at;
};

class Story {
public:
    enum class StaffKey { held, missing };

    // A terminal that was started a while ago. `rules` outlives the story.
    explicit Story(const flow::Rules& rules);

    // What happens next, after a pause.
    Story& after(base::Millis pause, const flow::Event& event);
    // A finger, once the screen hears touches, and far from the last touch.
    Story& touch(const flow::Event& event) { return after(kUnhurried, event); }
    Story& face(int score);
    Story& saved();     // the store's answer to the last save
    Story& ticketed();  // the same, of a home ticket
    Story& failed();
    Story& rest_until(std::string_view screen);  // at most two minutes
    Story& rest(base::Millis pause) { return after(pause, flow::TimePassed{}); }

    // The staff screens, with a disk and a ledger that work. They stand in front of the visit while they are open.
    Story& knock(StaffKey key = StaffKey::held);  // five quick taps in the corner
    Story& staff(flow::StaffButton button, int number = 0, base::PanelPoint at = kAt);
    Story& type_code(std::string_view digits);
    Story& enter_code();  // the right answer to the challenge
    Story& staff_hears(const flow::StaffEvent& event);

    [[nodiscard]] Shot shot() const;

    // Where the fingers of stories touch. It is nowhere near a control: stories say what was touched, not where.
    static constexpr base::PanelPoint kAt{{1}, {1}};
    static constexpr base::Millis kUnhurried{1500};

private:
    const flow::Rules& rules_;
    base::MonoTime now_;
    flow::State state_;
    flow::Ticket ticket_ = 0;
    flow::StaffState staff_;
    std::optional<base::Secret> staff_key_;
};

}  // namespace hailong::app
