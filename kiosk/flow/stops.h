// What all screens have in common on which a person enters something, and when screens end. Inside kiosk/flow.
#pragma once

#include <concepts>
#include <type_traits>

#include "kiosk/flow/visit.h"

namespace hailong::flow {

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

template <class T>
concept IsStop = std::constructible_from<Stop, T> && requires(T t) {
    t.visit;
    t.touched;
};

[[nodiscard]] inline const Visit& visit_of(const Stop& stop) {
    return std::visit([](const auto& at) -> const Visit& { return at.visit; }, stop);
}

// The screen, where it is a stop.
[[nodiscard]] std::optional<Stop> stop_of(const Screen& screen);
[[nodiscard]] Screen screen_of(Stop stop);
[[nodiscard]] Lingering lingering_of(const Stop& stop);

// Was something entered here that walking away would cut short?
[[nodiscard]] bool has_entered(const Stop& stop);
// Would walking away erase something typed and not sent?
[[nodiscard]] bool has_unsent(const Stop& stop);
// Are there answers to items that the store does not have yet?
[[nodiscard]] bool has_new_items(const Visit& visit);

// The rules' time, longer for whoever reads large text or listens.
[[nodiscard]] Millis paced(Millis time, const State& state, const Rules& rules);

// Did the person standing here choose a language or an aid?
[[nodiscard]] bool has_own_settings(const State& state, const Rules& rules);

// When the screen, or the help over it, ends by itself.
[[nodiscard]] std::optional<MonoTime> screen_end(const State& state, const Rules& rules);

// The item after `from` that is asked, given the answers; nullopt: none. `from` = -1 begins.
[[nodiscard]] std::optional<std::size_t> item_after(std::ptrdiff_t from, const Visit& visit, const Rules& rules);
[[nodiscard]] std::optional<std::size_t> item_before(std::size_t from, const Visit& visit, const Rules& rules);

// Is there anything behind "say more"?
[[nodiscard]] bool offers_more(const Rules& rules);

}  // namespace hailong::flow
