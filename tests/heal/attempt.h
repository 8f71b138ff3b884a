// One damaged ledger: is the terminal's opening code serving afterwards, and what of the old entries is still there?
#pragma once

#include "tests/heal/mutation.h"
#include "tests/heal/originals.h"

namespace hailong::heal {

enum class Healing { on, off };  // off: the known-bad terminal, which opens its chain and does no more

struct Outcome {
    std::string failure;     // empty: it served as promised
    std::size_t intact = 0;  // entries whose bytes the harm left whole
    std::size_t kept = 0;    // of them those that the served chain holds or salvage can read
    std::chrono::milliseconds opening{0};
    bool began_anew = false;
};

// Harms a copy of `original` at `root` and opens it.
[[nodiscard]] Outcome attempt(const Original& original, const Original& other, Dice& dice, Healing healing);

}  // namespace hailong::heal
