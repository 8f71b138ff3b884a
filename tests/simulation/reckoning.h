// What became of the entries of a disk, in the end: each is held by the province, or is shown to be lost by what is.
#pragma once

#include "tests/simulation/virtual_server.h"

namespace hailong::simulation {

struct Reckoning {
    std::optional<Seq> missing;  // the lowest entry that is not held and of whose loss nobody is told
    std::uint64_t lost = 0;      // pruned under a receipt of an archive that was then put back: nobody has them
};
[[nodiscard]] Reckoning reckon(const VirtualServer::Content& content, const VirtualChain& chain);

}  // namespace hailong::simulation
