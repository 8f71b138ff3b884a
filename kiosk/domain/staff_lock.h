// The lock before the staff screen, as a pure machine: state + event + now → state + effects. A try is counted on the
// disk before it is judged and an accepted one is burnt there and written to the ledger before anything opens, so
// neither a power cut nor a kill gives a try back or lets a code be used twice. Time limits of the open menu are the
// flow's.
//
//   away ─asked→ asking ─typed→ counting ─stored→ judged: wrong → asking with a new challenge, the fifth → locked
//                                                          right → burning ─stored→ noting ─written→ open ─left→ away
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "kiosk/domain/staff_code.h"

namespace hailong::domain {

inline constexpr int kStaffTries = 5;
inline constexpr auto kStaffLockTime = std::chrono::seconds(900);  // of uptime; starts anew when the machine does

// What must outlive the power. Kept by kiosk/app/staff_state.h.
struct StaffRecord {
    int failures = 0;  // since the last success or the end of the last lock
    struct Lock {
        base::Token16 boot;  // uptime counts from this boot
        base::MonoTime until;
        bool operator==(const Lock&) const = default;
    };
    std::optional<Lock> lock;
    std::uint32_t sheet = kFirstStaffSheet;  // the only one whose codes are taken
    std::uint32_t burnt = 0;                 // bit i: code i + 1 of that sheet was used
    bool operator==(const StaffRecord&) const = default;
};
// The code the screen asks for: the first of the sheet that is not burnt. A sheet never runs out: its successor begins.
[[nodiscard]] unsigned next_sheet_code(const StaffRecord& record);

enum class StaffPhase { away, asking, counting, burning, noting, open, locked };
// Why the last try led nowhere, until the next.
enum class StaffRefusal { none, wrong, not_stored, not_written, no_key };
enum class StaffWay { challenge, sheet };

struct StaffLock {
    StaffPhase phase = StaffPhase::away;
    StaffRecord record;
    std::string challenge;  // "XXXX-XXXX" while asking
    base::MonoTime challenge_ends;
    StaffRefusal refusal = StaffRefusal::none;
    std::string typed;                   // between typed and judged
    std::optional<StaffRecord> storing;  // what is on its way to the disk
    StaffWay way = StaffWay::challenge;  // of the accepted code
    std::uint32_t sheet = 0;             // 0: none
    unsigned code = 0;
    bool operator==(const StaffLock&) const = default;
};
[[nodiscard]] int tries_left(const StaffLock& lock);
[[nodiscard]] base::Millis lock_left(const StaffLock& lock, base::MonoTime now);  // 0 when not locked

// Someone made the corner pattern. Without a key the phase becomes asking with refusal no_key and no challenge.
struct StaffAsked {};
struct StaffTyped {
    std::string digits;  // exactly eight; anything else is ignored and costs no try
};
// The answer to StaffStore.
struct StaffStored {
    bool ok = true;
};
// The answer to StaffNote.
struct StaffNoted {
    bool ok = true;
};
// In the open menu: from now on the next sheet counts; the old one is lost or used up.
struct StaffNextSheet {};
struct StaffLeft {};
struct StaffTimePassed {};  // also once after loading the record: a lock of an earlier boot begins anew
using StaffEvent =
    std::variant<StaffAsked, StaffTyped, StaffStored, StaffNoted, StaffNextSheet, StaffLeft, StaffTimePassed>;

// Write the record durably (staff_state.h), then tell StaffStored.
struct StaffStore {
    StaffRecord record;
    bool operator==(const StaffStore&) const = default;
};
// Append a device event "staff_entered" to the ledger, then tell StaffNoted.
struct StaffNote {
    StaffWay way = StaffWay::challenge;
    std::uint32_t sheet = 0;  // sheet only
    unsigned code = 0;
    bool operator==(const StaffNote&) const = default;
};
using StaffEffect = std::variant<std::monostate, StaffStore, StaffNote>;

struct StaffTurn {
    base::MonoTime now;
    base::Token16 boot;
    base::Token16 random;               // fresh at every call; becomes a challenge when one is due
    const base::Secret* key = nullptr;  // null: the identity brought none, the terminal must be enrolled again
};
struct StaffStep {
    StaffLock lock;
    StaffEffect effect;
};
[[nodiscard]] StaffStep advance(StaffLock lock, const StaffEvent& event, const StaffTurn& turn);
// When StaffTimePassed changes something: the end of the challenge or of the lock.
[[nodiscard]] std::optional<base::MonoTime> next_deadline(const StaffLock& lock);

}  // namespace hailong::domain
