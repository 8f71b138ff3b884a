// On which machine and which disk a data folder stands. A copied or moved folder must not go on with its chain: the
// original may do so elsewhere (ledger-and-sync.md §2 "Moved or cloned disk").
#pragma once

#include <string>

#include "kiosk/base/files.h"

namespace hailong::app {

// Empty: cannot be told here, and then is compared with nothing.
struct Standing {
    std::string machine;  // /etc/machine-id, else the mainboard's product_uuid
    std::string disk;     // f_fsid of statfs(2), hex
    bool operator==(const Standing&) const = default;
};
struct StandingSources {
    base::Path machine_id = "/etc/machine-id";
    base::Path product_uuid = "/sys/class/dmi/id/product_uuid";
};
[[nodiscard]] Standing read_standing(const base::Path& data, const StandingSources& sources = {});

// Something that is known of both differs.
[[nodiscard]] bool has_moved(const Standing& before, const Standing& now);
// What to remember: what is known now, else what was known.
[[nodiscard]] Standing merged(const Standing& before, const Standing& now);

}  // namespace hailong::app
