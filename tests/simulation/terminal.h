// One terminal of a simulated world: a machine with clocks that may be wrong, a disk, the kiosk's part in words, and
// the real agent. The kiosk's part is a model: it appends, opens a linked chain under a signed verdict and prunes by
// the rules of ledger-and-sync.md §2.
#pragma once

#include <memory>

#include "kiosk/domain/places.h"
#include "sync/agent/agent.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/virtual_ledger.h"
#include "tests/simulation/virtual_server.h"

namespace hailong::simulation {

inline constexpr base::WallTime kBegin = server_test::kNow;

// Thrown out of the middle of an agent: kill -9.
struct AgentKilled {};

class TerminalClock final : public base::Clock {
public:
    explicit TerminalClock(const Moment& world) : world_(world) {}
    [[nodiscard]] base::Instant now() const override;
    [[nodiscard]] Moment moment() const { return world_ + spent; }  // truly

    Millis spent{0};     // within the step that is being made
    Millis wall_off{0};  // from the true time
    Moment booted{0};

private:
    const Moment& world_;
};

class Terminal;

// What lies between terminals and province.
class Network {
public:
    virtual ~Network() = default;
    [[nodiscard]] virtual agent::Exchange carry(Terminal& from, const agent::Request& request) = 0;
};

class Terminal {
public:
    struct Site {
        const Authority& authority;
        const Layout& layout;
        Books& books;
        const Moment& now;
        Network& network;
        Weakness weakness = Weakness::none;
    };
    // `device`: whose keys it has. `number`: which machine of the world it is.
    Terminal(const Site& site, int device, int number);
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    // Another machine with a copy of this one's disk and the same keys.
    [[nodiscard]] std::unique_ptr<Terminal> clone(int number) const;

    [[nodiscard]] int device() const { return device_; }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_on() const { return is_on_; }
    [[nodiscard]] agent::Agent* agent() { return agent_.get(); }
    [[nodiscard]] const domain::Places& places() const { return places_; }

    void switch_on();
    void switch_off();
    // The kiosk's part.
    void give_visit();
    void heed_verdict();
    void prune();
    // Starts the agent anew; the pause before its first step.
    Millis start_agent();
    void stop_agent() { agent_.reset(); }
    enum class Receipts { kept, lost, old, garbled };
    void spoil(Receipts how);
    [[nodiscard]] base::Path image_folder() const { return folder_.path() / "image"; }
    void save_image();
    [[nodiscard]] bool restore_image();  // false: none was saved
    // An entry that was not thanked for yet is lost, or is not.
    void cut_power(Dice& dice);

    TerminalClock clock;
    VirtualLedger disk;
    std::optional<int> doomed;          // the agent dies at this many looks at its ledger or the network
    std::optional<base::Digest> heard;  // the head in the last answer
    std::uint64_t visits = 0;

private:
    void step_nearer_death();
    [[nodiscard]] const base::Signer& key() const;
    [[nodiscard]] domain::Stamp stamp() const;
    void begin_chain(domain::GenesisReason reason);
    void append(const domain::Draft& draft, const std::optional<domain::VisitId>& visit);
    [[nodiscard]] std::optional<domain::Receipt> receipt_of(const VirtualChain& chain) const;

    Site site_;
    int device_;
    int number_;
    test::TempFolder folder_;
    domain::Places places_;
    Dice dice_;
    base::Token16 boot_;
    bool is_on_ = false;
    class Line final : public agent::Transport {
    public:
        explicit Line(Terminal& terminal) : terminal_(terminal) {}
        agent::Exchange exchange(const agent::Request& request) override;

    private:
        Terminal& terminal_;
    } line_{*this};
    class NoWaiter final : public base::Waiter {
        base::Woken wait(Millis) override { return base::Woken::timed_out; }
    } waiter_;
    std::unique_ptr<agent::Agent> agent_;
    std::vector<VirtualChain> image_;                                       // empty: none was saved
    std::map<std::pair<base::Digest, Seq>, base::WallTime> first_covered_;  // signed time, by the end of a segment
    int verdicts_today_ = 0;
    std::int64_t verdict_day_ = -1;
};

}  // namespace hailong::simulation
