#include "kiosk/app/ticket_shown.h"

namespace hailong::app {

flow::TicketShown ticket_shown(const domain::TicketIssued& issued, const base::Signer& device, const std::string& host,
                               base::WallTime now) {
    const auto ticket = domain::issue_ticket(device, issued.ticket, now);
    const std::string day = base::office_day(ticket.issued() + domain::kTicketLife);  // "2026-12-02"
    return {domain::ticket_address(ticket, device, host), domain::ticket_code(ticket.key, ticket.id),
            day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4), host + "/T"};
}

}  // namespace hailong::app
