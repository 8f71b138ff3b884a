// Where things lie in the data folder, and who owns them (ledger-and-sync.md §2).
//   ledger/             2750 kiosk:ledger   <chain8>-<first>/ledger.db, quarantine/, enrol/answer.json
//   kiosk/              0700 kiosk          device.key, state, lock
//   sync/               2750 sync:ledger    client.pem (0600), keys.json, identity.json, status.json
//   sync/enrol/         2750 sync:ledger    request.json
//   sync/receipts/      2750 sync:ledger    one file a chain
#pragma once

#include "kiosk/base/files.h"

namespace hailong::domain {

struct Places {
    base::Path root;
    [[nodiscard]] base::Path ledger() const { return root / "ledger"; }
    [[nodiscard]] base::Path quarantine() const { return ledger() / "quarantine"; }
    [[nodiscard]] base::Path enrol_answer() const { return ledger() / "enrol" / "answer.json"; }
    [[nodiscard]] base::Path kiosk() const { return root / "kiosk"; }
    [[nodiscard]] base::Path device_key() const { return kiosk() / "device.key"; }
    [[nodiscard]] base::Path kiosk_lock() const { return kiosk() / "lock"; }
    [[nodiscard]] base::Path sync() const { return root / "sync"; }
    [[nodiscard]] base::Path receipts() const { return sync() / "receipts"; }
    [[nodiscard]] base::Path keys() const { return sync() / "keys.json"; }
    [[nodiscard]] base::Path identity() const { return sync() / "identity.json"; }
    [[nodiscard]] base::Path tls_pair() const { return sync() / "client.pem"; }
    [[nodiscard]] base::Path status() const { return sync() / "status.json"; }
    [[nodiscard]] base::Path enrol_request() const { return sync() / "enrol" / "request.json"; }
};

}  // namespace hailong::domain
