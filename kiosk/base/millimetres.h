// Lengths on the panel. Touch rules and target sizes are about fingers, so they are told in millimetres, never in
// pixels.
#pragma once

#include <cmath>
#include <compare>

namespace hailong::base {

struct Millimetres {
    double value = 0;
    auto operator<=>(const Millimetres&) const = default;
};

// A place on the panel, from its upper left corner.
struct PanelPoint {
    Millimetres x;
    Millimetres y;
    bool operator==(const PanelPoint&) const = default;
};

[[nodiscard]] inline Millimetres distance(const PanelPoint& a, const PanelPoint& b) {
    return {std::hypot(a.x.value - b.x.value, a.y.value - b.y.value)};
}

}  // namespace hailong::base
