// Entry 0: who this chain belongs to and why it was begun. hash(0) is the chain's id.
#pragma once

#include <optional>
#include <string>

#include "kiosk/domain/entry.h"

namespace hailong::domain {

enum class GenesisReason { enrolled, rehearsal, rekeyed, quarantine, fork, behind, moved };
[[nodiscard]] std::string_view name_of(GenesisReason reason);

struct PreviousChain {
    base::Digest chain;
    Seq seq = 0;
    base::Digest hash;
    bool certain = true;  // false when the old file was damaged
    bool operator==(const PreviousChain&) const = default;
};

struct Genesis {
    Stamp stamp;
    std::string device;  // [a-z0-9-]{1,32}; "unenrolled" before enrolment (rehearsal only)
    std::string unit;    // five-digit NSO code; "00000" before enrolment
    base::SignKey dev_key;
    base::Token16 rand;
    GenesisReason reason = GenesisReason::enrolled;
    std::optional<PreviousChain> prev;
    bool operator==(const Genesis&) const = default;
};
[[nodiscard]] std::string encode_genesis(const Genesis& genesis);
[[nodiscard]] Result<Genesis> parse_genesis(std::string_view line);

[[nodiscard]] bool is_device_id(std::string_view text);
[[nodiscard]] bool is_unit_code(std::string_view text);

}  // namespace hailong::domain
