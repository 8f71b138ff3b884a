// One line of the ledger. `n`, its position, is the truth; the seq inside the line must agree with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"
#include "kiosk/domain/answer.h"

namespace hailong::domain {

using Seq = std::uint64_t;

enum class EntryKind { genesis, rating, answer, ticket, device, salvage };
[[nodiscard]] std::string_view name_of(EntryKind kind);
[[nodiscard]] bool is_visit_kind(EntryKind kind);  // rating, answer, ticket: sealed

inline constexpr std::size_t kMaxLine = 5120;         // bytes
inline constexpr std::size_t kMaxSalvageLine = 8192;  // bytes

struct Stamp {
    base::WallTime at;
    base::Token16 boot;
    std::int64_t mono_ms = 0;
    bool operator==(const Stamp&) const = default;
};

// An entry that has no place in a chain yet.
struct Draft {
    EntryKind kind = EntryKind::device;
    Stamp stamp;
    std::string key;   // visit kinds: id of the key it is sealed to
    std::string box;   // visit kinds: raw sealed bytes
    std::string body;  // device, salvage: a JSON object as text
};
[[nodiscard]] std::string encode_entry(const Draft& draft, Seq seq);  // no newline

struct Entry {
    Seq seq = 0;
    EntryKind kind = EntryKind::device;
    Stamp stamp;
    std::string key;
    std::string box;
    std::string body;
};
// Errors: bad_input. Genesis lines are parsed by parse_genesis().
[[nodiscard]] Result<Entry> parse_entry(std::string_view line);

// Of the province's keys document. What is sealed to `comment` no server can open.
struct SealKeys {
    base::BoxKey intake;
    base::BoxKey comment;
};
// A comment is sealed to the comment key, everything else to the intake key. The plain text is wiped.
[[nodiscard]] Draft seal_answer(const Answer& answer, const Stamp& stamp, const SealKeys& keys);

// A device event: `event` from a fixed vocabulary ("started", "stopped", "sync_now", …), fields integers or fixed
// words.
struct EventField {
    std::string name;
    std::string value;
};
[[nodiscard]] Draft device_event(std::string_view event, const Stamp& stamp,
                                 const std::vector<EventField>& fields = {});

}  // namespace hailong::domain
