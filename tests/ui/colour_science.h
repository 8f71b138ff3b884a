// How colours look: contrast (WCAG 2.2), difference (CIEDE2000) and how dichromats see them (Machado, Oliveira and
// Fernandes 2009, severity 1).
#pragma once

#include <array>

#include "kiosk/ui/theme.h"

namespace hailong::test {

using Linear = std::array<double, 3>;  // linear light, 0…1

struct Lab {
    double l = 0;
    double a = 0;
    double b = 0;
};

[[nodiscard]] Linear to_linear(ui::Rgb colour);
[[nodiscard]] Lab to_lab(const Linear& colour);  // D65
[[nodiscard]] double contrast(ui::Rgb one, ui::Rgb other);
[[nodiscard]] double difference(const Lab& one, const Lab& other);  // ΔE2000
[[nodiscard]] Linear as_protan(const Linear& colour);
[[nodiscard]] Linear as_deutan(const Linear& colour);

}  // namespace hailong::test
