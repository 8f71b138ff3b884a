// Keeps the terminal's certificate alive (PROTOCOL.md "Renewal"): a new one at two thirds of its life, by the
// province's signed time and not by the machine's clock, and whenever one end does not accept the other's certificate.
#pragma once

#include "sync/agent/credentials.h"
#include "sync/app/renewal.h"

namespace hailong::sync_app {

class Renewer final : public agent::Credentials {
public:
    struct World {
        RenewWorld renew;
        std::function<Status()> reconnect;  // the agent's own transport takes the files as they are now
    };
    Renewer(Membership& membership, domain::Places places, World world);

    [[nodiscard]] bool tend(const agent::Contact& contact, base::MonoTime now) override;
    [[nodiscard]] std::optional<std::string> failure() const override { return failure_; }
    [[nodiscard]] std::optional<base::WallTime> certificate_until() const override { return until_; }

private:
    void look();

    Membership& membership_;
    domain::Places places_;
    World world_;
    std::optional<base::WallTime> due_;
    std::optional<base::WallTime> until_;
    std::optional<base::MonoTime> rest_until_;
    std::optional<std::string> failure_;
};

}  // namespace hailong::sync_app
