// `hailong-kiosk --rehearse N`: scripted visits through the real flow, writer thread and ledger, without a window. The
// flow runs on a virtual clock, so nobody waits for a thank-you screen; the disk and the stamps are real.
#pragma once

#include <cstdint>
#include <functional>

#include "kiosk/app/session.h"

namespace hailong::app {

struct RehearsalRequest {
    SessionRequest session;  // purpose and wake are set by rehearse()
    std::uint64_t visits = 0;
    std::chrono::milliseconds pace{0};  // real time between two visits
    std::uint64_t seed = 1;             // which scores, reasons, changes of mind, further answers and departures
    // After each visit, with its highest committed seq.
    std::function<void(domain::Seq)> thanked;
};

struct RehearsalSummary {
    std::uint64_t visits = 0;
    std::uint64_t thanked = 0;  // visits that ended on the thank-you screen; the others walked away, rated all the same
    std::uint64_t revised = 0;  // visits in which another face was touched
    std::uint64_t with_reasons = 0;
    std::uint64_t with_more = 0;  // items, a comment or a dossier code, as far as the rules offer them
    std::uint64_t tickets = 0;    // taken home before the rating
    base::Digest chain;
    domain::Seq last = 0;
};

// Errors: those of Session::open, and of the first write that failed.
[[nodiscard]] Result<RehearsalSummary> rehearse(RehearsalRequest request, const base::Clock& clock);

}  // namespace hailong::app
