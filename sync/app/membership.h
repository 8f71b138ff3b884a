// The terminal's membership of its province, as enrolment left it in the data folder.
#pragma once

#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/places.h"
#include "sync/agent/judge.h"
#include "sync/transport/https_transport.h"

namespace hailong::sync_app {

struct Membership {
    domain::Identity identity;
    domain::KeysDocument keys;  // the newest that was verified; not below the identity's own
    [[nodiscard]] agent::Self self() const { return {identity.province, identity.device, keys}; }
};

[[nodiscard]] base::Path ca_file(const domain::Places& places);
// The code of the card that the identity came by: another card enrols anew.
[[nodiscard]] base::Path card_code_file(const domain::Places& places);
// Code and TLS key of an enrolment that is not finished.
[[nodiscard]] base::Path pending_code_file(const domain::Places& places);
[[nodiscard]] base::Path pending_key_file(const domain::Places& places);
// TLS key of a renewal that is not finished, and the pair it ended with before a request has proven it.
[[nodiscard]] base::Path renewal_key_file(const domain::Places& places);
[[nodiscard]] base::Path unproven_pair_file(const domain::Places& places);
// Certificate and key in one file, so that one rename replaces both. Only the agent may read it.
[[nodiscard]] Status write_pair(const base::Path& file, std::string_view certificate, const base::Secret& key);
// One hailong-sync at a time works in a data folder. Errors: busy.
[[nodiscard]] Result<base::FolderLock> lock_folder(const domain::Places& places);

// Creates sync/, sync/receipts/ and sync/enrol/ with their modes where they are missing.
[[nodiscard]] Status make_folders(const domain::Places& places);
// Errors: not_enrolled when there is no identity; bad_input, crypto when its files contradict each other.
[[nodiscard]] Result<Membership> load_membership(const domain::Places& places);
// A time that is certainly past: the build of this program, or the newest that the province has vouched for (the begin
// of our certificate, the `now` of a receipt) if that is at most 400 days later: one stolen receipt key must not push a
// terminal's clock far ahead.
[[nodiscard]] base::WallTime time_floor(const domain::Places& places, const domain::KeysDocument& keys);
[[nodiscard]] transport::Endpoint endpoint_of(const Membership& membership, const domain::Places& places,
                                              const std::string& proxy);

}  // namespace hailong::sync_app
