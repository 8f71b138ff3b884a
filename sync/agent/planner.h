// The sending, as a pure function: decide(state, outcome, moment, rules) → new state and what to do next.
// No answer of any server deletes an entry; the worst an answer can do is to make a chain rest for an hour.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"
#include "sync/agent/ledger_view.h"
#include "sync/agent/outcome.h"

namespace hailong::agent {

using base::Millis;
using base::MonoTime;

struct Rules {
    Millis tick = std::chrono::seconds(60);  // never at each touch: when a packet leaves tells nothing
    Millis backoff_base = std::chrono::seconds(5);
    Millis backoff_cap = std::chrono::seconds(900);
    Millis intercepted_cap = std::chrono::seconds(300);  // portals open by hand: look again soon
    Millis retry_after_cap = std::chrono::hours(6);
    Millis hourly = std::chrono::hours(1);
    Millis daily = std::chrono::hours(24);
    Millis silent_alarm = std::chrono::hours(24);
    Millis spread = std::chrono::seconds(300);  // added at random to hourly and daily pauses: no two terminals in step
    Millis keys_retry = std::chrono::minutes(5);  // a keys document that could not be had is asked for again
    std::size_t rewinds_per_hour = 3;
    int hash_retries = 3;
};

enum class AlarmKind { silent, untrusted, refused, outdated, entry_too_large, rewinds, fork, behind, hash, unreadable };
[[nodiscard]] std::string_view name_of(AlarmKind kind);

// Where one chain stands. `through`: the province holds every entry of our version up to here, in its own or beside it,
// whatever the verdict was; nullopt = begin at the floor.
struct Progress {
    base::Digest chain;
    Seq floor = 0;
    Seq last = 0;
    std::optional<Seq> through;
    std::size_t limit = domain::kMaxBatchLines;
    std::vector<MonoTime> rewinds;
    int hash_tries = 0;
    // An answer contradicted our ledger: the next batch begins here, where a server that means it must say `fork` or
    // `behind`. It is where to ask, never what is delivered.
    std::optional<Seq> dispute;
    std::optional<AlarmKind> halt;  // why it rests
    MonoTime rests_until{};

    [[nodiscard]] Seq next() const { return through ? *through + 1 : 0; }
    [[nodiscard]] Seq pending() const { return next() > last ? 0 : last + 1 - (next() < floor ? floor : next()); }
};

struct State {
    std::vector<Progress> chains;  // the one being written first
    unsigned failures = 0;
    std::optional<MonoTime> failing_since;
    std::size_t turn = 0;  // which older chain is next
};

struct Send {
    base::Digest chain;
    Seq from = 0;
    std::size_t limit = 0;  // 0: a heartbeat
    bool operator==(const Send&) const = default;
};
struct Wait {
    Millis duration{};
    bool operator==(const Wait&) const = default;
};
// A person must look; meanwhile the agent waits and goes on.
struct Alarm {
    AlarmKind kind = AlarmKind::silent;
    Millis duration{};
    bool operator==(const Alarm&) const = default;
};
using Action = std::variant<Send, Wait, Alarm>;

struct Decision {
    State state;
    Action action;
};

struct Moment {
    MonoTime now{};
    double jitter = 0;  // uniform in [0, 1)
};

[[nodiscard]] Decision decide(State state, const Outcome& outcome, const Moment& moment, const Rules& rules);
// What to send at a tick: the current chain's entries, else an older chain's in turn, else the current chain's
// heartbeat. nullopt when no chain may be sent now.
[[nodiscard]] std::optional<Send> next_send(const State& state, MonoTime now);
// Takes in what the ledger holds now; keeps what is known of each chain.
[[nodiscard]] State follow(State state, const std::vector<ChainSummary>& chains);

}  // namespace hailong::agent
