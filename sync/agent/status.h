// sync/status.json: what the agent knows about itself, for `hailong-sync status` and the terminal's staff screen.
//   {"v":1,"at":"…Z","last_contact":"…Z"|null,"next_try":"…Z","problem":{"word","text","since"}|null,"alarm":"<word>"|null,
//    "clock_offset_s":n|null,"certificate_until":"…Z"|null,
//    "chains":[{"chain","last","through"|null,"pending","rests":"<word of alarm>"|null}]}
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/agent/planner.h"
#include "sync/agent/problem.h"

namespace hailong::agent {

struct ChainStatus {
    base::Digest chain;
    Seq last = 0;
    std::optional<Seq> through;
    Seq pending = 0;
    std::optional<std::string> rests = std::nullopt;  // why: an alarm's word
    bool operator==(const ChainStatus&) const = default;
};

struct SyncStatus {
    base::WallTime at;
    std::optional<base::WallTime> last_contact;  // of the last accepted answer
    base::WallTime next_try;
    std::optional<Problem> problem;
    std::optional<base::WallTime> problem_since;
    std::optional<std::string> alarm;
    // How far our clock was ahead of the province's when its last receipt came; whole seconds.
    std::optional<std::int64_t> clock_offset_s;
    std::optional<base::WallTime> certificate_until;  // when our own certificate ends
    std::vector<ChainStatus> chains;
    bool operator==(const SyncStatus&) const = default;
};

[[nodiscard]] std::string encode_status(const SyncStatus& status);
[[nodiscard]] Result<SyncStatus> parse_status(std::string_view text);

}  // namespace hailong::agent
