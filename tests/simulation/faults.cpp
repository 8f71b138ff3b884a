#include "tests/simulation/faults.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hailong::simulation {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Row {
    FaultKind kind;
    std::string_view name;
    std::uint64_t weight;  // how often, against the others
};
constexpr std::array<Row, kFaultKinds> kRows{{
    {FaultKind::lose_request, "lose requests", 6},
    {FaultKind::lose_reply, "lose replies", 8},
    {FaultKind::delay_request, "delay requests", 8},
    {FaultKind::duplicate_request, "duplicate requests", 6},
    {FaultKind::corrupt_request, "corrupt requests", 4},
    {FaultKind::corrupt_reply, "corrupt replies", 4},
    {FaultKind::replay_reply, "replay replies", 4},
    {FaultKind::portal, "portal", 3},
    {FaultKind::bad_status, "bad statuses", 6},
    {FaultKind::offline, "offline", 10},
    {FaultKind::kill_server_before_commit, "kill server before commits", 4},
    {FaultKind::kill_server_after_commit, "kill server after commits", 4},
    {FaultKind::kill_server, "kill server", 4},
    {FaultKind::back_up_server, "back up server", 8},
    {FaultKind::restore_server, "restore server", 8},
    {FaultKind::kill_agent, "kill agent", 10},
    {FaultKind::power_cut, "power cut", 6},
    {FaultKind::long_absence, "long absence", 4},
    {FaultKind::jump_clock, "clock jump", 8},
    {FaultKind::save_image, "save disk image", 6},
    {FaultKind::restore_image, "restore disk image", 6},
    {FaultKind::clone_terminal, "clone terminal", 4},
}};

FaultKind draw_kind(Dice& dice) {
    std::uint64_t sum = 0;
    for (const Row& row : kRows) sum += row.weight;
    std::uint64_t left = dice.below(sum);
    for (const Row& row : kRows) {
        if (left < row.weight) return row.kind;
        left -= row.weight;
    }
    return FaultKind::offline;
}

// From minutes to a tenth of the world, short ones as likely as long ones.
Millis draw_length(Dice& dice, Millis span) {
    const std::array<Millis, 4> caps{minutes(10), hours(3), hours(30), span / 10};
    return Millis(dice.between(1000, caps.at(dice.below(caps.size())).count()));
}

Fault draw_fault(Dice& dice, const Layout& layout) {
    Fault fault;
    fault.kind = draw_kind(dice);
    fault.at = Millis(dice.between(0, layout.span.count() - 1));
    fault.lasts = std::min(draw_length(dice, layout.span), layout.span - fault.at);
    fault.share = fault.kind == FaultKind::offline ? 100 : static_cast<std::uint64_t>(dice.between(10, 100));
    const bool is_for_all = is_window(fault.kind) && dice.hits(30);
    fault.terminal = is_for_all ? -1 : static_cast<int>(dice.below(static_cast<std::uint64_t>(layout.terminals)));
    fault.key = dice.next();
    return fault;
}

// Mostly long ticks: a year of minutes costs a minute, and says little more than a year of hours with as many faults.
void draw_pace(Dice& dice, Layout& layout) {
    const auto die = dice.below(100);
    if (die < 40) {
        layout.tick = hours(6);
        layout.span = days(dice.between(20, 150));
    } else if (die < 70) {
        layout.tick = hours(1);
        layout.span = days(dice.between(7, 40));
    } else if (die < 90) {
        layout.tick = minutes(20);
        layout.span = days(dice.between(2, 12));
    } else if (die < 98) {
        layout.tick = minutes(5);
        layout.span = days(dice.between(1, 4));
    } else {
        layout.tick = seconds(60);
        layout.span = days(1);
    }
}

}  // namespace

std::string_view name_of(FaultKind kind) { return kRows.at(static_cast<std::size_t>(kind)).name; }
bool is_window(FaultKind kind) { return kind <= FaultKind::kill_server_after_commit; }

Layout lay_out(std::uint64_t seed) {
    Dice dice(seed, 1);
    Layout layout;
    layout.seed = seed;
    layout.terminals = dice.hits(60) ? 1 : static_cast<int>(dice.between(2, 3));
    draw_pace(dice, layout);
    const bool is_busy = layout.span < days(10) && dice.hits(50);
    layout.entries_a_day = static_cast<int>(is_busy ? dice.between(50, 400) : dice.between(1, 8));
    layout.office_hours = dice.hits(50);
    layout.retention = std::max<Millis>(hours(6), layout.span * static_cast<int>(dice.between(1, 30)) / 100);
    layout.segment = static_cast<Seq>(dice.between(5, 60));
    const auto faults = dice.between(5, 100);
    for (int i = 0; i < faults; ++i) layout.faults.push_back(draw_fault(dice, layout));
    std::ranges::stable_sort(layout.faults, {}, &Fault::at);
    return layout;
}

std::string text_of(Moment moment) {
    std::array<char, 40> out{};
    const auto ms = moment.count();
    (void)std::snprintf(out.data(), out.size(), "%3lldd %02lld:%02lld:%02lld.%03lld", ms / 86'400'000LL,
                        ms / 3'600'000LL % 24, ms / 60'000LL % 60, ms / 1000LL % 60, ms % 1000LL);
    return out.data();
}

std::string describe(const Fault& fault) {
    std::string out = text_of(fault.at) + "  " + std::string(name_of(fault.kind));
    out += fault.terminal < 0 ? " of all" : " of terminal " + std::to_string(fault.terminal + 1);
    if (is_window(fault.kind)) out += ", " + std::to_string(fault.share) + " %";
    if (is_window(fault.kind) || fault.kind == FaultKind::long_absence) out += ", for" + text_of(fault.lasts);
    return out;
}

std::string describe(const Layout& layout) {
    std::string out = std::to_string(layout.terminals) + " terminals," + text_of(layout.span) + ", tick " +
                      std::to_string(layout.tick.count() / 1000) + " s, " + std::to_string(layout.entries_a_day) +
                      " entries a day, " + (layout.office_hours ? "office hours" : "always on") + ", segments of " +
                      std::to_string(layout.segment) + " kept" + text_of(layout.retention) + "\n";
    for (const Fault& fault : layout.faults) out += "  " + describe(fault) + "\n";
    return out;
}

}  // namespace hailong::simulation
