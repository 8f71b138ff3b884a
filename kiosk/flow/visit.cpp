#include "kiosk/flow/visit.h"

#include <algorithm>

#include "kiosk/flow/machine.h"

namespace hailong::flow {

namespace {

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

State begin(Service service, const Turn& turn, const Rules& rules) {
    State state;
    state.service = service;
    state.language = rules.default_language;
    state.since = state.appeared = turn.now;
    const bool is_odd = (turn.fresh.bytes[0] & 1U) != 0;
    state.order = rules.order.value_or(is_odd ? domain::FaceOrder::best_first : domain::FaceOrder::worst_first);
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
    if (state.help) return next;
    if (const auto* saving = std::get_if<Saving>(&state.screen)) {
        const auto quiet_end = saving->begun + rules.quiet_saving;
        const bool lingers = !std::holds_alternative<std::monostate>(saving->lingers);
        if (lingers && now < quiet_end) next = std::min(*next, quiet_end);
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
