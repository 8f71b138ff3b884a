#include "kiosk/store/retention.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "kiosk/store/segment_file.h"

namespace hailong::store {

namespace {

constexpr std::string_view kGone = ".gone-";

base::Path genesis_file(const base::Path& ledger_folder, const std::string& chain8) {
    return ledger_folder / (chain8 + ".genesis");
}

void clear_away(const base::Path& ledger_folder) {
    std::error_code ignored;
    for (const auto& one : std::filesystem::directory_iterator(ledger_folder, ignored)) {
        if (one.path().filename().string().starts_with(kGone)) std::filesystem::remove_all(one.path(), ignored);
    }
}

Status keep_genesis(const base::Path& ledger_folder, const SegmentName& name) {
    HL_TRY(const auto file, SegmentFile::open_reader(ledger_folder / name.folder()));
    HL_TRY(const auto entries, file.entries(0, 1));
    if (entries.empty() || entries.front().seq != 0) return fail(ErrorCode::corrupt, "entry 0: missing");
    return base::write_file(genesis_file(ledger_folder, name.chain8), entries.front().line, kFileMode);
}

}  // namespace

Status remove_first_segment(const base::Path& ledger_folder, const SegmentName& name) {
    clear_away(ledger_folder);
    HL_TRY(auto names, list_segments(ledger_folder));
    std::erase_if(names, [&](const SegmentName& one) { return one.chain8 != name.chain8; });
    if (names.size() < 2 || names.front() != name) {
        return fail(ErrorCode::conflict, name.folder() + " is not the first of several segments");
    }
    if (name.first == 0) HL_CHECK(keep_genesis(ledger_folder, name));
    const base::Path gone = ledger_folder / (std::string(kGone) + name.folder());
    if (rename((ledger_folder / name.folder()).c_str(), gone.c_str()) != 0) {
        return tl::unexpected<Error>(base::errno_error("remove " + name.folder(), errno));
    }
    HL_CHECK(base::sync_folder(ledger_folder));
    clear_away(ledger_folder);
    return {};
}

Result<std::optional<domain::Genesis>> kept_genesis(const base::Path& ledger_folder, const base::Digest& chain) {
    using Kept = std::optional<domain::Genesis>;
    const auto line = base::read_file(genesis_file(ledger_folder, chain8_of(chain)), domain::kMaxLine);
    if (!line) {
        // bad_input: what lies there is no file of ours.
        const bool is_known = line.error().code == ErrorCode::not_found || line.error().code == ErrorCode::bad_input;
        return is_known ? Result<Kept>(Kept()) : tl::unexpected<Error>(line.error());
    }
    if (domain::begin_chain(*line).chain != chain) return Kept();
    const auto genesis = domain::parse_genesis(*line);
    return genesis ? Kept(*genesis) : Kept();
}

}  // namespace hailong::store
