// 8 MB that nobody needs until the disk is full: then they are given to the ledger, room for hundreds of ratings, while
// somebody makes room (ledger-and-sync.md §2 "Disk full"). ledger/.ballast, on the ledger's own file system.
#pragma once

#include "kiosk/domain/places.h"

namespace hailong::app {

inline constexpr std::uint64_t kBallastBytes = 8U << 20U;
// Taken only while this much stays free beside it: a disk that is nearly full needs its blocks now.
inline constexpr std::uint64_t kFreeBesideBallast = 4U << 20U;
[[nodiscard]] constexpr bool may_take_ballast(std::uint64_t free_bytes) {
    return free_bytes >= kBallastBytes + kFreeBesideBallast;
}

// Reserves the blocks if they are not and there is room. True when they are held now. No failure matters.
bool take_ballast(const domain::Places& places);
// True when there was something to give.
bool release_ballast(const domain::Places& places);

}  // namespace hailong::app
