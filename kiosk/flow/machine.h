// One advance(): holds the state while it changes. Inside kiosk/flow; visit.h is what others use.
//   machine.cpp           the rating and the screens around it, time
//   machine_depth.cpp     what else can be said: items, code, comment
//   machine_settings.cpp  language, aids, help
#pragma once

#include "kiosk/flow/stops.h"

namespace hailong::flow {

class Machine {
public:
    Machine(const State& state, const Turn& turn, const Rules& rules) : state_(state), turn_(turn), rules_(rules) {}

    void apply_time();

    void on(const FaceTouched& touch);
    void on(const ReasonToggled& touch);
    void on(const Finished& touch);
    void on(const Rechoose& touch);
    void on(const Back& touch);
    void on(const NewVisit& touch);
    void on(const HoldCode& touch);
    void on(const Closed& touch);
    void on(const Retry& touch);
    void on(const MoreTime& touch) { stay(touch.at); }
    void on(const EndVisit& touch);
    void on(const HomeTouched& touch);
    void on(const TouchedElsewhere& touch) { stay(touch.at); }
    void on(const Saved& saved);
    void on(const SaveFailed& failed);
    void on(const ServiceChanged& change);
    void on(const StaffTouched&) {}
    void on(const TimePassed&) {}

    void on(const MoreTouched& touch);
    void on(const PartOpened& touch);
    void on(const OptionTouched& touch);
    void on(const Typed& touch);
    void on(const KeypadOpened& touch);
    void on(const SendTouched& touch);
    void on(const Scanned& scan);

    void on(const LanguageChosen& touch);
    void on(const AidTouched& touch);
    void on(const CornerHeld& touch);
    void on(const HeadphonesChanged& change);
    void on(const HelpTouched& touch);
    void on(const PrivacyTouched& touch);

    [[nodiscard]] Step result() { return {std::move(state_), std::move(saves_)}; }

private:
    [[nodiscard]] bool heard(const base::PanelPoint& at) const { return is_settled(state_, at, turn_.now, rules_); }
    // The screen of this kind, if it is shown, not covered, and hears a touch here.
    template <class At>
    [[nodiscard]] At* touched(const base::PanelPoint& at) {
        auto* screen = std::get_if<At>(&state_.screen);
        return screen != nullptr && !state_.help && heard(at) ? screen : nullptr;
    }

    void show(Screen screen);
    void show_by_touch(Screen screen, const base::PanelPoint& at);
    void moved_by_touch(const base::PanelPoint& at);
    void forget();
    void reset_settings();
    void stay(const base::PanelPoint& at);
    void refresh();
    void leave(const Stop& stop);

    void rate(const Visit& visit, const FaceTouched& touch, domain::MisuseFlags flags);
    void finish(const Visit& visit, const Lingering& lingers);
    void end_visit(const Visit& visit);
    void end_at(const Stop& stop);
    [[nodiscard]] domain::Answer reasons_of(const Visit& visit) const;
    [[nodiscard]] domain::Answer items_of(const Visit& visit) const;
    void save_unseen(domain::Answer answer) { saves_.push_back({state_.next_ticket++, std::move(answer)}); }
    void wait_for_save(Saving saving);
    void committed(Visit visit, const Saving& of, const Saved& saved, bool after_apology);

    void begin_items(const Visit& visit, const base::PanelPoint& at);
    void next_item(const AtItem& from, const base::PanelPoint& at);
    void leave_items(Visit visit, const Lingering& lingers);
    void clear_unasked(Visit& visit) const;
    void type_code(AtCode& code, const Typed& touch) const;
    void type_comment(AtComment& comment, const Typed& touch) const;
    void send_code(AtCode& code, const base::PanelPoint& at);
    [[nodiscard]] AtCode code_screen(const Visit& visit, const base::PrivateText& raw) const;

    State state_;
    const Turn& turn_;
    const Rules& rules_;
    std::vector<Save> saves_;
};

}  // namespace hailong::flow
