#include "kiosk/flow/stops.h"

#include <algorithm>

namespace hailong::flow {

std::optional<Stop> stop_of(const Screen& screen) {
    return std::visit(
        [](const auto& at) -> std::optional<Stop> {
            if constexpr (IsStop<std::decay_t<decltype(at)>>) {
                return Stop(at);
            } else {
                return std::nullopt;
            }
        },
        screen);
}

Screen screen_of(Stop stop) {
    return std::visit([](auto&& at) { return Screen(std::forward<decltype(at)>(at)); }, std::move(stop));
}

Lingering lingering_of(const Stop& stop) {
    return std::visit([](const auto& at) { return Lingering(at); }, stop);
}

bool has_new_items(const Visit& visit) {
    const auto is_answered = [](domain::ItemAnswer answer) { return answer != 0; };
    if (visit.sent_items.empty()) return std::any_of(visit.answers.begin(), visit.answers.end(), is_answered);
    return visit.answers != visit.sent_items;
}

bool has_unsent(const Stop& stop) {
    if (const auto* comment = std::get_if<AtComment>(&stop)) return !comment->draft.text().empty();
    if (const auto* code = std::get_if<AtCode>(&stop)) return !code->typed.is_empty() && !code->code;
    return false;
}

bool has_entered(const Stop& stop) {
    const Visit& visit = visit_of(stop);
    const auto* code = std::get_if<AtCode>(&stop);
    return !visit.picks.empty() || has_new_items(visit) || has_unsent(stop) || (code != nullptr && code->code);
}

Millis paced(Millis time, const State& state, const Rules& rules) {
    const bool is_slow = state.aids.large || state.aids.speech || state.aids.blind;
    return is_slow ? time * rules.slow : time;
}

bool has_own_settings(const State& state, const Rules& rules) {
    return state.language != rules.default_language || state.aids != Aids{};
}

namespace {

Millis stop_time(const Stop& stop, const Rules& rules) {
    const bool is_shallow = std::holds_alternative<FollowUp>(stop) || std::holds_alternative<Rechoosing>(stop);
    return is_shallow && !has_entered(stop) ? rules.untouched : rules.idle;
}

}  // namespace

std::optional<MonoTime> screen_end(const State& state, const Rules& rules) {
    using End = std::optional<MonoTime>;
    const auto after = [&](MonoTime from, Millis time) -> End { return from + paced(time, state, rules); };
    if (state.help) return after(state.help->touched, rules.reading);
    return std::visit(Match{
                          [&](const First&) -> End {
                              if (!has_own_settings(state, rules)) return std::nullopt;
                              return after(state.settings_touched, rules.idle + rules.warning);
                          },
                          [&](const Saving& saving) -> End { return saving.begun + rules.save_deadline; },
                          [&](const Warning&) -> End { return after(state.since, rules.warning); },
                          [&](const Thanks& thanks) -> End {
                              return thanks.held ? after(thanks.held_at, rules.hold) : after(state.since, rules.thanks);
                          },
                          [&](const Apology&) -> End { return after(state.since, rules.apology); },
                          [&](const Home& home) -> End { return after(home.touched, rules.home); },
                          [&](const Explanation& told) -> End { return after(told.touched, rules.reading); },
                          [&](const auto& stop) -> End { return after(stop.touched, stop_time(Stop(stop), rules)); },
                      },
                      state.screen);
}

std::optional<std::size_t> item_after(std::ptrdiff_t from, const Visit& visit, const Rules& rules) {
    const auto& items = rules.questionnaire.items;
    for (auto index = static_cast<std::size_t>(from + 1); index < items.size(); ++index) {
        if (domain::is_asked(rules.questionnaire, index, visit.answers)) return index;
    }
    return std::nullopt;
}

std::optional<std::size_t> item_before(std::size_t from, const Visit& visit, const Rules& rules) {
    for (std::size_t index = from; index-- > 0;) {
        if (domain::is_asked(rules.questionnaire, index, visit.answers)) return index;
    }
    return std::nullopt;
}

bool offers_more(const Rules& rules) {
    const auto& asked = rules.questionnaire;
    return !asked.items.empty() || asked.offers_dossier || asked.offers_comment;
}

}  // namespace hailong::flow
