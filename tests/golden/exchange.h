// One request of a released agent and the answer of a released server, byte by byte, as files of a record
// (tests/golden/README.md): `<n>.request` and `<n>.answer`, each one line that names the rest, and the body behind it.
#pragma once

#include <vector>

#include "kiosk/base/files.h"
#include "sync/agent/transport.h"

namespace hailong::golden {

struct Recorded {
    agent::Request request;
    agent::Reply answer;
};

// These throw when a file cannot be read or written.
void write_exchange(const base::Path& folder, std::size_t number, const Recorded& exchange);
// All of a folder, in the order in which they were made.
[[nodiscard]] std::vector<Recorded> read_exchanges(const base::Path& folder);

}  // namespace hailong::golden
