// The commands of hailong-sync. Each prints what a person needs and returns the program's exit code.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/exit_code.h"
#include "sync/app/settings.h"

namespace hailong::sync_app {

inline constexpr const char* kProgram = "hailong-sync";

// Sends until SIGTERM or SIGINT; SIGUSR1 sends at once.
[[nodiscard]] int run(const Settings& settings);
// One full exchange round. 0: nothing is pending any more; 1: the two ends disagree; 3: it could not be sent now.
[[nodiscard]] int once(const Settings& settings);
enum class StatusForm { text, json };
[[nodiscard]] int renew_now(const Settings& settings);
[[nodiscard]] int show_status(const Settings& settings, StatusForm form);
[[nodiscard]] int verify(const base::Path& path);
[[nodiscard]] int export_to_stdout(const Settings& settings, const std::optional<std::string>& chain);
[[nodiscard]] int enrol_with(const Settings& settings, const base::Path& card, std::chrono::seconds patience);

}  // namespace hailong::sync_app
