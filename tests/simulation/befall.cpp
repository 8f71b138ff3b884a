#include <algorithm>
#include <array>

#include "tests/simulation/world.h"

// How each fault of a layout befalls a world.

namespace hailong::simulation {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr Millis kYear = days(365);

// From a second to fifty years either way, to 1970 and past the 32 bits of 2038.
Millis jump(Dice& dice, Millis off_now, Moment now) {
    const std::array<Millis, 8> sizes{seconds(1), seconds(90), hours(1),   hours(25),
                                      days(40),   kYear,       kYear * 10, kYear * 50};
    const auto die = dice.below(12);
    if (die == 0) return base::WallTime(Millis(0)) - (kBegin + now);
    if (die == 1) return base::WallTime(seconds(2'147'483'640)) - (kBegin + now);
    if (die == 2) return Millis(0);  // somebody set it right
    const Millis by = sizes.at(dice.below(sizes.size()));
    return dice.hits(50) ? off_now + by : off_now - by;
}

}  // namespace

void World::begin(const Fault& fault) {
    if (!is_window(fault.kind)) return befall(fault);
    note([&] { return "begins: " + std::string(name_of(fault.kind)); });
    active_.push_back(fault);
    at(fault.at + fault.lasts, [this, &fault] {
        std::erase_if(active_, [&](const Fault& one) { return one.key == fault.key; });
        note([&] { return "ends: " + std::string(name_of(fault.kind)); });
    });
}

void World::befall(const Fault& fault) {
    note([&] {
        return std::string(name_of(fault.kind)) +
               (fault.terminal >= 0 ? " of terminal " + std::to_string(fault.terminal + 1) : "");
    });
    if (fault.kind == FaultKind::kill_server || fault.kind == FaultKind::back_up_server ||
        fault.kind == FaultKind::restore_server) {
        return befall_server(fault);
    }
    Dice dice(fault.key, 0);
    befall_terminal(*machines_.at(static_cast<std::size_t>(fault.terminal)), fault, dice);
}

void World::befall_server(const Fault& fault) {
    if (fault.kind == FaultKind::back_up_server) return server_.back_up();
    if (fault.kind == FaultKind::kill_server) {
        ++tally_.server_kills;
        return server_.kill();
    }
    const auto told = Dice(fault.key, 0).hits(70) ? VirtualServer::Told::yes : VirtualServer::Told::no;
    if (server_.restore(told)) ++tally_.restores;
}

void World::befall_terminal(Machine& machine, const Fault& fault, Dice& dice) {
    Terminal& terminal = *machine.terminal;
    switch (fault.kind) {
        case FaultKind::kill_agent: {
            constexpr std::array kHow{Terminal::Receipts::kept, Terminal::Receipts::lost, Terminal::Receipts::old,
                                      Terminal::Receipts::garbled};
            const auto how = kHow.at(dice.below(kHow.size()));
            if (terminal.agent() != nullptr) terminal.doomed = static_cast<int>(dice.between(1, 12));
            if (how == Terminal::Receipts::kept) return;
            ++tally_.spoilt_receipts;
            terminal.spoil(how);
            if (terminal.is_on()) restart_agent(machine, Millis(seconds(1)));
            return;
        }
        case FaultKind::power_cut:
            terminal.cut_power(dice);
            ++machine.life;
            return at(now_ + seconds(dice.between(20, 7200)), [this, &machine] { switch_on(machine); });
        case FaultKind::long_absence:
            machine.is_away = true;
            switch_off(machine);
            return at(now_ + fault.lasts, [this, &machine] {
                machine.is_away = false;
                switch_on(machine);
            });
        case FaultKind::jump_clock:
            ++tally_.clock_jumps;
            terminal.clock.wall_off = jump(dice, terminal.clock.wall_off, now_);
            return;
        case FaultKind::save_image:
            return terminal.save_image();
        case FaultKind::restore_image:
            if (!terminal.restore_image()) return;
            ++tally_.copies;
            if (dice.hits(50)) terminal.spoil(Terminal::Receipts::old);
            switch_off(machine);
            return switch_on(machine);
        case FaultKind::clone_terminal:
            ++tally_.copies;
            return add_machine(terminal.clone(static_cast<int>(machines_.size())));
        default:
            return;
    }
}

}  // namespace hailong::simulation
