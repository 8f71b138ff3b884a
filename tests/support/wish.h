// What the environment asks of a test: how many cases (HAILONG_KILLS, HAILONG_EVENTS, …), or which run again
// (HAILONG_SEED).
#pragma once

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hailong::test {

// `usual` where nothing is asked. Throws on what is no number.
template <class Number>
[[nodiscard]] Number number_from(const char* name, Number usual) {
    const char* given = std::getenv(name);
    if (given == nullptr) return usual;
    const std::string_view text(given);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw std::invalid_argument(std::string(name) + "=" + given + " is no number");
    }
    return number;
}

}  // namespace hailong::test
