#include "kiosk/flow/machine.h"

#include <algorithm>
#include <utility>

#include "kiosk/domain/chain.h"
#include "kiosk/flow/misuse.h"

namespace hailong::flow {

void Machine::apply_time() {
    const auto end = screen_end(state_, rules_);
    if (!end || turn_.now < *end) return;
    state_.brought.reset();
    if (state_.help) {
        state_.help.reset();
        refresh();
        state_.since = turn_.now;
        return;
    }
    // A copy: the cases below replace state_.screen.
    const Screen ended = state_.screen;
    std::visit(Match{
                   [&](const First&) { reset_settings(); },
                   [&](const Saving& s) { show(Apology{s.visit, s.ticket, s.answer, s.then, {}, true}); },
                   [&](const Warning& w) { end_at(w.below); },
                   [&](const Thanks&) { forget(); },
                   [&](const Apology& a) { end_visit(a.visit); },
                   [&](const Home&) { forget(); },
                   [&](const Explanation&) { forget(); },
                   [&](const auto& stop) { leave(Stop(stop)); },
               },
               ended);
}

void Machine::on(const FaceTouched& touch) {
    if (touched<First>(touch.at) != nullptr && state_.service == Service::open) {
        Visit visit;
        visit.id = turn_.fresh;
        const auto flags = misuse_of_visit(state_, turn_, rules_);
        remember_visit(state_, turn_.now, rules_);
        rate(visit, touch, flags);
    } else if (const auto* again = touched<Rechoosing>(touch.at)) {
        const Visit visit = again->visit;
        rate(visit, touch, misuse_of_change(visit, turn_, rules_));
    }
}

void Machine::on(const ReasonToggled& touch) {
    auto* follow_up = touched<FollowUp>(touch.at);
    if (follow_up == nullptr) return;
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

void Machine::on(const Finished& touch) {
    const Screen from = state_.screen;
    if (touched<FollowUp>(touch.at) != nullptr) {
        state_.brought = touch.at;
        finish(std::get<FollowUp>(from).visit, std::get<FollowUp>(from));
    } else if (touched<More>(touch.at) != nullptr) {
        state_.brought = touch.at;
        finish(std::get<More>(from).visit, std::get<More>(from));
    } else if (touched<AtItem>(touch.at) != nullptr) {
        AtItem item = std::get<AtItem>(from);
        const bool is_done = rules_.questionnaire.items.at(item.index).kind == domain::ItemKind::choices;
        if (!is_done) item.visit.answers.at(item.index) = 0;  // skipping takes an earlier answer back
        next_item(item, touch.at);
    } else if (touched<AtCode>(touch.at) != nullptr) {
        show_by_touch(More{std::get<AtCode>(from).visit, turn_.now}, touch.at);
    } else if (touched<AtComment>(touch.at) != nullptr) {
        show_by_touch(More{std::get<AtComment>(from).visit, turn_.now}, touch.at);
    }
}

void Machine::on(const EndVisit& touch) {
    const auto* warning = touched<Warning>(touch.at);
    if (warning == nullptr) return;
    state_.brought = touch.at;
    const Stop below = warning->below;
    finish(visit_of(below), {});
}

void Machine::on(const Rechoose& touch) {
    if (const auto* follow_up = touched<FollowUp>(touch.at)) {
        show_by_touch(Rechoosing{follow_up->visit, turn_.now}, touch.at);
    }
}

void Machine::on(const Back& touch) {
    if (const auto* again = touched<Rechoosing>(touch.at)) {
        show_by_touch(FollowUp{again->visit, turn_.now}, touch.at);
    } else if (const auto* more = touched<More>(touch.at)) {
        show_by_touch(FollowUp{more->visit, turn_.now}, touch.at);
    } else if (const auto* code = touched<AtCode>(touch.at)) {
        show_by_touch(More{code->visit, turn_.now}, touch.at);
    } else if (const auto* comment = touched<AtComment>(touch.at)) {
        show_by_touch(More{comment->visit, turn_.now}, touch.at);
    } else if (const auto* shown = touched<AtItem>(touch.at)) {
        const AtItem item = *shown;
        if (const auto before = item_before(item.index, item.visit, rules_)) {
            show_by_touch(AtItem{item.visit, turn_.now, *before}, touch.at);
        } else {
            state_.brought = touch.at;
            leave_items(item.visit, item);
        }
    }
}

void Machine::on(const NewVisit& touch) {
    const auto stop = stop_of(state_.screen);
    if (!stop || state_.help || !heard(touch.at)) return;
    const bool is_offered = std::holds_alternative<FollowUp>(*stop) || std::holds_alternative<Rechoosing>(*stop) ||
                            std::holds_alternative<More>(*stop);
    if (!is_offered) return;
    state_.brought = touch.at;
    end_visit(visit_of(*stop));
}

void Machine::on(const HoldCode& touch) {
    auto* thanks = touched<Thanks>(touch.at);
    if (thanks == nullptr || thanks->held) return;
    thanks->held = true;
    thanks->held_at = turn_.now;
}

void Machine::on(const Closed& touch) {
    if (state_.help) {
        if (!heard(touch.at)) return;
        state_.help.reset();
        refresh();
        moved_by_touch(touch.at);
        return;
    }
    const auto* thanks = std::get_if<Thanks>(&state_.screen);
    // The button that held the code closes it: a double tap on it must not.
    const bool is_held = thanks != nullptr && thanks->held && turn_.now - thanks->held_at >= rules_.near_for;
    if (!is_held && touched<Home>(touch.at) == nullptr && touched<Explanation>(touch.at) == nullptr) return;
    state_.brought = touch.at;
    forget();
}

// While the store has not answered, trying again means waiting again: the same save, no second one.
void Machine::on(const Retry& touch) {
    const auto* held = touched<Apology>(touch.at);
    if (held == nullptr) return;
    state_.brought = touch.at;
    const Apology apology = *held;
    Saving again{apology.visit, apology.ticket, apology.answer, apology.then, turn_.now, {}};
    if (apology.late) {
        show(std::move(again));
    } else {
        wait_for_save(std::move(again));
    }
}

void Machine::on(const HomeTouched& touch) {
    if (touched<First>(touch.at) == nullptr || state_.service != Service::open) return;
    if (!rules_.questionnaire.offers_home) return;
    Visit visit;
    visit.id = turn_.fresh;
    domain::TicketIssued issued{visit.id, {}};
    std::copy_n(turn_.fresh.bytes.begin(), issued.ticket.bytes.size(), issued.ticket.bytes.begin());
    state_.brought = touch.at;
    wait_for_save({visit, 0, issued, Then::home, turn_.now, First{}});
}

void Machine::on(const Saved& saved) {
    if (const auto* saving = std::get_if<Saving>(&state_.screen); saving && saving->ticket == saved.ticket) {
        const Saving of = *saving;
        committed(of.visit, of, saved, false);
    } else if (const auto* sorry = std::get_if<Apology>(&state_.screen); sorry && sorry->ticket == saved.ticket) {
        const Saving of{sorry->visit, sorry->ticket, sorry->answer, sorry->then, {}, {}};
        committed(of.visit, of, saved, true);
    }
}

void Machine::on(const SaveFailed& failed) {
    if (const auto* saving = std::get_if<Saving>(&state_.screen); saving && saving->ticket == failed.ticket) {
        show(Apology{saving->visit, saving->ticket, saving->answer, saving->then, failed.code, false});
    } else if (auto* sorry = std::get_if<Apology>(&state_.screen); sorry && sorry->ticket == failed.ticket) {
        sorry->late = false;
        sorry->code = failed.code;
    }
}

void Machine::on(const ServiceChanged& change) {
    const auto& code = change.service == Service::trouble ? change.code : std::string();
    if (state_.service == change.service && state_.trouble_code == code) return;
    state_.service = change.service;
    state_.trouble_code = code;
    // A visit under way is not interrupted: its own saves will tell. The notice covers the first screen only.
    if (!std::holds_alternative<First>(state_.screen)) return;
    state_.help.reset();
    state_.since = state_.appeared = turn_.now;
    state_.brought.reset();
}

// By value: callers pass parts of the screen that this replaces.
void Machine::show(Screen screen) {
    state_.screen = std::move(screen);
    state_.since = turn_.now;
}

void Machine::show_by_touch(Screen screen, const base::PanelPoint& at) {
    state_.brought = at;
    show(std::move(screen));
}

// What lies under the finger is another thing now: the next touch must not be a double tap.
void Machine::moved_by_touch(const base::PanelPoint& at) {
    state_.brought = at;
    state_.since = turn_.now;
}

void Machine::forget() {
    show(First{});
    state_.help.reset();
    state_.appeared = turn_.now;
    const auto drawn =
        (turn_.fresh.bytes[0] & 1U) != 0 ? domain::FaceOrder::best_first : domain::FaceOrder::worst_first;
    state_.order = rules_.order.value_or(drawn);
    reset_settings();
}

// Somebody is there: the screen's time begins anew.
void Machine::refresh() {
    if (state_.help) state_.help->touched = turn_.now;
    std::visit(Match{
                   [&](First&) { state_.settings_touched = has_own_settings(state_, rules_) ? turn_.now : MonoTime{}; },
                   [](Saving&) {},
                   [](Warning&) {},
                   [](Thanks&) {},
                   [](Apology&) {},
                   [&](auto& screen) { screen.touched = turn_.now; },
               },
               state_.screen);
}

void Machine::stay(const base::PanelPoint& at) {
    if (!heard(at)) return;
    refresh();
    if (const auto* held = std::get_if<Warning>(&state_.screen); held != nullptr && !state_.help) {
        Stop below = held->below;
        std::visit([&](auto& stop) { stop.touched = turn_.now; }, below);
        show_by_touch(screen_of(std::move(below)), at);
    }
}

// No touch for long: ask if something would be cut short, else go.
void Machine::leave(const Stop& stop) {
    if (has_entered(stop)) {
        show(Warning{stop});
    } else {
        end_at(stop);
    }
}

void Machine::rate(const Visit& visit, const FaceTouched& touch, domain::MisuseFlags flags) {
    const bool is_first = std::holds_alternative<First>(state_.screen);
    const MonoTime shown = is_first ? state_.appeared : state_.since;
    const auto waited = std::clamp(Millis(turn_.now - shown), Millis(0), rules_.first_touch_cap);
    state_.brought = touch.at;
    Lingering lingers = First{};
    if (!is_first) lingers = Rechoosing{visit, turn_.now};
    const domain::Rating rating{visit.id, touch.score, state_.order, waited, rules_.questionnaire.tag(), flags};
    wait_for_save({visit, 0, rating, Then::follow_up, turn_.now, std::move(lingers)});
}

// Gives what the visit still holds to the store, one after the other, then thanks.
void Machine::finish(const Visit& visit, const Lingering& lingers) {
    Visit sent = visit;
    if (!visit.picks.empty() && !visit.reasons_sent) {
        sent.reasons_sent = true;
        wait_for_save({sent, 0, reasons_of(visit), Then::thanks, turn_.now, lingers});
    } else if (has_new_items(visit)) {
        sent.sent_items = visit.answers;
        wait_for_save({sent, 0, items_of(visit), Then::thanks, turn_.now, lingers});
    } else {
        show(Thanks{visit.code, false, {}});
    }
}

void Machine::end_visit(const Visit& visit) {
    if (visit.rated && !visit.picks.empty() && !visit.reasons_sent) save_unseen(reasons_of(visit));
    if (visit.rated && has_new_items(visit)) save_unseen(items_of(visit));
    forget();
}

// A code that the reader has taken is entered, whether or not somebody says so.
void Machine::end_at(const Stop& stop) {
    const auto* code = std::get_if<AtCode>(&stop);
    if (code != nullptr && code->code) {
        save_unseen(domain::Dossier{code->visit.id, code->code->text, code->code->parsed});
        state_.code_at = turn_.now;
    }
    end_visit(visit_of(stop));
}

domain::Answer Machine::reasons_of(const Visit& visit) const {
    return domain::Reasons{visit.id, rules_.questionnaire.tag(), visit.picks};
}

domain::Answer Machine::items_of(const Visit& visit) const {
    return domain::Items{visit.id, rules_.questionnaire.tag(), visit.answers};
}

void Machine::wait_for_save(Saving saving) {
    saving.ticket = state_.next_ticket++;
    saving.begun = turn_.now;
    saves_.push_back({saving.ticket, saving.answer});
    if (std::holds_alternative<std::monostate>(saving.lingers)) {
        show(std::move(saving));
    } else {
        state_.screen = std::move(saving);  // the old screen is still seen: `since` stays its own
    }
}

// After an apology the person has waited enough: no follow-up, but what was chosen before is not lost.
void Machine::committed(Visit visit, const Saving& of, const Saved& saved, bool after_apology) {
    if (std::holds_alternative<domain::Rating>(of.answer)) {
        visit.rated = true;
        if (visit.code.empty()) visit.code = domain::rating_code(saved.hash);
    }
    if (std::holds_alternative<domain::Dossier>(of.answer)) {
        visit.has_code = true;
        state_.code_at = turn_.now;
    }
    if (std::holds_alternative<domain::Comment>(of.answer)) visit.has_comment = true;
    switch (of.then) {
        case Then::follow_up:
            if (after_apology) return finish(visit, {});
            return show(FollowUp{visit, turn_.now});
        case Then::more:
            return show(More{visit, turn_.now});
        case Then::thanks:
            return finish(visit, {});
        case Then::home:
            return show(Home{saved.home, turn_.now});
    }
}

}  // namespace hailong::flow
