#include "kiosk/store/quarantine.h"

#include <cerrno>
#include <cstdio>

namespace hailong::store {

base::Path quarantine_of(const base::Path& ledger_folder) { return ledger_folder / "quarantine"; }

Status put_aside(const base::Path& ledger_folder, const SegmentName& name) {
    const base::Path quarantine = quarantine_of(ledger_folder);
    HL_CHECK(base::make_folder(quarantine, kFolderMode));
    HL_TRY(auto names, list_segments(ledger_folder));
    std::erase_if(names, [&](const SegmentName& one) { return one.chain8 != name.chain8 || one.first < name.first; });
    for (auto segment = names.rbegin(); segment != names.rend(); ++segment) {
        const std::string folder = segment->folder();
        if (rename((ledger_folder / folder).c_str(), (quarantine / folder).c_str()) != 0) {
            return tl::unexpected<Error>(base::errno_error("put aside " + folder, errno));
        }
        HL_CHECK(base::sync_folder(quarantine));
        HL_CHECK(base::sync_folder(ledger_folder));
    }
    return {};
}

Result<std::vector<SegmentName>> put_aside_segments(const base::Path& ledger_folder) {
    auto names = list_segments(quarantine_of(ledger_folder));
    if (!names && names.error().code == ErrorCode::not_found) return std::vector<SegmentName>();
    return names;
}

}  // namespace hailong::store
