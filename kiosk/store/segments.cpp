#include "kiosk/store/segments.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace hailong::store {

namespace {
constexpr std::size_t kChainDigits = 8;
}

std::string chain8_of(const base::Digest& chain) { return chain.hex().substr(0, kChainDigits); }

std::optional<SegmentName> parse_segment_name(std::string_view folder) {
    if (folder.size() < kChainDigits + 2 || folder[kChainDigits] != '-') return std::nullopt;
    const std::string_view chain8 = folder.substr(0, kChainDigits);
    if (!base::from_hex(chain8)) return std::nullopt;
    const std::string_view digits = folder.substr(kChainDigits + 1);
    domain::Seq first = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), first);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    SegmentName name{std::string(chain8), first};
    if (name.folder() != folder) return std::nullopt;  // "007" is not how 7 is written
    return name;
}

Result<std::vector<SegmentName>> list_segments(const base::Path& ledger_folder) {
    std::error_code error;
    std::filesystem::directory_iterator folders(ledger_folder, error);
    std::vector<SegmentName> names;
    for (; !error && folders != std::filesystem::directory_iterator(); folders.increment(error)) {
        if (auto name = parse_segment_name(folders->path().filename().string())) names.push_back(std::move(*name));
    }
    if (error) return tl::unexpected<Error>(base::errno_error("list " + ledger_folder.string(), error.value()));
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::vector<SegmentName>> segments_of(const base::Path& ledger_folder, const base::Digest& chain) {
    HL_TRY(auto names, list_segments(ledger_folder));
    const std::string chain8 = chain8_of(chain);
    std::erase_if(names, [&](const SegmentName& name) { return name.chain8 != chain8; });
    if (names.empty()) return fail(ErrorCode::not_found, "no chain " + chain8 + " in " + ledger_folder.string());
    return names;
}

}  // namespace hailong::store
