// The staff screens of a running terminal: joins the machine (flow/staff.h), the lock's record on the disk, the ledger
// entry of every entry, what the terminal knows about itself and the actions. Frame thread; the disk is left to
// StaffErrands.
#pragma once

#include "kiosk/app/staff_errands.h"
#include "kiosk/domain/health.h"
#include "kiosk/domain/places.h"

namespace hailong::app {

// What the room needs of the session around it.
struct StaffHost {
    domain::Places places;
    base::Path card;
    base::Path stick;
    base::Token16 boot;
    std::vector<std::string> languages;
    int loudness = 0;  // as configured
    std::function<void()> wake;
    std::function<std::optional<base::Secret>()> key{};                   // absent: no code can be judged
    std::function<std::string(domain::Health)> sign{};                    // fills in the device; empty: nobody to sign
    std::function<std::string()> name{};                                  // of the device
    std::function<bool(const std::vector<domain::EventField>&)> enter{};  // append "staff_entered"; noted() answers
    std::function<void(std::string_view, const std::vector<domain::EventField>&)> note{};
};

class StaffRoom {
public:
    StaffRoom(StaffHost host, base::Instant now);

    [[nodiscard]] bool is_open() const { return state_.is_open(); }
    // True: the event was the staff's and no citizen's. `may_lead_out`: the screen shown is one from which the corner
    // leads here.
    bool hear(const flow::Event& event, bool may_lead_out, base::Instant now);
    void noted(bool ok, base::Instant now) { tell(domain::StaffNoted{ok}, now); }
    // True when the view may have changed.
    bool poll(base::Instant now);
    [[nodiscard]] flow::View view(base::Instant now) const { return flow::view(state_, now.mono); }
    [[nodiscard]] std::optional<base::MonoTime> next_deadline(base::Instant now) const {
        return flow::next_deadline(state_, now.mono);
    }
    [[nodiscard]] bool wants_restart() const { return wants_restart_; }
    [[nodiscard]] int loudness() const { return state_.loudness; }

private:
    void tell(const flow::StaffEvent& event, base::Instant now);
    void carry_out(const flow::StaffOrder& order, base::Instant now);
    void enter(const domain::StaffNote& note, base::Instant now);
    void keep_loudness(int loudness);
    [[nodiscard]] std::string sign(const flow::StaffReport& report, base::WallTime wall) const;

    StaffHost host_;
    flow::StaffState state_;
    bool wants_restart_ = false;
    StaffErrands errands_;  // last: its work ends first
};

// What can be read of the terminal; without device and QR code. Disk work.
[[nodiscard]] flow::StaffReport staff_report(const domain::Places& places, const base::Path& card, base::Instant now);

}  // namespace hailong::app
