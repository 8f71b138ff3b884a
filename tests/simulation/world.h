// A province in one thread: terminals, network and server on a virtual clock. The same layout gives the same run.
// First everything in the layout goes wrong; then nothing does, and all that was written must arrive.
#pragma once

#include <functional>
#include <queue>

#include "tests/simulation/terminal.h"

namespace hailong::simulation {

// How often something happened.
struct Tally {
    double device_years = 0;
    std::uint64_t exchanges = 0;
    std::uint64_t entries = 0;
    std::uint64_t bad_statuses = 0;
    std::uint64_t clock_jumps = 0;
    std::uint64_t agent_kills = 0;
    std::uint64_t spoilt_receipts = 0;
    std::uint64_t server_kills = 0;
    std::uint64_t restores = 0;
    std::uint64_t copies = 0;  // cloned terminals and disks put back
    std::uint64_t linked_chains = 0;
    std::uint64_t holes = 0;
    std::uint64_t lost = 0;  // entries pruned under a receipt of an archive that was then put back: nobody has them
    Millis slowest{0};       // from the end of the faults until everything had arrived
    void add(const Tally& other);
};

struct Ending {
    std::optional<std::string> failure;
    Tally tally;
    std::vector<std::string> trace;  // the last events
};

class World final : public Network {
public:
    World(const Authority& authority, const Layout& layout, Weakness weakness);
    ~World() override;
    // Writing down what happens costs a third of the time.
    enum class Trace { no, yes };
    [[nodiscard]] Ending run(Trace trace = Trace::no);

private:
    struct Later {
        Moment at{0};
        std::uint64_t order = 0;
        std::function<void()> what;
        bool operator>(const Later& other) const { return std::tie(at, order) > std::tie(other.at, other.order); }
    };
    // A terminal and where its agent stands.
    struct Machine {
        std::unique_ptr<Terminal> terminal;
        std::uint64_t life = 0;  // of its agent: what was planned for an earlier one is void
        bool is_away = false;    // switched off by a fault
        int exchanges = 0;       // in this hour
        std::int64_t hour = 0;
    };

    agent::Exchange carry(Terminal& from, const agent::Request& request) override;
    // The parts of carry(): what the active faults do to this exchange.
    [[nodiscard]] const Fault* fault_of(const Terminal& from);
    [[nodiscard]] agent::Exchange deliver(Terminal& from, const agent::Request& request, const Fault* fault);
    [[nodiscard]] agent::Exchange spoil_reply(Terminal& from, agent::Reply reply, const Fault* fault);
    [[nodiscard]] std::optional<agent::Reply> ask(const Terminal& from, const agent::Request& request,
                                                  const VirtualServer::Way& way);

    void at(Moment moment, std::function<void()> what);
    void begin(const Fault& fault);
    void befall(const Fault& fault);
    void befall_server(const Fault& fault);
    void befall_terminal(Machine& machine, const Fault& fault, Dice& dice);
    void add_machine(std::unique_ptr<Terminal> terminal);
    void switch_on(Machine& machine);
    void switch_off(Machine& machine);
    void restart_agent(Machine& machine, Millis rest);
    void wake_agent(Machine& machine, std::uint64_t life);
    void plan_days(Machine& machine);
    void visit(Machine& machine);
    void check_beliefs(Machine& machine);
    [[nodiscard]] bool is_settled(Machine& machine) const;
    void settle();
    void check_end();
    void note(const std::function<std::string()>& event);

    const Authority& authority_;
    const Layout& layout_;
    Weakness weakness_;
    test::TempFolder folder_;
    Moment now_{0};
    Books books_;
    VirtualServer server_;
    std::vector<std::unique_ptr<Machine>> machines_;
    std::vector<Fault> active_;
    std::priority_queue<Later, std::vector<Later>, std::greater<>> later_;
    std::uint64_t order_ = 0;
    std::vector<agent::Reply> old_replies_;  // a few, to come back
    bool is_over_ = false;                   // the faults
    Tally tally_;
    bool is_traced_ = false;
    std::vector<std::string> trace_;
};

}  // namespace hailong::simulation
