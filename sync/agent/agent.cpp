#include "sync/agent/agent.h"

#include <algorithm>

#include "kiosk/base/log.h"

namespace hailong::agent {

using base::Level;
using base::log_event;

namespace {

std::string_view why_unreadable(const Error& error) {
    if (error.code == ErrorCode::not_found) return "missing";
    return error.code == ErrorCode::corrupt ? "corrupt" : "locked";
}

Millis pause_of(const Action& action) {
    if (const auto* wait = std::get_if<Wait>(&action)) return wait->duration;
    if (const auto* alarm = std::get_if<Alarm>(&action)) return alarm->duration;
    return Millis(0);
}

Progress* progress_of(State& state, const base::Digest& chain) {
    const auto found = std::ranges::find(state.chains, chain, &Progress::chain);
    return found == state.chains.end() ? nullptr : &*found;
}

Seq pending_of(const State& state) {
    Seq sum = 0;
    for (const Progress& progress : state.chains) sum += progress.pending();
    return sum;
}

}  // namespace

Agent::Agent(const World& world, Self self, domain::Places places, Plan plan)
    : world_(world),
      self_(std::move(self)),
      places_(std::move(places)),
      plan_(plan),
      receipts_(places_.receipts()),
      courier_(world_.ledger, world_.transport, receipts_, self_) {
    if (world_.boot) {
        boot_ = *world_.boot;
    } else if (const auto boot = base::read_boot_id()) {
        boot_ = *boot;
    }
    if (const auto text = base::read_file(places_.status())) {
        if (auto status = parse_status(*text)) status_ = std::move(*status);
    }
}

Millis Agent::splay() const {
    return Millis(static_cast<Millis::rep>(static_cast<double>(plan_.boot_splay.count()) * world_.jitter()));
}

Millis Agent::step() {
    const auto now = world_.clock.now();
    const Turn turned = tended(turn(ordered_), now.mono);
    note(turned, now);
    const auto* send = std::get_if<Send>(&turned.action);
    ordered_ = send != nullptr ? std::optional(*send) : std::nullopt;
    return pause_of(turned.action);
}

void Agent::run() {
    if (world_.waiter.wait(splay()) == base::Woken::stopping) return;
    while (world_.waiter.wait(step()) != base::Woken::stopping) continue;
}

Round Agent::once() {
    Round round;
    std::optional<Send> ordered;
    for (;;) {
        const auto now = world_.clock.now();
        const Turn turned = tended(turn(ordered), now.mono);
        note(turned, now);
        round.delivered += turned.delivered;
        round.pending = pending_of(state_);
        round.problem = status_.problem;
        if (const auto* send = std::get_if<Send>(&turned.action)) {
            ordered = *send;
        } else {
            return round;
        }
        if (world_.waiter.wait(Millis(0)) == base::Woken::stopping) return round;
    }
}

Circumstances Agent::circumstances(base::Instant now) const {
    return {now, boot_, chains_, pending_of(state_), state_.failures, turns_};
}

Agent::Turn Agent::turn(const std::optional<Send>& ordered) {
    ++turns_;
    const auto now = world_.clock.now();
    auto held = world_.ledger.chains();
    if (!held) return ledger_unreadable(held.error(), now);
    if (held->chains.empty()) {
        return ledger_unreadable(held->damage.value_or(Error{ErrorCode::not_found, "no ledger yet"}), now);
    }
    take_in(std::move(*held));
    auto send = ordered && progress_of(state_, ordered->chain) != nullptr ? ordered : next_send(state_, now.mono);
    if (!send) return {Wait{plan_.rules.tick}, std::nullopt, 0};
    const bool must_ask = !known_.contains(send->chain);
    auto delivery = with_newest_keys(
        [&] { return must_ask ? courier_.ask(send->chain) : courier_.carry(*send, circumstances(now)); }, now.mono);
    if (!delivery) return own_disk_failed(delivery.error(), send->chain, now.mono);
    return settle(*delivery, now.mono);
}

// Looks after what we prove ourselves with. Where that was refused and is new now, the exchange is made again.
Agent::Turn Agent::tended(Turn turned, MonoTime now) {
    // What can be sent goes first: a renewal may have to wait for the terminal's signature.
    if (world_.credentials == nullptr || std::holds_alternative<Send>(turned.action)) return turned;
    const bool is_refused = turned.problem && is_of_credentials(*turned.problem);
    const bool is_new = world_.credentials->tend({turned.province_now, is_refused}, now);
    if (const auto why = world_.credentials->failure(); why && (is_refused || !turned.problem)) {
        turned.problem = not_renewed(turned.problem, *why);
    } else if (const auto send = next_send(state_, now); is_refused && is_new && send) {
        turned.problem.reset();
        turned.action = *send;
    }
    return turned;
}

// What is known of a chain is forgotten when it cannot be read: it may come back as another copy.
void Agent::take_in(Holdings held) {
    chains_ = std::move(held.chains);
    damage_ = std::move(held.damage);
    state_ = follow(std::move(state_), chains_);
    const auto is_gone = [&](const base::Digest& chain) { return progress_of(state_, chain) == nullptr; };
    std::erase_if(known_, [&](const auto& known) { return is_gone(known.first); });
    std::erase_if(looked_, is_gone);
    for (const ChainSummary& summary : chains_) learn_from_file(summary.chain);
}

Agent::Turn Agent::settle(const Delivery& delivery, MonoTime now) {
    const Sent& sent = delivery.outcome.sent;
    const Progress* before = progress_of(state_, sent.chain);
    const Seq held = before != nullptr ? before->next() : 0;
    if (delivery.receipt) {
        status_.last_contact = world_.clock.now().wall;
        status_.clock_offset_s =
            std::chrono::duration_cast<std::chrono::seconds>(*status_.last_contact - delivery.receipt->now).count();
        known_.insert_or_assign(sent.chain, delivery.receipt->epoch);
        heed_epoch(*delivery.receipt, now);
        renew_keys(delivery.receipt->keys, now);
    }
    // Asked; now entries must speak.
    if (delivery.outcome.standing == Standing::disputed) known_.insert_or_assign(sent.chain, "");
    auto decision = decide(std::move(state_), delivery.outcome, {now, world_.jitter()}, plan_.rules);
    state_ = std::move(decision.state);
    Turn turned{decision.action, delivery.problem, 0};
    if (delivery.receipt) turned.province_now = delivery.receipt->now;
    const Progress* after = progress_of(state_, sent.chain);
    if (after != nullptr && sent.lines > 0 && after->next() > held) turned.delivered = after->next() - held;
    if (const auto* alarm = std::get_if<Alarm>(&turned.action)) {
        if (!turned.problem) turned.problem = problem_with(alarm->kind, sent.chain);
        if (alarm->kind == AlarmKind::hash) {
            if (auto verified = world_.ledger.verify(sent.chain); !verified)
                turned.problem = ledger_problem(verified.error());
        }
    }
    return turned;
}

Agent::Turn Agent::ledger_unreadable(const Error& why, base::Instant now) {
    auto delivery =
        with_newest_keys([&] { return courier_.report_trouble(why_unreadable(why), circumstances(now)); }, now.mono);
    if (!delivery) return own_disk_failed(delivery.error(), {}, now.mono);
    Turn turned = settle(*delivery, now.mono);
    if (std::holds_alternative<Send>(turned.action)) turned.action = Wait{plan_.rules.tick};
    if (!turned.problem) turned.problem = ledger_problem(why);
    return turned;
}

Agent::Turn Agent::own_disk_failed(const OwnFault& fault, const base::Digest& chain, MonoTime now) {
    if (fault.place == OwnFault::Place::receipts) return {Wait{plan_.rules.tick}, disk_problem(fault.why), 0};
    const auto problem = ledger_problem(fault.why);
    // Busy is what a ledger is while a segment is begun or pruned.
    if (fault.why.code == ErrorCode::busy) return {Wait{plan_.rules.tick}, problem, 0};
    Outcome outcome;
    outcome.standing = Standing::unreadable;
    outcome.sent.chain = chain;
    auto decision = decide(std::move(state_), outcome, {now, world_.jitter()}, plan_.rules);
    state_ = std::move(decision.state);
    return {decision.action, problem, 0};
}

// What the receipt file proves of this chain; once a run, and only if it holds against our own ledger.
void Agent::learn_from_file(const base::Digest& chain) {
    if (!looked_.insert(chain).second) return;
    const auto text = receipts_.load(chain);
    if (!text) return;
    const auto receipt = domain::parse_receipt(*text, self_.keys);
    const Status ours =
        receipt ? check_ours(*receipt, chain, self_, world_.ledger) : Status(tl::unexpected<Error>(receipt.error()));
    if (!ours) {
        log_event(Level::warn, "receipt.file.ignored", {{"chain", chain.hex()}, {"reason", ours.error().what}});
        return;
    }
    progress_of(state_, chain)->through = receipt->through;
    known_.insert_or_assign(chain, receipt->epoch);
}

// The archive was put back from a copy: what older receipts say is no longer what is held. Each chain is asked about
// anew, also those for which a header has no room. Once an hour, or two servers that disagree would keep us asking.
void Agent::heed_epoch(const domain::Receipt& receipt, MonoTime now) {
    if (epoch_rest_until_ && now < *epoch_rest_until_) return;
    const auto is_older = [&](const auto& known) { return !known.second.empty() && known.second != receipt.epoch; };
    if (std::none_of(known_.begin(), known_.end(), is_older)) return;
    log_event(Level::info, "sync.epoch", {{"epoch", receipt.epoch}});
    epoch_rest_until_ = now + plan_.rules.hourly;
    for (const auto& known : known_) {
        Progress* progress = is_older(known) ? progress_of(state_, known.first) : nullptr;
        if (progress != nullptr) progress->through.reset();
    }
    std::erase_if(known_, is_older);
}

Carried Agent::with_newest_keys(const std::function<Carried()>& exchange, MonoTime now) {
    auto delivery = exchange();
    if (!delivery || !delivery->unread_keys) return delivery;
    const auto known = self_.keys.version;
    renew_keys(*delivery->unread_keys, now);
    return self_.keys.version > known ? exchange() : std::move(delivery);
}

void Agent::adopt_keys(const std::string& text) {
    auto keys = domain::parse_keys(text, domain::fingerprint(self_.keys.root));
    if (keys && keys->version > self_.keys.version && keys->province == self_.province) self_.keys = std::move(*keys);
}

void Agent::renew_keys(std::uint64_t version, MonoTime now) {
    if (version <= self_.keys.version) return;
    // A renewal of the certificate may have brought newer ones: the file's version never goes down either.
    if (const auto held = base::read_file(places_.keys())) adopt_keys(*held);
    if (version <= self_.keys.version || (keys_rest_until_ && now < *keys_rest_until_)) return;
    keys_rest_until_ = now + plan_.rules.keys_retry;
    const auto text = courier_.fetch_keys(version);
    if (!text) {
        log_event(Level::warn, "keys.not_renewed", {{"version", version}, {"reason", text.error().what}});
        return;
    }
    if (const auto written = base::write_file(places_.keys(), *text); !written) {
        log_event(Level::error, "keys.not_written", {{"reason", written.error().what}});
        return;
    }
    adopt_keys(*text);
    keys_rest_until_.reset();
    log_event(Level::info, "keys.renewed", {{"version", version}});
}

// A disputed chain that the terminal has left is nobody's trouble once the province holds this version to its end.
std::optional<Problem> Agent::problem_with(AlarmKind kind, const base::Digest& chain) const {
    const auto& all = state_.chains;
    const auto found = std::ranges::find(all, chain, &Progress::chain);
    const bool is_left =
        (kind == AlarmKind::fork || kind == AlarmKind::behind) && found != all.end() && found != all.begin();
    if (!is_left) return problem_of(kind);
    if (found->pending() == 0) return std::nullopt;
    return older_chain_rests(kind, *found, all.front().chain);
}

void Agent::note(const Turn& turned, base::Instant now) {
    const auto* raised = std::get_if<Alarm>(&turned.action);
    auto problem = turned.problem;
    std::optional<AlarmKind> alarm;
    if (raised != nullptr && problem) alarm = raised->kind;
    // A chain may rest although the last exchange went well: that stands until the province says `ok` to it.
    for (const Progress& chain : state_.chains) {
        const auto why = chain.halt && !alarm ? problem_with(*chain.halt, chain.chain) : std::nullopt;
        if (!why) continue;
        alarm = chain.halt;
        if (!problem) problem = why;
    }
    if (!problem && damage_) problem = ledger_problem(*damage_);
    if (problem && (!status_.problem || status_.problem->word != problem->word)) {
        status_.problem_since = now.wall;
        log_event(Level::warn, "sync.problem", {{"word", problem->word}, {"text", problem->text}});
    }
    if (turned.delivered > 0) log_event(Level::info, "sync.delivered", {{"entries", turned.delivered}});
    status_.problem = std::move(problem);
    if (!status_.problem) status_.problem_since.reset();
    status_.alarm = alarm ? std::optional(std::string(name_of(*alarm))) : std::nullopt;
    status_.at = now.wall;
    if (world_.credentials != nullptr) status_.certificate_until = world_.credentials->certificate_until();
    status_.next_try = now.wall + pause_of(turned.action);
    status_.chains.clear();
    for (const Progress& chain : state_.chains) {
        const auto rests = chain.halt ? std::optional(std::string(name_of(*chain.halt))) : std::nullopt;
        status_.chains.push_back({chain.chain, chain.last, chain.through, chain.pending(), rests});
    }
    if (const auto written = base::write_file(places_.status(), encode_status(status_)); !written) {
        log_event(Level::error, "status.not_written", {{"reason", written.error().what}});
    }
}

}  // namespace hailong::agent
