#include "sync/agent/planner.h"

#include <algorithm>
#include <array>

namespace hailong::agent {

namespace {

using domain::Verdict;

struct AlarmName {
    AlarmKind kind;
    std::string_view name;
};
constexpr std::array kAlarms{
    AlarmName{AlarmKind::silent, "silent"},   AlarmName{AlarmKind::untrusted, "untrusted"},
    AlarmName{AlarmKind::refused, "refused"}, AlarmName{AlarmKind::outdated, "outdated"},
    AlarmName{AlarmKind::rewinds, "rewinds"}, AlarmName{AlarmKind::entry_too_large, "entry_too_large"},
    AlarmName{AlarmKind::fork, "fork"},       AlarmName{AlarmKind::behind, "behind"},
    AlarmName{AlarmKind::hash, "hash"},       AlarmName{AlarmKind::unreadable, "unreadable"},
};

// Some 14 KiB: half a minute at the slowest rate that the transport bears. Fewer lines would only cost more handshakes.
constexpr std::size_t kShortBatch = 31;

Millis part(Millis whole, double jitter) {
    return Millis(static_cast<Millis::rep>(static_cast<double>(whole.count()) * jitter));
}

// Full jitter: U(0, min(cap, base·2ⁿ)). 2⁸ bases already exceed the cap; the limit keeps the shift defined.
Millis backoff(const State& state, Millis cap, double jitter, const Rules& rules) {
    const unsigned doublings = std::min(state.failures, 20U);
    return part(std::min(cap, rules.backoff_base * (std::int64_t{1} << doublings)), jitter);
}

// The server's word is obeyed up to the cap; the jitter stays, or a province's terminals would return in step.
Millis obey(std::chrono::seconds asked, Millis jittered, const Rules& rules) {
    if (asked >= std::chrono::duration_cast<std::chrono::seconds>(rules.retry_after_cap)) {
        return rules.retry_after_cap - std::min(jittered, rules.retry_after_cap);
    }
    if (asked <= std::chrono::seconds(0)) return jittered;
    return std::min(Millis(asked) + jittered, rules.retry_after_cap);
}

Progress* find(State& state, const base::Digest& chain) {
    for (Progress& progress : state.chains) {
        if (progress.chain == chain) return &progress;
    }
    return nullptr;
}

Send batch_of(const Progress& progress) {
    if (progress.dispute) return {progress.chain, std::max(*progress.dispute, progress.floor), progress.limit};
    return {progress.chain, std::max(progress.next(), progress.floor), progress.limit};
}

bool may_send(const Progress& progress, MonoTime now) { return !progress.halt || progress.rests_until <= now; }

// A heartbeat that is answered `ok` ends a disagreement; it says nothing about an entry too long or endless rewinds.
bool is_disagreement(const std::optional<AlarmKind>& halt) {
    return halt == AlarmKind::fork || halt == AlarmKind::behind || halt == AlarmKind::hash;
}

void rest(Progress& progress, AlarmKind why, MonoTime until) {
    progress.halt = why;
    progress.rests_until = until;
}

// The next of a terminal that holds a chain: entries, or a heartbeat of the current one.
Send due(const State& state, MonoTime now) {
    const Progress& current = state.chains.front();
    if (current.pending() > 0 && may_send(current, now)) return batch_of(current);
    const std::size_t older = state.chains.size() - 1;
    for (std::size_t i = 0; i < older; ++i) {
        const Progress& progress = state.chains[1 + (state.turn + i) % older];
        if (progress.pending() > 0 && may_send(progress, now)) return batch_of(progress);
    }
    return Send{current.chain, current.last + 1, 0};
}

// After an accepted answer: the next batch at once, else the tick.
Action go_on(State& state, MonoTime now, const Rules& rules) {
    const auto send = next_send(state, now);
    if (!send || send->limit == 0) return Wait{rules.tick};
    if (send->chain != state.chains.front().chain) ++state.turn;
    return *send;
}

// About a chain that is held.
Action alarm(const State& state, AlarmKind kind, MonoTime now, const Rules& rules) {
    return Alarm{kind, due(state, now).limit > 0 ? Millis(0) : rules.tick};
}

// True when this rewind is one too many within the hour.
bool count_rewind(Progress& progress, MonoTime now, const Rules& rules) {
    std::erase_if(progress.rewinds, [&](MonoTime then) { return then + rules.hourly <= now; });
    progress.rewinds.push_back(now);
    if (progress.rewinds.size() <= rules.rewinds_per_hour) return false;
    rest(progress, AlarmKind::rewinds, progress.rewinds.front() + rules.hourly);
    return true;
}

// The province asks for what it lacks of other chains, as a restored archive does. Only one that we hold for delivered
// needs it: the answers to the others say where to go on. True when a chain must rest for it.
bool heed_wants(State& state, const std::vector<domain::Want>& wants, MonoTime now, const Rules& rules) {
    bool too_many = false;
    for (const domain::Want& want : wants) {
        Progress* progress = find(state, want.chain);
        if (progress == nullptr || progress->pending() > 0 || want.from >= progress->next()) continue;
        progress->through = want.from == 0 ? std::nullopt : std::optional<Seq>(want.from - 1);
        too_many |= count_rewind(*progress, now, rules);
    }
    return too_many;
}

Action on_hash(State& state, Progress& progress, const Moment& moment, const Rules& rules) {
    if (++progress.hash_tries <= rules.hash_retries) return batch_of(progress);  // read anew: memory or cable may lie
    progress.hash_tries = 0;
    rest(progress, AlarmKind::hash, moment.now + rules.hourly);
    return alarm(state, AlarmKind::hash, moment.now, rules);
}

// Only the terminal can end a fork or that it fell behind. What the province does not hold yet goes there at once all
// the same; the chain rests when that is nothing, or when it would be the same batch again.
void disagree(Progress& progress, AlarmKind kind, const Outcome& outcome, Seq before, const Moment& moment,
              const Rules& rules) {
    const bool is_resting = progress.halt && progress.rests_until > moment.now;
    if (is_resting && outcome.sent.lines == 0 && progress.next() == before) return;
    const bool goes_on = progress.pending() > 0 && batch_of(progress).from != outcome.sent.from;
    rest(progress, kind, goes_on ? moment.now : moment.now + rules.hourly);
}

Action on_answer(State& state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    state.failures = 0;
    state.failing_since.reset();
    const Answer& answer = *outcome.answer;
    Progress* progress = find(state, outcome.sent.chain);
    if (progress == nullptr) return go_on(state, moment.now, rules);
    progress->dispute.reset();
    const Seq before = progress->next();
    if (answer.verdict == Verdict::hash) return on_hash(state, *progress, moment, rules);
    progress->hash_tries = 0;
    progress->through = answer.through;
    if (outcome.sent.lines > 0) progress->limit = std::min(domain::kMaxBatchLines, progress->limit * 2);
    const bool is_moving = outcome.sent.lines > 0 || progress->pending() == 0;
    if (answer.verdict == Verdict::ok && (is_moving || is_disagreement(progress->halt))) progress->halt.reset();
    std::optional<AlarmKind> disagreement;
    if (answer.verdict == Verdict::fork) disagreement = AlarmKind::fork;
    if (answer.verdict == Verdict::behind) disagreement = AlarmKind::behind;
    if (disagreement) disagree(*progress, *disagreement, outcome, before, moment, rules);
    // An answer to entries that does not move forward would repeat for ever: it counts like a gap.
    const bool stalled = outcome.sent.lines > 0 && progress->next() <= std::max(before, outcome.sent.from);
    bool too_many = (stalled || progress->next() < before) && count_rewind(*progress, moment.now, rules);
    too_many |= heed_wants(state, answer.want, moment.now, rules);
    if (too_many) return alarm(state, AlarmKind::rewinds, moment.now, rules);
    return disagreement ? alarm(state, *disagreement, moment.now, rules) : go_on(state, moment.now, rules);
}

Action on_too_large(State& state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    Progress* progress = find(state, outcome.sent.chain);
    if (progress == nullptr || outcome.sent.lines == 0) {
        const Millis pause = backoff(state, rules.backoff_cap, moment.jitter, rules);
        ++state.failures;
        return Wait{pause};
    }
    if (outcome.sent.lines > 1) {
        progress->limit = outcome.sent.lines / 2;
        return batch_of(*progress);
    }
    rest(*progress, AlarmKind::entry_too_large, moment.now + rules.hourly);
    return alarm(state, AlarmKind::entry_too_large, moment.now, rules);
}

// Damage to one chain says nothing of the others: it rests, they go on. The network is not to blame.
Action on_unreadable(State& state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    Progress* progress = find(state, outcome.sent.chain);
    if (progress == nullptr) return Wait{rules.tick};
    rest(*progress, AlarmKind::unreadable, moment.now + rules.hourly);
    return alarm(state, AlarmKind::unreadable, moment.now, rules);
}

// A line that breaks before a long batch is through may carry a short one. Answers double it again.
void try_shorter(State& state, const Outcome& outcome) {
    Progress* progress = find(state, outcome.sent.chain);
    if (progress == nullptr || outcome.standing != Standing::broken || outcome.sent.lines <= kShortBatch) return;
    progress->limit = std::max(kShortBatch, outcome.sent.lines / 2);
}

Action on_failure(State& state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    try_shorter(state, outcome);
    const Millis cap = outcome.standing == Standing::intercepted ? rules.intercepted_cap : rules.backoff_cap;
    Millis pause = backoff(state, cap, moment.jitter, rules);
    if (outcome.retry_after) pause = obey(*outcome.retry_after, pause, rules);
    ++state.failures;
    if (outcome.standing == Standing::untrusted || outcome.standing == Standing::disputed)
        return Alarm{AlarmKind::untrusted, pause};
    if (moment.now - *state.failing_since >= rules.silent_alarm) return Alarm{AlarmKind::silent, pause};
    return Wait{pause};
}

// The ledger was put back from an older copy, or somebody lies. Asked once, at once, from behind the last entry that
// both claim: a batch that begins there shows the server our hash of it. A second contradiction in a row is a lie.
Action on_dispute(State& state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    Progress* progress = find(state, outcome.sent.chain);
    if (progress == nullptr) return on_failure(state, outcome, moment, rules);
    const bool was_asked = progress->dispute.has_value();
    progress->dispute = std::min(outcome.claimed, progress->last) + 1;
    return was_asked ? on_failure(state, outcome, moment, rules) : Action(batch_of(*progress));
}

}  // namespace

std::string_view name_of(AlarmKind kind) {
    for (const auto& row : kAlarms) {
        if (row.kind == kind) return row.name;
    }
    return "";
}

Decision decide(State state, const Outcome& outcome, const Moment& moment, const Rules& rules) {
    if (outcome.standing == Standing::answered && outcome.answer) {
        Action action = on_answer(state, outcome, moment, rules);
        return {std::move(state), action};
    }
    if (outcome.standing == Standing::unreadable) {
        Action action = on_unreadable(state, outcome, moment, rules);
        return {std::move(state), action};
    }
    if (!state.failing_since) state.failing_since = moment.now;
    const Millis spread = part(rules.spread, moment.jitter);
    Action action = Wait{};
    switch (outcome.standing) {
        case Standing::too_large:
            action = on_too_large(state, outcome, moment, rules);
            break;
        case Standing::refused:
            action = Alarm{AlarmKind::refused, rules.hourly + spread};
            break;
        case Standing::outdated:
            action = Alarm{AlarmKind::outdated, rules.daily + spread};
            break;
        case Standing::disputed:
            action = on_dispute(state, outcome, moment, rules);
            break;
        case Standing::answered:
        case Standing::later:
        case Standing::broken:
        case Standing::intercepted:
        case Standing::untrusted:
        case Standing::unreadable:
            action = on_failure(state, outcome, moment, rules);
            break;
    }
    return {std::move(state), action};
}

std::optional<Send> next_send(const State& state, MonoTime now) {
    return state.chains.empty() ? std::nullopt : std::optional<Send>(due(state, now));
}

State follow(State state, const std::vector<ChainSummary>& chains) {
    std::vector<Progress> next;
    for (const ChainSummary& summary : chains) {
        const Progress* known = find(state, summary.chain);
        Progress progress = known != nullptr ? *known : Progress{};
        progress.chain = summary.chain;
        progress.floor = summary.floor;
        progress.last = summary.last;
        next.push_back(std::move(progress));
    }
    state.chains = std::move(next);
    return state;
}

}  // namespace hailong::agent
