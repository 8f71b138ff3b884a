// What comes by stick instead of the network (kiosk/app/usb.h writes it). Replay is harmless.
#pragma once

#include "sync/server/reception.h"

namespace hailong::server {

struct Imported {
    std::string device;
    Seq first = 0;
    Seq last = 0;
    domain::Verdict verdict = domain::Verdict::ok;
};
// Takes the batch in `file` and writes the answer to `file`.answer. Errors: bad_input for a file that is no batch,
// not_found for an unknown terminal, conflict for a revoked one, and the archive's; then there is no answer.
[[nodiscard]] Result<Imported> import_file(Reception& reception, Reports& reports, const base::Path& file,
                                           base::WallTime now);
[[nodiscard]] std::string describe(const Imported& imported);

}  // namespace hailong::server
