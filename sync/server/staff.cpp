#include "sync/server/staff.h"

#include <algorithm>

#include "kiosk/domain/typed_code.h"

namespace hailong::server {

namespace {

Result<std::vector<DeviceKey>> keys_of(Devices& devices, const std::string& device) {
    HL_TRY(auto keys, devices.device_keys());
    std::erase_if(keys, [&](const DeviceKey& key) { return key.device != device; });
    if (keys.empty()) return fail(ErrorCode::not_found, "no terminal \"" + device + "\" is enrolled in this province");
    return keys;
}

Result<base::Secret> key_for(const Province& province, Devices& devices, const std::string& device) {
    if (province.staff_master.size() == 0) {
        return fail(ErrorCode::environment,
                    "this province has no staff key yet: the next start of `hailong-server serve` makes it; terminals "
                    "get theirs when they are enrolled again");
    }
    HL_TRY(const auto known, keys_of(devices, device));
    return domain::staff_key(province.staff_master, known.front().device);
}

// What the archive holds at this place; nullopt when it is not held.
Result<std::optional<Digest>> held_hash(Records& records, const ArchivedChain& chain, Seq seq) {
    std::optional<Digest> found;
    HL_CHECK(records.each_line(chain, [&](const StoredLine& line) -> Status {
        if (line.seq == seq) found = line.hash;
        return {};
    }));
    return found;
}

std::string or_none(const std::optional<Seq>& seq) { return seq ? std::to_string(*seq) : "none"; }

}  // namespace

Result<std::string> staff_code(const Province& province, Devices& devices, const std::string& device,
                               std::string_view challenge) {
    HL_TRY(const auto symbols, domain::parse_typed_code(challenge));
    HL_TRY(const auto key, key_for(province, devices, device));
    return domain::staff_answer(key, symbols);
}

Result<std::vector<std::string>> staff_sheet(const Province& province, Devices& devices, const std::string& device,
                                             std::uint32_t sheet) {
    HL_TRY(const auto key, key_for(province, devices, device));
    std::vector<std::string> codes;
    for (unsigned number = 1; number <= domain::kStaffSheetCodes; ++number) {
        codes.push_back(domain::staff_sheet_code(key, sheet, number));
    }
    return codes;
}

Result<CheckedHealth> check_health(Devices& devices, Records& records, std::string_view text) {
    HL_TRY(const auto told, domain::parse_health(text));
    HL_TRY(const auto keys, keys_of(devices, told.health.device));
    const auto signer = std::find_if(keys.rbegin(), keys.rend(),
                                     [&](const DeviceKey& key) { return domain::verify_health(told, key.key); });
    if (signer == keys.rend()) {
        return fail(ErrorCode::crypto, "no key of " + told.health.device + " signed this: it was changed or mistyped");
    }
    CheckedHealth checked{told.health, *signer, std::nullopt, false};
    if (!told.health.head) return checked;
    HL_TRY(const auto chains, records.chains());
    for (const ArchivedChain& chain : chains) {
        if (chain.device != told.health.device || chain.chain != told.health.head->chain) continue;
        checked.held = chain.held.last;
        HL_TRY(const auto hash, held_hash(records, chain, told.health.head->seq));
        checked.contradicts = hash && *hash != told.health.head->hash;
    }
    return checked;
}

std::string describe(const CheckedHealth& checked) {
    const domain::Health& health = checked.health;
    std::string out = "terminal " + health.device + ", " + checked.signer.office + " (" + checked.signer.unit + ")";
    out += checked.signer.revoked ? ", REVOKED\n" : ", signature holds\n";
    out += "its clock " + base::office_time(health.clock) + " (UTC+7), version " + health.version + ", " +
           std::to_string(health.disk_free_mb) + " MiB free, certificate " +
           (health.cert_days ? std::to_string(*health.cert_days) + " days left" : std::string("unknown")) + "\n";
    if (!health.head) return out + "its ledger cannot be read\n";
    out += "chain " + health.head->chain.hex() + "\nwritten through entry " + std::to_string(health.head->seq) +
           ", receipted through " + or_none(health.through) + ", pending in all chains " +
           std::to_string(health.pending) + "\nthis archive holds through " + or_none(checked.held) + "\n";
    if (checked.contradicts) {
        out += "CONTRADICTION: entry " + std::to_string(health.head->seq) + " differs from the archive's\n";
    }
    return out;
}

}  // namespace hailong::server
