// What hailong-sync is told by its command line and /etc/hailong/sync.toml.
#pragma once

#include <chrono>
#include <string>

#include "kiosk/domain/places.h"

namespace hailong::sync_app {

inline constexpr const char* kDefaultData = "/var/lib/hailong";
inline constexpr const char* kDefaultConfig = "/etc/hailong/sync.toml";
inline constexpr const char* kDefaultCard = "/etc/hailong/card.json";

struct Settings {
    domain::Places places;
    std::chrono::seconds tick{60};
    std::chrono::seconds boot_splay{300};
    std::string proxy;  // empty: none
};

// `config` empty: the default file, which may be absent; a named file must exist. Errors: bad_input, not_found.
[[nodiscard]] Result<Settings> load_settings(const base::Path& data, const base::Path& config);

}  // namespace hailong::sync_app
