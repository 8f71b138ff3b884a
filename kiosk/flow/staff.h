// The staff screens as a pure machine of their own, beside the visit's: advance(state, event, turn) → {state, orders}.
// The lock is domain/staff_lock.h; here are the corner pattern, the pages and their time limits.
//
//   closed ──five quick taps in the corner──► code ──right, burnt, in the ledger──► menu ◄──► touch test, cleaning
//      ▲────── leave, or untouched (5 min for the code: somebody telephones; 2 min elsewhere) ──────┘
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/domain/chain.h"
#include "kiosk/domain/genesis.h"
#include "kiosk/domain/staff_lock.h"
#include "kiosk/flow/event.h"
#include "kiosk/flow/view.h"

namespace hailong::flow {

inline constexpr double kStaffCorner = 25;  // mm, upper left
inline constexpr std::size_t kStaffTaps = 5;
inline constexpr base::Millis kStaffTapTime{4'000};
inline constexpr base::Millis kStaffCodeIdle{300'000};
inline constexpr base::Millis kStaffIdle{120'000};
inline constexpr base::Millis kCleaning{30'000};
inline constexpr std::size_t kDrawnPoints = 200;

// Why and on which day the chain that takes ratings was begun, where that is no everyday reason.
struct FreshChain {
    domain::GenesisReason reason = domain::GenesisReason::fork;
    std::string day;  // "2026-11-23"
    bool operator==(const FreshChain&) const = default;
};

// How the terminal does, as far as it could be found out.
struct StaffReport {
    std::string device;
    std::optional<domain::Head> head;
    std::optional<domain::Seq> through;
    std::uint64_t written = 0;  // entries of all chains
    std::uint64_t pending = 0;
    std::optional<FreshChain> fresh_chain;
    std::uint64_t disk_free_mb = 0;
    std::string version;
    std::string clock;  // "2026-11-23 09:15"
    bool has_agent = false;
    std::string last_contact;  // empty: never
    std::string problem;       // the agent's word; empty: none
    std::optional<base::MonoTime> next_try;
    std::optional<std::int64_t> clock_offset_s;    // ahead of the province, as of the last contact
    std::optional<std::int64_t> certificate_days;  // whole days until the agent's certificate ends; negative: it ended
    std::string qr;
    bool operator==(const StaffReport&) const = default;
};

enum class StickOutcome { copied, none, failed };
struct StickDone {
    StickOutcome outcome = StickOutcome::copied;
    std::uint64_t files = 0;
    std::uint64_t entries = 0;
    bool operator==(const StickDone&) const = default;
};
enum class StaffNews { none, sync_asked, copying };

struct AtStaffCode {
    std::string typed;
    bool operator==(const AtStaffCode&) const = default;
};
struct AtStaffMenu {
    std::variant<StaffNews, StickDone> news;
    bool operator==(const AtStaffMenu&) const = default;
};
struct AtStaffTouch {
    std::vector<base::PanelPoint> points;
    std::array<bool, 9> hit{};
    bool operator==(const AtStaffTouch&) const = default;
};
struct AtStaffClean {
    base::MonoTime until;
    bool operator==(const AtStaffClean&) const = default;
};
using StaffPage = std::variant<std::monostate, AtStaffCode, AtStaffMenu, AtStaffTouch, AtStaffClean>;

struct StaffState {
    domain::StaffLock lock;
    StaffPage page;
    base::MonoTime touched;  // when somebody last was there
    base::MonoTime since;    // when the page appeared
    std::optional<StaffReport> report;
    std::string language;
    int loudness = 0;                 // 0–10, of what citizens hear
    std::deque<base::MonoTime> taps;  // in the corner while closed
    bool operator==(const StaffState&) const = default;
    [[nodiscard]] bool is_open() const { return !std::holds_alternative<std::monostate>(page); }
};

// While closed only touches of a screen that may be left are told: the first one, or a notice that covers it.
struct StaffTapped {
    base::PanelPoint at;
};
using StaffEvent = std::variant<StaffTapped, StaffTouched, domain::StaffStored, domain::StaffNoted, StaffReport,
                                StickDone, domain::StaffTimePassed>;

struct StaffSyncNow {};
struct StaffCopy {};  // answered by StickDone
struct StaffLook {};  // answered by StaffReport
struct StaffLoudness {
    int loudness = 0;
};
struct StaffRestart {};
// The first two are answered as staff_lock.h says.
using StaffOrder = std::variant<domain::StaffStore, domain::StaffNote, StaffSyncNow, StaffCopy, StaffLook,
                                StaffLoudness, StaffRestart>;

struct StaffMove {
    StaffState state;
    std::vector<StaffOrder> orders;
};
struct StaffSetting {
    domain::StaffTurn turn;
    const std::vector<std::string>& languages;
};
[[nodiscard]] StaffMove advance(StaffState state, const StaffEvent& event, const StaffSetting& setting);
[[nodiscard]] std::optional<base::MonoTime> next_deadline(const StaffState& state, base::MonoTime now);

// Every key that some staff screen can name.
[[nodiscard]] std::vector<std::string> staff_text_keys();

// REQUIRES: state.is_open().
[[nodiscard]] View view(const StaffState& state, base::MonoTime now);

}  // namespace hailong::flow
