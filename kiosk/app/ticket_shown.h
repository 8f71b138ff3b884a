// The home ticket as it is shown once its entry is committed.
#pragma once

#include "kiosk/domain/ticket.h"
#include "kiosk/flow/event.h"

namespace hailong::app {

// `host`: of the addresses of home tickets. The last day is that of the office.
[[nodiscard]] flow::TicketShown ticket_shown(const domain::TicketIssued& issued, const base::Signer& device,
                                             const std::string& host, base::WallTime now);

}  // namespace hailong::app
