#include "kiosk/flow/misuse.h"

#include <algorithm>

namespace hailong::flow {

namespace {

using domain::Misuse;
using domain::MisuseFlags;

MisuseFlags flag(Misuse sign, bool is_seen) { return is_seen ? static_cast<MisuseFlags>(sign) : MisuseFlags{0}; }

bool is_repeat(const State& state, const Turn& turn, const Rules& rules) {
    if (state.rated_at.empty()) return false;
    const MonoTime last = state.rated_at.back();
    return turn.now - last < rules.guard && state.code_at <= last;
}

bool is_burst(const State& state, const Turn& turn, const Rules& rules) {
    const auto is_recent = [&](MonoTime at) { return turn.now - at < rules.burst_window; };
    const auto recent = std::count_if(state.rated_at.begin(), state.rated_at.end(), is_recent);
    return static_cast<std::size_t>(recent) + 1 >= rules.burst_visits;
}

bool is_rhythm(const State& state, const Turn& turn, const Rules& rules) {
    const auto& before = state.rated_at;
    if (rules.rhythm_gaps == 0 || before.size() < rules.rhythm_gaps) return false;
    Millis shortest = Millis::max();
    Millis longest{0};
    MonoTime later = turn.now;
    for (auto at = before.rbegin(); at != before.rbegin() + static_cast<std::ptrdiff_t>(rules.rhythm_gaps); ++at) {
        shortest = std::min(shortest, Millis(later - *at));
        longest = std::max(longest, Millis(later - *at));
        later = *at;
    }
    return longest - shortest <= rules.rhythm_spread;
}

MisuseFlags sum(std::initializer_list<MisuseFlags> flags) {
    unsigned all = 0;
    for (const MisuseFlags one : flags) all |= one;
    return static_cast<MisuseFlags>(all);
}

}  // namespace

MisuseFlags misuse_of_visit(const State& state, const Turn& turn, const Rules& rules) {
    return sum({flag(Misuse::guard, is_repeat(state, turn, rules)), flag(Misuse::burst, is_burst(state, turn, rules)),
                flag(Misuse::rhythm, is_rhythm(state, turn, rules)),
                flag(Misuse::hours, !rules.hours.is_open(turn.wall)), flag(Misuse::unscanned, true)});
}

MisuseFlags misuse_of_change(const Visit& visit, const Turn& turn, const Rules& rules) {
    return sum({flag(Misuse::hours, !rules.hours.is_open(turn.wall)), flag(Misuse::unscanned, !visit.has_code)});
}

void remember_visit(State& state, MonoTime now, const Rules& rules) {
    const std::size_t kept = std::max(rules.burst_visits, rules.rhythm_gaps);
    state.rated_at.push_back(now);
    if (state.rated_at.size() > kept) state.rated_at.erase(state.rated_at.begin());
}

}  // namespace hailong::flow
