// "Send now" of the terminal's staff screen. It travels as a device entry (domain/device_events.h), because the ledger
// is the only thing that terminal and agent share; the agent finds it by looking while it waits.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/waiter.h"
#include "kiosk/store/ledger_reader.h"

namespace hailong::agent {

class SyncCalls {
public:
    explicit SyncCalls(base::Path ledger_folder) : folder_(std::move(ledger_folder)), reader_(folder_) {}
    // True once for new entries of the chain being written that hold such a call. The first look only takes note of
    // where the ledger ends. Costs a stat of each segment where nothing was written; a ledger that cannot be read is
    // not calling.
    [[nodiscard]] bool is_called();

private:
    [[nodiscard]] std::string mark() const;

    base::Path folder_;
    store::LedgerReader reader_;
    std::string mark_;  // of the files as they were at the last look
    std::optional<base::Digest> chain_;
    domain::Seq next_ = 0;  // the first entry not looked at
};

// Waits like the one it is given, but comes back early, `woken`, when there is a call.
class CallableWaiter final : public base::Waiter {
public:
    CallableWaiter(base::Waiter& inner, SyncCalls& calls, base::Millis look = std::chrono::seconds(3))
        : inner_(inner), calls_(calls), look_(look) {}
    [[nodiscard]] base::Woken wait(base::Millis duration) override;

private:
    base::Waiter& inner_;
    SyncCalls& calls_;
    base::Millis look_;
};

}  // namespace hailong::agent
