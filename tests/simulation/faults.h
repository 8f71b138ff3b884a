// What goes wrong in a world, drawn from its seed as a list: any of them can be left out to see whether it matters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/books.h"
#include "tests/simulation/dice.h"

namespace hailong::simulation {

enum class FaultKind {
    // For a while, to a share of the exchanges of one terminal or of all:
    lose_request,
    lose_reply,
    delay_request,      // arrives after its terminal gave up
    duplicate_request,  // arrives again later
    corrupt_request,
    corrupt_reply,
    replay_reply,  // an earlier answer to somebody comes back
    portal,
    bad_status,  // 400…511, with Retry-After that may be absurd
    offline,     // to all exchanges
    kill_server_before_commit,
    kill_server_after_commit,
    // Once:
    kill_server,
    back_up_server,
    restore_server,
    kill_agent,
    power_cut,
    long_absence,
    jump_clock,
    save_image,  // of a terminal's disk
    restore_image,
    clone_terminal,
};
inline constexpr int kFaultKinds = static_cast<int>(FaultKind::clone_terminal) + 1;
[[nodiscard]] std::string_view name_of(FaultKind kind);
[[nodiscard]] bool is_window(FaultKind kind);

struct Fault {
    FaultKind kind = FaultKind::offline;
    Moment at{0};
    Millis lasts{0};            // windows and absences
    std::uint64_t share = 100;  // windows: percent of exchanges
    int terminal = 0;           // −1: all
    std::uint64_t key = 0;      // where its own chance comes from
};
[[nodiscard]] std::string describe(const Fault& fault);

// How a world is laid out.
struct Layout {
    std::uint64_t seed = 0;
    int terminals = 1;
    Millis span{0};  // faults and visits happen in it
    Millis tick{0};
    int entries_a_day = 0;
    bool office_hours = false;  // switched off at night
    Millis retention{0};        // signed time after which delivered segments are pruned
    Seq segment = 0;            // entries
    std::vector<Fault> faults;
};
[[nodiscard]] Layout lay_out(std::uint64_t seed);
[[nodiscard]] std::string describe(const Layout& layout);
[[nodiscard]] std::string text_of(Moment moment);  // "12d 03:04:05.678"

}  // namespace hailong::simulation
