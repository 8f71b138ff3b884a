#include "tests/simulation/world.h"

#include <algorithm>

#include "sync/protocol/wire.h"
#include "tests/simulation/reckoning.h"

namespace hailong::simulation {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// The longest wait that an answer of before can have caused: 426 is asked again daily, with 300 s of spread; then a
// rest of an hour for a disagreement and one for rewinds, a tick, and the kiosk's three chains a day.
constexpr Millis kPatience = hours(28);
constexpr std::size_t kTrace = 60;

}  // namespace

void Tally::add(const Tally& other) {
    device_years += other.device_years;
    exchanges += other.exchanges;
    entries += other.entries;
    bad_statuses += other.bad_statuses;
    clock_jumps += other.clock_jumps;
    agent_kills += other.agent_kills;
    spoilt_receipts += other.spoilt_receipts;
    server_kills += other.server_kills;
    restores += other.restores;
    copies += other.copies;
    linked_chains += other.linked_chains;
    holes += other.holes;
    lost += other.lost;
    slowest = std::max(slowest, other.slowest);
}

World::World(const Authority& authority, const Layout& layout, Weakness weakness)
    : authority_(authority),
      layout_(layout),
      weakness_(weakness),
      server_(authority, folder_.path(), books_, weakness) {}
World::~World() = default;

void World::at(Moment moment, std::function<void()> what) { later_.push({moment, order_++, std::move(what)}); }

void World::note(const std::function<std::string()>& event) {
    if (!is_traced_) return;
    if (trace_.size() == kTrace) trace_.erase(trace_.begin());
    trace_.push_back(text_of(now_) + "  " + event());
}

void World::add_machine(std::unique_ptr<Terminal> terminal) {
    machines_.push_back(std::make_unique<Machine>());
    Machine& machine = *machines_.back();
    machine.terminal = std::move(terminal);
    switch_on(machine);
    plan_days(machine);
}

// Visits at even distances within the day; in an office the machine is off from five in the afternoon until seven in
// the morning and at weekends. World days begin at office morning.
void World::plan_days(Machine& machine) {
    const Moment day = now_ - now_ % days(1);
    const Millis opened = layout_.office_hours ? Millis(hours(10)) : Millis(days(1));
    const Millis step = opened / (layout_.entries_a_day + 1);
    for (int i = 1; i <= layout_.entries_a_day; ++i) {
        if (day + step * i > now_) at(day + step * i, [this, &machine] { visit(machine); });
    }
    if (layout_.office_hours) at(day + opened, [this, &machine] { switch_off(machine); });
    at(day + days(1), [this, &machine] {
        if (is_over_) return;
        const bool is_weekend = layout_.office_hours && now_ / days(1) % 7 >= 5;
        if (!is_weekend) switch_on(machine);
        plan_days(machine);
    });
}

void World::switch_on(Machine& machine) {
    if (machine.is_away || machine.terminal->is_on()) return;
    machine.terminal->switch_on();
    restart_agent(machine, Millis(0));
}

void World::switch_off(Machine& machine) {
    if (is_over_) return;
    ++machine.life;
    machine.terminal->switch_off();
}

void World::restart_agent(Machine& machine, Millis rest) {
    machine.terminal->stop_agent();
    const auto life = ++machine.life;
    at(now_ + rest, [this, &machine, life] {
        if (machine.life != life) return;
        at(now_ + machine.terminal->start_agent(), [this, &machine, life] { wake_agent(machine, life); });
    });
}

void World::wake_agent(Machine& machine, std::uint64_t life) {
    if (machine.life != life) return;
    Terminal& terminal = *machine.terminal;
    terminal.clock.spent = Millis(0);
    try {
        const Millis pause = terminal.agent()->step();
        const Millis spent = std::exchange(terminal.clock.spent, Millis(0));
        check_beliefs(machine);
        at(now_ + spent + std::max(pause, Millis(1)), [this, &machine, life] { wake_agent(machine, life); });
    } catch (const AgentKilled&) {
        terminal.clock.spent = Millis(0);
        note([&] { return "terminal " + std::to_string(terminal.number() + 1) + ": agent killed"; });
        ++tally_.agent_kills;
        restart_agent(machine, std::chrono::seconds(1));
    }
}

void World::check_beliefs(Machine& machine) {
    Terminal& terminal = *machine.terminal;
    for (const agent::Progress& progress : terminal.agent()->state().chains) {
        const auto chain = std::ranges::find(terminal.disk.held, progress.chain, &VirtualChain::id);
        if (chain != terminal.disk.held.end() && progress.through) books_.believed(*chain, *progress.through);
    }
    const auto& state = terminal.agent()->state();
    if (state.chains.empty() || !state.chains.front().halt) return;
    const auto chains = terminal.disk.held.size();
    terminal.heed_verdict();
    if (terminal.disk.held.size() == chains) return;
    ++tally_.linked_chains;
    note([&] { return "terminal " + std::to_string(terminal.number() + 1) + ": begins a linked chain"; });
}

void World::visit(Machine& machine) {
    if (is_over_ || !machine.terminal->is_on()) return;
    machine.terminal->give_visit();
    if (machine.terminal->visits % 10 == 0) machine.terminal->prune();
}

// Safety is checked with each event, by the books; here only that things go on.
Ending World::run(Trace trace) {
    is_traced_ = trace == Trace::yes;
    for (int i = 0; i < layout_.terminals; ++i) {
        add_machine(
            std::make_unique<Terminal>(Terminal::Site{authority_, layout_, books_, now_, *this, weakness_}, i, i));
    }
    for (const Fault& fault : layout_.faults) at(fault.at, [this, &fault] { begin(fault); });
    at(layout_.span, [this] { settle(); });
    const Moment end = layout_.span + kPatience;
    bool settled = false;
    while (!later_.empty() && !books_.complaint() && !settled && later_.top().at <= end) {
        const Later next = later_.top();
        later_.pop();
        now_ = next.at;
        next.what();
        settled = is_over_ && std::ranges::all_of(machines_, [this](const auto& one) { return is_settled(*one); });
    }
    if (settled) tally_.slowest = now_ - layout_.span;
    check_end();
    tally_.device_years = static_cast<double>(machines_.size()) * static_cast<double>(layout_.span.count()) /
                          static_cast<double>(Millis(days(365)).count());
    tally_.entries = books_.written().size();
    return {books_.complaint(), tally_, trace_};
}

// The faults are over: whatever still stands in the network arrives, every machine is on, nobody visits.
void World::settle() {
    is_over_ = true;
    active_.clear();
    note([&] { return std::string("the faults are over"); });
    for (const auto& machine : machines_) {
        machine->is_away = false;
        machine->terminal->doomed.reset();
        switch_on(*machine);
    }
}

// Delivered as its agent knows it; an agent that rests over a settled dispute is asked in check_end().
bool World::is_settled(Machine& machine) const {
    if (!machine.terminal->is_on() || machine.terminal->agent() == nullptr) return false;
    const auto& state = machine.terminal->agent()->state();
    const auto& held = machine.terminal->disk.held;
    if (state.chains.size() != held.size()) return false;
    return std::ranges::all_of(held, [&](const VirtualChain& chain) {
        for (Seq seq = chain.floor; seq <= chain.last(); ++seq) {
            if (!books_.present().contains(chain.hash(seq)) && !books_.is_beside(chain.hash(seq))) return false;
        }
        return true;
    });
}

void World::check_end() {
    if (books_.complaint()) return;
    const auto content = server_.content();
    for (const auto& [chain, holes] : content.holes) tally_.holes += holes.size();
    if (content.rows != content.entries.size()) books_.complain("the archive holds an entry twice");
    const auto kept = books_.kept();
    if (content.entries != kept.present) books_.complain("the archive does not hold what it committed");
    if (content.beside != kept.beside) books_.complain("the archive does not keep what it put beside");
    if (const auto fault = server_.fault()) books_.complain("the archive's own check: " + *fault);
    for (const auto& machine : machines_) {
        for (const VirtualChain& chain : machine->terminal->disk.held) {
            const Reckoning found = reckon(content, chain);
            if (found.missing) {
                return books_.complain("never arrived: " + name_of(chain.id, *found.missing) + " of terminal " +
                                       std::to_string(machine->terminal->number() + 1));
            }
            if (found.lost == 0) continue;
            tally_.lost += found.lost;
            note([&] { return name_of(chain.id, 0) + ": " + std::to_string(found.lost) + " entries are lost"; });
        }
    }
}

}  // namespace hailong::simulation
