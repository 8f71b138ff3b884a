// The agent's loop: read the ledger, send, judge, remember the receipt, wait. One thread; nothing is held across the
// network; all durable state is in the receipts folder, so it may be killed anywhere.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "kiosk/base/waiter.h"
#include "kiosk/domain/places.h"
#include "sync/agent/courier.h"
#include "sync/agent/credentials.h"
#include "sync/agent/status.h"

namespace hailong::agent {

struct World {
    LedgerView& ledger;
    Transport& transport;
    const base::Clock& clock;
    base::Waiter& waiter;
    std::function<double()> jitter;                    // uniform in [0, 1)
    std::optional<base::Token16> boot = std::nullopt;  // absent: what this machine says
    Credentials* credentials = nullptr;                // null: nothing is renewed
};

struct Plan {
    Rules rules;
    Millis boot_splay =
        std::chrono::seconds(300);  // after a province-wide power cut terminals do not come back in step
};

// How one full exchange round ended: `problem` is empty when nothing is pending any more.
struct Round {
    Seq delivered = 0;
    Seq pending = 0;
    std::optional<Problem> problem;
};

class Agent {
public:
    Agent(const World& world, Self self, domain::Places places, Plan plan);
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    // Sends for ever; returns when the waiter says stopping. Failures are waited out and told in the status file.
    void run();
    // What run() is made of, for whoever drives several agents: the pause before the first step, then one exchange at
    // most and the pause after it.
    [[nodiscard]] Millis splay() const;
    [[nodiscard]] Millis step();
    // Sends until nothing is pending or something goes wrong; never waits, except that it stops when asked to.
    [[nodiscard]] Round once();

    [[nodiscard]] const State& state() const { return state_; }
    [[nodiscard]] const Self& self() const { return self_; }

private:
    struct Turn {
        Action action;
        std::optional<Problem> problem;
        Seq delivered = 0;
        std::optional<base::WallTime> province_now = std::nullopt;  // of an accepted answer
    };
    [[nodiscard]] Turn turn(const std::optional<Send>& ordered);
    [[nodiscard]] Turn tended(Turn turn, MonoTime now);
    [[nodiscard]] Turn settle(const Delivery& delivery, MonoTime now);
    [[nodiscard]] Turn ledger_unreadable(const Error& why, base::Instant now);
    [[nodiscard]] Turn own_disk_failed(const OwnFault& fault, const base::Digest& chain, MonoTime now);
    void take_in(Holdings held);
    [[nodiscard]] Circumstances circumstances(base::Instant now) const;
    void learn_from_file(const base::Digest& chain);
    void heed_epoch(const domain::Receipt& receipt, MonoTime now);
    // Makes the exchange; once more when only newer keys were lacking to believe the answer.
    [[nodiscard]] Carried with_newest_keys(const std::function<Carried()>& exchange, MonoTime now);
    void adopt_keys(const std::string& text);
    void renew_keys(std::uint64_t version, MonoTime now);
    [[nodiscard]] std::optional<Problem> problem_with(AlarmKind kind, const base::Digest& chain) const;
    void note(const Turn& turn, base::Instant now);

    World world_;
    Self self_;
    domain::Places places_;
    Plan plan_;
    Receipts receipts_;
    Courier courier_;
    State state_;
    std::optional<Send> ordered_;  // by the last turn of run()
    SyncStatus status_;
    base::Token16 boot_;
    std::size_t turns_ = 0;
    std::vector<ChainSummary> chains_;
    std::optional<Error> damage_;                // of a chain beside those
    std::map<base::Digest, std::string> known_;  // chains whose `through` comes from a receipt, and that one's epoch
    std::set<base::Digest> looked_;              // chains whose receipt file was read
    std::optional<MonoTime> keys_rest_until_;    // after a keys document that could not be had
    std::optional<MonoTime> epoch_rest_until_;   // after a new epoch was heeded
};

}  // namespace hailong::agent
