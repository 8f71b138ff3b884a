// How long this harness runs.
#pragma once

#include <cstdint>

#include "tests/support/findings.h"

namespace hailong::proxy_rig {

using test::Findings;

struct Options {
    long batches = 1000;
    long stride = 4;  // of the cuts: 1 tries every byte
    std::uint32_t seed = 20261123;
    bool few = false;  // cases enough to catch an agent that believes too much
};

}  // namespace hailong::proxy_rig
