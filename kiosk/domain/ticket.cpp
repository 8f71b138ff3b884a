#include "kiosk/domain/ticket.h"

#include "kiosk/base/json.h"
#include "kiosk/domain/typed_code.h"

namespace hailong::domain {

namespace {

constexpr char kVersion = 1;
constexpr std::size_t kKeyIdSize = 8;
constexpr std::size_t kIdSize = TicketId::kSize;
constexpr std::size_t kMinuteSize = 4;
constexpr std::size_t kTicketSize = 1 + kKeyIdSize + kIdSize + kMinuteSize;

std::string raw_key_id(std::string_view key) { return base::from_hex(key).value_or(std::string(kKeyIdSize, '\0')); }

std::string bytes_of(const Ticket& ticket) {
    std::string out(1, kVersion);
    out += raw_key_id(ticket.key);
    out += ticket.id.view();
    return out + base::big_endian(ticket.minute).substr(8 - kMinuteSize);
}

std::uint32_t number_of(std::string_view big_endian) {
    std::uint32_t out = 0;
    for (const char c : big_endian) out = (out << 8U) | static_cast<unsigned char>(c);
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

}  // namespace

Ticket issue_ticket(const base::Signer& device, const TicketId& random, base::WallTime now) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()).count();
    return {device.key_id(), random, static_cast<std::uint32_t>(minutes)};
}

std::string ticket_address(const Ticket& ticket, const base::Signer& device, std::string_view host) {
    const std::string bytes = bytes_of(ticket);
    const base::Signature signature = device.sign(base::Context::ticket, {bytes});
    return "HTTPS://" + upper(host) + "/T/" + base::to_b32(bytes + std::string(signature.view()));
}

Result<SignedTicket> parse_ticket(std::string_view base32) {
    HL_TRY(const auto bytes, base::from_b32(base32));
    if (bytes.size() != kTicketSize + base::Signature::kSize || bytes.front() != kVersion) {
        return fail(ErrorCode::bad_input, "not a ticket");
    }
    const std::string_view rest = std::string_view(bytes).substr(1);
    SignedTicket out;
    out.ticket.key = base::to_hex(rest.substr(0, kKeyIdSize));
    HL_TRY(out.ticket.id, TicketId::from_raw(rest.substr(kKeyIdSize, kIdSize)));
    out.ticket.minute = number_of(rest.substr(kKeyIdSize + kIdSize, kMinuteSize));
    HL_TRY(out.signature, base::Signature::from_raw(rest.substr(kKeyIdSize + kIdSize + kMinuteSize)));
    return out;
}

bool verify_ticket(const SignedTicket& ticket, const base::SignKey& device) {
    return base::key_id(device.view()) == ticket.ticket.key &&
           base::verify(device, ticket.signature, base::Context::ticket, {bytes_of(ticket.ticket)});
}

std::string ticket_code(std::string_view key, const TicketId& id) {
    return typed_code(base::hash(base::Context::ticket_code, {raw_key_id(key), id.view()}));
}

std::string encode_ticket_plain(const TicketIssued& issued) {
    return base::json::Writer().field("visit", issued.visit.hex()).field("ticket", issued.ticket.hex()).done();
}

Result<TicketIssued> parse_ticket_plain(std::string_view plain) {
    HL_TRY(const auto object, base::json::parse(plain, "ticket"));
    TicketIssued issued;
    HL_TRY(issued.visit, object.hex<base::Token16>("visit"));
    HL_TRY(issued.ticket, object.hex<TicketId>("ticket"));
    if (encode_ticket_plain(issued) != plain) return fail(ErrorCode::bad_input, "ticket: not in its one form");
    return issued;
}

}  // namespace hailong::domain
