// "Rate at home": a ticket that the terminal signs and shows as a QR code and as eight symbols (ledger-and-sync.md §4).
// The signature lets the province accept it before the terminal has synced; the ledger's entry about it lets the
// symbols alone be accepted later. Nothing in a ticket tells who took it.
//   t = 0x01 ‖ key id of the device key (8 bytes) ‖ id (10 random bytes) ‖ issue minute since 1970 (u32, big-endian)
//   address = HTTPS://HOST/T/base32(t ‖ Ed25519(device key, T("ticket/1", t)))        upper case: alphanumeric QR mode
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/clock.h"
#include "kiosk/base/crypto.h"

namespace hailong::domain {

inline constexpr auto kTicketLife = std::chrono::days(7);

using TicketId = base::FixedBytes<10, struct TicketIdTag>;

struct Ticket {
    std::string key;  // id of the device key, 16 hex digits
    TicketId id;
    std::uint32_t minute = 0;
    [[nodiscard]] base::WallTime issued() const { return base::WallTime(std::chrono::minutes(minute)); }
    bool operator==(const Ticket&) const = default;
};
[[nodiscard]] Ticket issue_ticket(const base::Signer& device, const TicketId& random, base::WallTime now);

// REQUIRES: the ticket names this device's key.
[[nodiscard]] std::string ticket_address(const Ticket& ticket, const base::Signer& device, std::string_view host);

struct SignedTicket {
    Ticket ticket;
    base::Signature signature;
};
// The part of the address behind /T/. Errors: bad_input. The signature is verify_ticket()'s to check.
[[nodiscard]] Result<SignedTicket> parse_ticket(std::string_view base32);
[[nodiscard]] bool verify_ticket(const SignedTicket& ticket, const base::SignKey& device);

// What a person can type instead: typed_code (typed_code.h) of H(T("ticket-code/1", key id ‖ id)), both raw. Without
// the minute, so that the ledger's entry is enough to know it again.
[[nodiscard]] std::string ticket_code(std::string_view key, const TicketId& id);

// The sealed plain text of the ledger's entry of kind `ticket`: {"visit":"<32 hex>","ticket":"<20 hex>"}.
struct TicketIssued {
    base::Token16 visit;
    TicketId ticket;
    bool operator==(const TicketIssued&) const = default;
};
[[nodiscard]] std::string encode_ticket_plain(const TicketIssued& issued);
// Errors: bad_input for anything that is not one, exactly.
[[nodiscard]] Result<TicketIssued> parse_ticket_plain(std::string_view plain);

}  // namespace hailong::domain
