// The parts of this harness; each answers for one row of the promises.
#pragma once

#include "tests/load/town.h"
#include "tests/support/findings.h"

namespace hailong::load {

struct Options {
    int strangers = 3000;
    int clients = 200;
    int seconds = 20;  // that honest terminals are measured beside strangers
    std::uint32_t seed = 20261130;
};

// Row 25: honest terminals beside thousands of strangers.
[[nodiscard]] test::Findings slow_strangers(const Options& options);
[[nodiscard]] test::Findings slow_strangers_known_bad(const Options& options);

// Row 23: everybody comes back after an outage.
[[nodiscard]] test::Findings reconnect_clients(const Options& options);
[[nodiscard]] test::Findings reconnect_clients_known_bad(const Options& options);

}  // namespace hailong::load
