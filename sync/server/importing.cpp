#include "sync/server/importing.h"

#include <algorithm>

namespace hailong::server {

namespace {

constexpr std::size_t kMaxFile = std::size_t{300} * 1024;  // header line and lines of one batch (PROTOCOL.md)

Result<Terminal> terminal_called(Reports& reports, const std::string& device) {
    HL_TRY(const auto known, reports.terminals());
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& report) { return report.terminal.device == device; });
    if (found == known.end()) return fail(ErrorCode::not_found, "no terminal \"" + device + "\" is enrolled here");
    if (found->terminal.revoked) return fail(ErrorCode::conflict, "terminal " + device + " was revoked");
    return found->terminal;
}

}  // namespace

Result<Imported> import_file(Reception& reception, Reports& reports, const base::Path& file, base::WallTime now) {
    HL_TRY(const auto text, base::read_file(file, kMaxFile));
    HL_TRY(const auto batch, domain::split_batch(text));
    HL_TRY(const auto terminal, terminal_called(reports, batch.header.device));
    HL_TRY(const auto answered, reception.import(terminal, text, now));
    HL_CHECK(base::write_plain_file(file.string() + ".answer", answered.text));
    return Imported{terminal.device, batch.header.first, batch.header.last, answered.verdict};
}

std::string describe(const Imported& imported) {
    return imported.device + " entries " + std::to_string(imported.first) + " to " + std::to_string(imported.last) +
           ": " + std::string(domain::name_of(imported.verdict));
}

}  // namespace hailong::server
