// Everything a running agent needs, in the order in which it must live.
#pragma once

#include "kiosk/base/service_manager.h"
#include "sync/agent/agent.h"
#include "sync/agent/store_ledger.h"
#include "sync/agent/sync_call.h"
#include "sync/app/renewer.h"
#include "sync/app/settings.h"

namespace hailong::sync_app {

class Session {
public:
    // Takes the folder's lock and finishes a renewal that was interrupted. Errors: not_enrolled, busy, environment,
    // bad_input and crypto when the files of the enrolment contradict each other.
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(const Settings& settings);
    [[nodiscard]] agent::Agent& agent() { return *agent_; }
    [[nodiscard]] base::ServiceManager& manager() { return manager_; }
    // A new certificate now, whatever the age of the present one; when it ends.
    [[nodiscard]] Result<base::WallTime> renew_now();

private:
    Session(const Settings& settings, Membership membership, base::FolderLock lock);
    [[nodiscard]] Status connect();
    [[nodiscard]] RenewWorld renew_world();

    // The agent keeps its transport; this one can be opened anew beneath it.
    struct Line final : agent::Transport {
        [[nodiscard]] agent::Exchange exchange(const agent::Request& request) override {
            return now->exchange(request);
        }
        std::unique_ptr<transport::HttpsTransport> now;
    };

    Settings settings_;
    base::FolderLock lock_;
    base::SystemClock clock_;
    base::SignalWaiter signals_;
    base::ServiceManager manager_ = base::ServiceManager::from_environment();
    base::WatchedWaiter waiter_{signals_, clock_, manager_};
    Membership membership_;
    Line line_;
    Line asking_;  // for a certificate: shows none, and the answers prove themselves
    agent::StoreLedger ledger_;
    agent::SyncCalls calls_;
    agent::CallableWaiter callable_{waiter_, calls_};
    std::optional<Renewer> renewer_;
    std::optional<agent::Agent> agent_;
};

}  // namespace hailong::sync_app
