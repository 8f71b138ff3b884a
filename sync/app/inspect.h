// `hailong-sync verify` and `export`: the ledger without its terminal.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/domain/chain.h"

namespace hailong::sync_app {

struct Finding {
    std::string chain8;
    domain::Seq floor = 0;
    std::optional<domain::Head> head;  // of the last good entry
    std::optional<domain::Seq> first_bad;
    std::string what;  // with first_bad
};
[[nodiscard]] std::string describe(const Finding& finding);

// `path`: a data folder, a ledger folder, a segment folder, its ledger.db, or an export. Errors: not_found, busy, io,
// bad_input when it is none of these. Damage is a finding, not an error.
[[nodiscard]] Result<std::vector<Finding>> verify_path(const base::Path& path);

// One line an entry, chain by chain: {"chain":"<64 hex>","seq":0,"hash":"<64 hex>","sig":"<b64>","line":"<the exact
// line>"}. `sink` gets each with its newline.
[[nodiscard]] Status export_ledger(const base::Path& ledger_folder, const std::optional<base::Digest>& chain,
                                   const std::function<Status(std::string_view)>& sink);

}  // namespace hailong::sync_app
