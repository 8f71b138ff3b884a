// Allocations of OpenSSL's fail, one at a time, in what makes, reads, signs and checks keys and certificates: each call
// refuses or gives what is right, none believes what is forged, and the next call works.
#pragma once

#include "tests/crash/workers.h"

namespace hailong::crash {

// About `wanted` of the allocations, evenly over each call. `noticed`: OpenSSL ended the process. REQUIRES:
// give_openssl_failing_memory().
[[nodiscard]] Tally sweep_identity(std::size_t wanted);

}  // namespace hailong::crash
