// Segments as directories of ledger/: `<chain8>-<first>/ledger.db`, where chain8 is the first eight hex digits of the
// chain and first the seq it begins with. Names that begin with a dot are segments being made; other names are not ours
// to judge.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/domain/chain.h"

namespace hailong::store {

inline constexpr mode_t kFolderMode = 02750;  // the group reads, and what is made inside belongs to it
inline constexpr mode_t kFileMode = 0640;
inline constexpr std::size_t kMaxSegmentFile = std::size_t{1} << 30;  // bytes; fifty times a full segment

struct SegmentName {
    std::string chain8;
    domain::Seq first = 0;
    auto operator<=>(const SegmentName&) const = default;
    [[nodiscard]] std::string folder() const { return chain8 + "-" + std::to_string(first); }
};
[[nodiscard]] std::string chain8_of(const base::Digest& chain);
[[nodiscard]] std::optional<SegmentName> parse_segment_name(std::string_view folder);
// Ascending by chain8, then first. Errors: not_found when there is no such folder, read_only without permission, io.
[[nodiscard]] Result<std::vector<SegmentName>> list_segments(const base::Path& ledger_folder);
// Those of one chain. Errors: not_found when there are none.
[[nodiscard]] Result<std::vector<SegmentName>> segments_of(const base::Path& ledger_folder, const base::Digest& chain);

}  // namespace hailong::store
