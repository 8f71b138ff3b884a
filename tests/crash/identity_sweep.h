// Allocations of OpenSSL's fail, one at a time, in what makes, reads, signs and checks keys and certificates: each call
// refuses or gives what is right, none believes what is forged, and the next call works.
#pragma once

#include "tests/crash/workers.h"

namespace hailong::crash {

struct Swept {
    Tally tally;
    std::size_t ended = 0;  // by OpenSSL itself, which a case survives as it survives a kill
};
// About `wanted` of the allocations, evenly over each call, and all of the last ones, where a call makes its answer.
// REQUIRES: give_openssl_failing_memory().
[[nodiscard]] Swept sweep_identity(std::size_t wanted);

}  // namespace hailong::crash
