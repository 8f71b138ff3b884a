// A terminal's data folder and the real server's routes in one process: only nginx and the network are left out.
#pragma once

#include "sync/agent/agent.h"
#include "sync/app/enrol.h"
#include "sync/server/routes.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::sync_app_test {

// Hands requests to the server as nginx would.
class InProcess final : public agent::Transport {
public:
    InProcess(const server::Province& province, server::SqliteArchive& archive, const server::ServerPlaces& places);
    [[nodiscard]] agent::Exchange exchange(const agent::Request& request) override;
    [[nodiscard]] server::Routes& routes() { return routes_; }
    [[nodiscard]] server::Reception& reception() { return reception_; }
    [[nodiscard]] const server::Opening& opening() const { return opening_; }
    std::string listener = "enrol";
    std::string certificate;  // PEM shown by the client
    base::WallTime now = server_test::kNow;
    std::function<void(agent::Exchange&)> spoil;  // what happens to answers on their way
    int requests = 0;

private:
    server::Opening opening_;
    server::Reception reception_;
    server::Enrolling enrolling_;
    server::Renewing renewing_;
    server::HomeRatings home_;
    server::Routes routes_;
};

// The terminal process: signs the agent's request while the agent waits.
class SigningTerminal final : public base::Waiter {
public:
    SigningTerminal(const domain::Places& places, test::FakeClock& clock) : places_(places), clock_(clock) {}
    base::Signer device = base::Signer::generate();
    bool is_running = true;
    [[nodiscard]] base::Woken wait(base::Millis duration) override;

private:
    const domain::Places& places_;
    test::FakeClock& clock_;
};

class Enrolled {
public:
    Enrolled();
    [[nodiscard]] domain::EnrolmentCard card(const std::string& device = "k25195-1");
    [[nodiscard]] Result<domain::Identity> enrol(const domain::EnrolmentCard& card);

    server_test::ProvinceInFolder province;
    test::TempFolder temp;
    domain::Places places{temp / "data"};
    test::FakeClock clock;
    InProcess network{*province.province, *province.archive, province.places};
    SigningTerminal terminal{places, clock};
};

}  // namespace hailong::sync_app_test
