// The province's half of the staff screen (ledger-and-sync.md §4): answers to challenges, printed sheets, and what a
// photographed health QR says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/domain/health.h"
#include "kiosk/domain/staff_code.h"
#include "sync/server/province.h"

namespace hailong::server {

// Errors: not_found for a device that is not enrolled here, bad_input for a mistyped challenge, environment when the
// province has no staff key yet.
[[nodiscard]] Result<std::string> staff_code(const Province& province, Devices& devices, const std::string& device,
                                             std::string_view challenge);
// Code 1 first.
[[nodiscard]] Result<std::vector<std::string>> staff_sheet(const Province& province, Devices& devices,
                                                           const std::string& device, std::uint32_t sheet);

struct CheckedHealth {
    domain::Health health;
    DeviceKey signer;
    std::optional<Seq> held;   // of that chain, in the archive
    bool contradicts = false;  // the archive holds another entry at that place of that chain
};
// Errors: bad_input for a text that is none, not_found for an unknown device, crypto when no key of it signed.
[[nodiscard]] Result<CheckedHealth> check_health(Devices& devices, Records& records, std::string_view text);
[[nodiscard]] std::string describe(const CheckedHealth& checked);  // lines for a person

}  // namespace hailong::server
