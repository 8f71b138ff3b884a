// Recomputes every chain from the archive's bytes and checks the terminals' signatures kept as evidence.
#pragma once

#include <optional>
#include <string>

#include "sync/server/archive.h"

namespace hailong::server {

struct Fault {
    std::string device;
    Digest chain;
    Seq seq = 0;  // the first entry that is not as its terminal signed it
    std::string why;
};
struct Verification {
    std::uint64_t chains = 0;
    std::uint64_t entries = 0;
    std::uint64_t signatures = 0;
    std::uint64_t holes = 0;
    std::optional<Fault> fault;  // the first one; checking stops there
};
[[nodiscard]] Result<Verification> verify_archive(Records& records);

}  // namespace hailong::server
