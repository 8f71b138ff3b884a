// hailong-kiosk --check: reads everything the terminal will need and names what is wrong, before a citizen meets it:
// configuration, questionnaire, language packs, recordings, faces, pictograms, fonts (every glyph of every text) and
// whether each text has room on each screen. Of the ledger it asks only whether this version may go on with it, and it
// may be asked while another version serves. Opens no window and no network, writes nothing.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/finding.h"
#include "kiosk/app/kiosk_config.h"
#include "kiosk/base/exit_code.h"

namespace hailong::app {

struct CheckReport {
    std::vector<Finding> findings;
    std::string summary;  // one line, meant for a report without findings
};

// `files`: what is written in each. `screens`: where the files are right, each text is set on each screen too, which
// takes some seconds.
enum class Extent { files, screens };

// What `config` and `assets` hold. `config_file` names the configuration in findings about its texts.
[[nodiscard]] CheckReport check_assets(const KioskConfig& config, const base::Path& config_file,
                                       const base::Path& assets, Extent extent);

// The configuration file too; a broken one is a finding, and the files are then checked under the defaults.
[[nodiscard]] CheckReport check(const KioskRequest& request);

// Findings, one a line, on standard error and `usage` (2); else the summary on standard output and `ok`.
[[nodiscard]] base::ExitCode run_check(const KioskRequest& request);

}  // namespace hailong::app
