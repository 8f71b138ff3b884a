// What a bad disk, a bad cable or a restored copy makes of a segment's files.
#pragma once

#include <functional>
#include <random>
#include <string>

#include "kiosk/base/files.h"

namespace hailong::heal {

using Dice = std::mt19937_64;  // the same numbers on every machine
[[nodiscard]] std::size_t below(Dice& dice, std::size_t limit);

// Does one seeded harm to ledger.db or its -wal, with `other` as the file of another ledger; says what it did.
[[nodiscard]] std::string mutate(const base::Path& segment, const base::Path& other_segment, Dice& dice);

}  // namespace hailong::heal
