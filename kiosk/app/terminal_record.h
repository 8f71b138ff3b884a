// What the terminal remembers beside its ledger, for the day on which the ledger is damaged: kiosk/state.json, written
// by rename and fsync. It is a help and no truth: without it, or when it cannot be read, the terminal serves all the
// same and knows less of what it lost.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/standing.h"
#include "kiosk/domain/genesis.h"
#include "kiosk/domain/places.h"

namespace hailong::app {

struct TerminalRecord {
    // A chain that is being put aside; absent again when the next one has begun.
    struct Healing {
        std::string chain8;
        std::optional<domain::PreviousChain> prev;  // as the next genesis will name it; absent when nothing is known
        bool operator==(const Healing&) const = default;
    };
    std::optional<base::Digest> chain;      // the one that takes ratings
    std::vector<base::WallTime> put_aside;  // when chains were put aside, oldest first
    std::optional<Healing> healing;
    Standing standing{};
    bool operator==(const TerminalRecord&) const = default;
};

[[nodiscard]] TerminalRecord load_terminal_record(const domain::Places& places);
[[nodiscard]] Status save_terminal_record(const domain::Places& places, const TerminalRecord& record);

// A disk that damages the ledger again and again is to be replaced, not to be worn out: five times within a day of
// the wall clock, in whichever direction that clock was set since (ledger-and-sync.md §2).
inline constexpr std::size_t kMostADay = 5;
[[nodiscard]] bool may_put_aside(const std::vector<base::WallTime>& before, base::WallTime now);

}  // namespace hailong::app
