// hailong-kiosk --check: reads everything the terminal will need and names what is wrong, before a citizen meets it:
// configuration, questionnaire, language files, faces, pictograms and fonts (every glyph of every text). Opens no
// ledger, no window and no network, writes nothing.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/kiosk_config.h"
#include "kiosk/base/exit_code.h"

namespace hailong::app {

struct Finding {
    std::string where;   // "assets/i18n/vi/texts.json:12"; a file that is absent or has no lines: its path
    std::string what;    // what is wrong
    std::string remedy;  // what to do
    [[nodiscard]] std::string text() const { return where + ": " + what + ". " + remedy; }
};

struct CheckReport {
    std::vector<Finding> findings;
    std::string summary;  // one line, meant for a report without findings
};

// What `config` and `assets` hold. `config_file` names the configuration in findings about its texts.
[[nodiscard]] CheckReport check_assets(const KioskConfig& config, const base::Path& config_file,
                                       const base::Path& assets);

// The configuration file too; a broken one is a finding, and the assets are then checked under the defaults.
[[nodiscard]] CheckReport check(const KioskRequest& request);

// Findings, one a line, on standard error and `usage` (2); else the summary on standard output and `ok`.
[[nodiscard]] base::ExitCode run_check(const KioskRequest& request);

}  // namespace hailong::app
