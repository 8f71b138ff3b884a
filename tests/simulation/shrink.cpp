#include "tests/simulation/shrink.h"

#include <algorithm>

#include "tests/simulation/seeded_random.h"

namespace hailong::simulation {

Ending live(const Authority& authority, const Layout& layout, Weakness weakness, World::Trace trace) {
    seed_randomness(layout.seed);
    World world(authority, layout, weakness);
    return world.run(trace);
}

// Halves, quarters, …, single faults (Zeller's ddmin, complements only).
Layout shrink(const Authority& authority, Layout layout, Weakness weakness, int runs) {
    std::size_t chunk = std::max<std::size_t>(1, layout.faults.size() / 2);
    while (runs > 0) {
        bool is_smaller = false;
        for (std::size_t begin = 0; begin < layout.faults.size() && runs > 0;) {
            Layout fewer = layout;
            const auto end = std::min(begin + chunk, layout.faults.size());
            fewer.faults.erase(fewer.faults.begin() + static_cast<std::ptrdiff_t>(begin),
                               fewer.faults.begin() + static_cast<std::ptrdiff_t>(end));
            --runs;
            if (live(authority, fewer, weakness).failure) {
                layout = std::move(fewer);
                is_smaller = true;
            } else {
                begin = end;
            }
        }
        if (chunk == 1 && !is_smaller) break;
        if (!is_smaller) chunk /= 2;
    }
    return layout;
}

}  // namespace hailong::simulation
