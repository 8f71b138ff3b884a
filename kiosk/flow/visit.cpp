#include "kiosk/flow/visit.h"

#include <algorithm>
#include <utility>

#include "kiosk/domain/chain.h"

namespace hailong::flow {

namespace {

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

// When the screen ends by itself.
std::optional<MonoTime> screen_end(const State& state, const Rules& rules) {
    const auto untouched_until = [&](const Visit& visit, MonoTime touched) {
        return touched + (visit.picks.empty() ? rules.untouched : rules.idle);
    };
    return std::visit(
        Match{
            [&](const First&) -> std::optional<MonoTime> {
                if (state.language == rules.default_language) return std::nullopt;
                return state.language_touched + rules.idle + rules.warning;
            },
            [&](const Saving& saving) -> std::optional<MonoTime> { return saving.begun + rules.save_deadline; },
            [&](const FollowUp& f) -> std::optional<MonoTime> { return untouched_until(f.visit, f.touched); },
            [&](const Rechoosing& r) -> std::optional<MonoTime> { return untouched_until(r.visit, r.touched); },
            [&](const Warning&) -> std::optional<MonoTime> { return state.since + rules.warning; },
            [&](const Thanks& thanks) -> std::optional<MonoTime> {
                return thanks.held ? thanks.held_at + rules.hold : state.since + rules.thanks;
            },
            [&](const Apology&) -> std::optional<MonoTime> { return state.since + rules.apology; },
        },
        state.screen);
}

// One advance(): holds the state while it changes.
class Machine {
public:
    Machine(const State& state, const Turn& turn, const Rules& rules) : state_(state), turn_(turn), rules_(rules) {}

    void apply_time() {
        const auto end = screen_end(state_, rules_);
        if (!end || turn_.now < *end) return;
        state_.brought.reset();
        // A copy: the cases below replace state_.screen.
        const Screen ended = state_.screen;
        std::visit(Match{
                       [&](const First&) { reset_language(); },
                       [&](const Saving& s) { show(Apology{s.visit, s.ticket, s.answer, {}, true}); },
                       [&](const FollowUp& f) { leave(f.visit, false); },
                       [&](const Rechoosing& r) { leave(r.visit, true); },
                       [&](const Warning& w) { end_visit(w.visit); },
                       [&](const Thanks&) { forget(); },
                       [&](const Apology& a) { end_visit(a.visit); },
                   },
                   ended);
    }

    void on(const TimePassed&) {}

    void on(const FaceTouched& touch) {
        if (!heard(touch.at)) return;
        if (std::holds_alternative<First>(state_.screen) && state_.service == Service::open) {
            Visit visit;
            visit.id = turn_.fresh;
            rate(visit, touch);
        } else if (const auto* again = std::get_if<Rechoosing>(&state_.screen)) {
            rate(Visit(again->visit), touch);
        }
    }

    void on(const ReasonToggled& touch) {
        auto* follow_up = std::get_if<FollowUp>(&state_.screen);
        if (follow_up == nullptr || !heard(touch.at)) return;
        const auto& reasons = rules_.questionnaire.reasons;
        const auto known = [&](const domain::Reason& reason) { return reason.number == touch.number; };
        if (std::none_of(reasons.begin(), reasons.end(), known)) return;
        follow_up->touched = turn_.now;
        auto& picks = follow_up->visit.picks;
        const auto place = std::lower_bound(picks.begin(), picks.end(), touch.number);
        if (place != picks.end() && *place == touch.number) {
            picks.erase(place);
        } else {
            picks.insert(place, touch.number);
        }
    }

    void on(const Finished& touch) {
        const auto* follow_up = std::get_if<FollowUp>(&state_.screen);
        if (follow_up == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        finish(Visit(follow_up->visit), Lingers::follow_up);
    }

    void on(const EndVisit& touch) {
        const auto* warning = std::get_if<Warning>(&state_.screen);
        if (warning == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        finish(Visit(warning->visit), Lingers::nothing);
    }

    void on(const Rechoose& touch) {
        const auto* follow_up = std::get_if<FollowUp>(&state_.screen);
        if (follow_up == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        show(Rechoosing{follow_up->visit, turn_.now});
    }

    void on(const Back& touch) {
        const auto* again = std::get_if<Rechoosing>(&state_.screen);
        if (again == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        show(FollowUp{again->visit, turn_.now});
    }

    void on(const NewVisit& touch) {
        const Visit* visit = nullptr;
        if (const auto* follow_up = std::get_if<FollowUp>(&state_.screen)) visit = &follow_up->visit;
        if (const auto* again = std::get_if<Rechoosing>(&state_.screen)) visit = &again->visit;
        if (visit == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        end_visit(Visit(*visit));
    }

    void on(const HoldCode& touch) {
        auto* thanks = std::get_if<Thanks>(&state_.screen);
        if (thanks == nullptr || thanks->held || !heard(touch.at)) return;
        thanks->held = true;
        thanks->held_at = turn_.now;
    }

    void on(const CloseThanks& touch) {
        const auto* thanks = std::get_if<Thanks>(&state_.screen);
        // The button that held the code closes it: a double tap on it must not.
        if (thanks == nullptr || !thanks->held || turn_.now - thanks->held_at < rules_.near_for) return;
        state_.brought = touch.at;
        forget();
    }

    // While the store has not answered, trying again means waiting again: the same save, no second one.
    void on(const Retry& touch) {
        const auto* held = std::get_if<Apology>(&state_.screen);
        if (held == nullptr || !heard(touch.at)) return;
        state_.brought = touch.at;
        const Apology apology = *held;
        if (apology.late) {
            show(Saving{apology.visit, apology.ticket, apology.answer, turn_.now, Lingers::nothing});
        } else {
            save_and_wait(apology.visit, apology.answer, Lingers::nothing);
        }
    }

    void on(const MoreTime& touch) { stay(touch.at); }

    void on(const LanguageChosen& touch) {
        const auto& known = rules_.languages;
        if (std::find(known.begin(), known.end(), touch.language) == known.end()) return;
        if (std::holds_alternative<Saving>(state_.screen) || !heard(touch.at)) return;
        reset_language();
        state_.language = touch.language;
        stay(touch.at);
    }

    void on(const TouchedElsewhere& touch) { stay(touch.at); }

    void on(const Saved& saved) {
        if (const auto* saving = std::get_if<Saving>(&state_.screen); saving && saving->ticket == saved.ticket) {
            committed(Visit(saving->visit), domain::Answer(saving->answer), saved, false);
        } else if (const auto* sorry = std::get_if<Apology>(&state_.screen); sorry && sorry->ticket == saved.ticket) {
            committed(Visit(sorry->visit), domain::Answer(sorry->answer), saved, true);
        }
    }

    void on(const SaveFailed& failed) {
        if (const auto* saving = std::get_if<Saving>(&state_.screen); saving && saving->ticket == failed.ticket) {
            show(Apology{saving->visit, saving->ticket, saving->answer, failed.code, false});
        } else if (auto* sorry = std::get_if<Apology>(&state_.screen); sorry && sorry->ticket == failed.ticket) {
            sorry->late = false;
            sorry->code = failed.code;
        }
    }

    void on(const ServiceChanged& change) {
        const auto& code = change.service == Service::trouble ? change.code : std::string();
        if (state_.service == change.service && state_.trouble_code == code) return;
        state_.service = change.service;
        state_.trouble_code = code;
        // A visit under way is not interrupted: its own saves will tell. The notice covers the first screen only.
        if (!std::holds_alternative<First>(state_.screen)) return;
        state_.since = turn_.now;
        state_.brought.reset();
    }

    [[nodiscard]] Step result() { return {std::move(state_), std::move(save_)}; }

private:
    [[nodiscard]] bool heard(const base::PanelPoint& at) const { return is_settled(state_, at, turn_.now, rules_); }

    // By value: callers pass parts of the screen that this replaces.
    void show(Screen screen) {
        state_.screen = std::move(screen);
        state_.since = turn_.now;
    }

    void forget() {
        show(First{});
        reset_language();
    }

    void reset_language() {
        state_.language = rules_.default_language;
        state_.language_touched = MonoTime{};
    }

    // Somebody is there.
    void stay(const base::PanelPoint& at) {
        if (!heard(at)) return;
        if (std::holds_alternative<First>(state_.screen) && state_.language != rules_.default_language) {
            state_.language_touched = turn_.now;
        }
        if (auto* follow_up = std::get_if<FollowUp>(&state_.screen)) follow_up->touched = turn_.now;
        if (auto* again = std::get_if<Rechoosing>(&state_.screen)) again->touched = turn_.now;
        if (const auto* held = std::get_if<Warning>(&state_.screen)) {
            const Warning warning = *held;
            state_.brought = at;
            if (warning.rechoosing) {
                show(Rechoosing{warning.visit, turn_.now});
            } else {
                show(FollowUp{warning.visit, turn_.now});
            }
        }
    }

    // No touch for long: ask if something would be cut short, else go.
    void leave(const Visit& visit, bool rechoosing) {
        if (visit.picks.empty()) {
            end_visit(visit);
        } else {
            show(Warning{visit, rechoosing});
        }
    }

    void rate(const Visit& visit, const FaceTouched& touch) {
        const auto waited = std::clamp(Millis(turn_.now - state_.since), Millis(0), rules_.first_touch_cap);
        state_.brought = touch.at;
        save_and_wait(visit, domain::Rating{visit.id, touch.score, rules_.order, waited, rules_.questionnaire.tag(), 0},
                      Lingers::faces);
    }

    void finish(const Visit& visit, Lingers lingers) {
        if (visit.picks.empty() || visit.reasons_sent) {
            show(Thanks{visit.code, false, {}});
            return;
        }
        Visit sent = visit;
        sent.reasons_sent = true;
        save_and_wait(sent, reasons_of(visit), lingers);
    }

    void end_visit(const Visit& visit) {
        if (visit.rated && !visit.picks.empty() && !visit.reasons_sent) {
            save_ = Save{state_.next_ticket++, reasons_of(visit)};
        }
        forget();
    }

    [[nodiscard]] domain::Answer reasons_of(const Visit& visit) const {
        return domain::Reasons{visit.id, rules_.questionnaire.tag(), visit.picks};
    }

    void save_and_wait(const Visit& visit, const domain::Answer& answer, Lingers lingers) {
        const Ticket ticket = state_.next_ticket++;
        save_ = Save{ticket, answer};
        Saving saving{visit, ticket, answer, turn_.now, lingers};
        if (lingers == Lingers::nothing) {
            show(std::move(saving));
        } else {
            state_.screen = std::move(saving);  // the old screen is still seen: `since` stays its own
        }
    }

    // After an apology the person has waited enough: no follow-up, but reasons chosen before are not lost.
    void committed(Visit visit, const domain::Answer& answer, const Saved& saved, bool after_apology) {
        if (!std::holds_alternative<domain::Rating>(answer)) {
            show(Thanks{visit.code, false, {}});
            return;
        }
        visit.rated = true;
        if (visit.code.empty()) visit.code = domain::rating_code(saved.hash);
        if (after_apology) {
            finish(visit, Lingers::nothing);
        } else {
            show(FollowUp{visit, turn_.now});
        }
    }

    State state_;
    const Turn& turn_;
    const Rules& rules_;
    std::optional<Save> save_;
};

// The store's answer to the save that is waited for.
bool is_awaited(const State& state, const Event& event) {
    const auto* saving = std::get_if<Saving>(&state.screen);
    const auto* saved = std::get_if<Saved>(&event);
    const auto* failed = std::get_if<SaveFailed>(&event);
    if (saving == nullptr) return false;
    return (saved != nullptr && saved->ticket == saving->ticket) ||
           (failed != nullptr && failed->ticket == saving->ticket);
}

}  // namespace

State begin(Service service, MonoTime now, const Rules& rules) {
    State state;
    state.service = service;
    state.language = rules.default_language;
    state.since = now;
    return state;
}

Step advance(const State& state, const Event& event, const Turn& turn, const Rules& rules) {
    Machine machine(state, turn, rules);
    // A turn that came late must not apologise for an answer that is there.
    if (!is_awaited(state, event)) machine.apply_time();
    std::visit([&](const auto& happened) { machine.on(happened); }, event);
    return machine.result();
}

std::optional<MonoTime> next_deadline(const State& state, MonoTime now, const Rules& rules) {
    auto next = screen_end(state, rules);
    if (const auto* saving = std::get_if<Saving>(&state.screen)) {
        const auto quiet_end = saving->begun + rules.quiet_saving;
        if (saving->lingers != Lingers::nothing && now < quiet_end) next = std::min(*next, quiet_end);
    }
    if (std::holds_alternative<Warning>(state.screen) && now < *next) {
        // The told seconds are rounded up: they change when a whole number of seconds is left.
        const auto whole_seconds = std::chrono::ceil<std::chrono::seconds>(*next - now);
        next = *next - whole_seconds + std::chrono::seconds(1);
    }
    return next;
}

bool is_settled(const State& state, const base::PanelPoint& at, MonoTime now, const Rules& rules) {
    const auto shown_for = now - state.since;
    if (shown_for < rules.settle) return false;
    if (!state.brought || shown_for >= rules.near_for) return true;
    return base::distance(*state.brought, at) >= rules.near;
}

}  // namespace hailong::flow
