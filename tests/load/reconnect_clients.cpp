#include <array>
#include <cmath>
#include <cstdio>
#include <thread>

#include "sync/agent/planner.h"
#include "tests/load/exchange.h"
#include "tests/load/parts.h"
#include "tests/simulation/dice.h"

namespace hailong::load {

namespace {

using agent::MonoTime;
using agent::Rules;

constexpr double kPeak = 30;                       // promises.md row 23: requests a second, over the busiest minute…
constexpr double kCountry = 13'000;                // …of so many terminals
constexpr Millis kOutage = std::chrono::hours(1);  // on the planner's clock
constexpr Millis kSeen{2500};                      // its end, which is lived through with real connections
constexpr Millis kMinute = std::chrono::minutes(1);

enum class Jitter { own, none };
struct Outage {
    int clients = 0;
    int factor = 1;  // every time of the planner is divided by it
    Jitter jitter = Jitter::own;
    std::uint32_t seed = 0;
};

// All of the planner's times, each divided.
Rules hastened(int factor) {
    Rules rules;
    for (const auto time :
         {&Rules::tick, &Rules::backoff_base, &Rules::backoff_cap, &Rules::intercepted_cap, &Rules::retry_after_cap,
          &Rules::hourly, &Rules::daily, &Rules::silent_alarm, &Rules::spread, &Rules::keys_retry}) {
        rules.*time /= factor;
    }
    return rules;
}

Millis pause_of(const agent::Action& action) {
    if (const auto* wait = std::get_if<agent::Wait>(&action)) return wait->duration;
    if (const auto* alarm = std::get_if<agent::Alarm>(&action)) return alarm->duration;
    return Millis(0);
}

// Everybody at once: the loop runs on a thread of its own while the server goes down and comes back.
class Crowd {
public:
    Crowd(Town& town, const Outage& outage);
    // True when all have their receipts.
    bool live(Clock::time_point server_is_back);
    [[nodiscard]] long missing() const;
    [[nodiscard]] long failed() const { return failed_; }  // tries after the outage
    // Requests in the busiest minute divided by the factor, from the end of the outage on.
    [[nodiscard]] long busiest(Clock::time_point from) const;
    [[nodiscard]] Millis all_back(Clock::time_point from) const;

private:
    struct Client {
        Client(Crowd& crowd, Terminal& whose, int number);
        Exchange exchange;
        Terminal& terminal;
        agent::State state;
        simulation::Dice dice;
        bool is_back = false;
    };
    void lie_in_wait(Client& client, Clock::time_point server_is_back);
    void send(Client& client);
    Millis decide(Client& client, const agent::Outcome& outcome, Clock::time_point now);

    Loop loop_;
    Town& town_;
    Outage outage_;
    Rules rules_;
    std::deque<Client> clients_;
    std::vector<Clock::time_point> requests_;
    Clock::time_point back_at_;
    Clock::time_point last_back_;
    long failed_ = 0;
};

MonoTime mono(Clock::time_point time) { return MonoTime(std::chrono::duration_cast<Millis>(time.time_since_epoch())); }

constexpr std::uint32_t kWards = 0x7f600001;  // 127.96.0.1: twenty terminals share an address
constexpr int kInWard = 20;

Crowd::Client::Client(Crowd& crowd, Terminal& whose, int number)
    : exchange(crowd.loop_, crowd.town_.door(), whose, kWards + static_cast<std::uint32_t>(number / kInWard)),
      terminal(whose),
      dice(crowd.outage_.seed, static_cast<std::uint64_t>(number)) {
    const auto now = base::SystemClock().now().wall;
    // Every second one has nothing new to tell: its first word is a heartbeat.
    const int visits = number % 2 == 0 ? 3 : 0;
    for (int i = 0; i < visits; ++i)
        terminal.ledger.answer(server_test::rating(1 + i, number), crowd.town_.intake(), now);
    const auto& ledger = terminal.ledger;
    state = agent::follow({}, {{ledger.chain(), 0, ledger.last(), ledger.hash(ledger.last())}});
    state.chains.front().through = terminal.delivered;
}

Crowd::Crowd(Town& town, const Outage& outage) : town_(town), outage_(outage), rules_(hastened(outage.factor)) {
    for (int i = 0; i < outage.clients; ++i)
        clients_.emplace_back(*this, town.terminals()[static_cast<std::size_t>(i)], i);
}

Millis Crowd::decide(Client& client, const agent::Outcome& outcome, Clock::time_point now) {
    const double jitter = outage_.jitter == Jitter::own ? client.dice.unit() : 0.999;
    auto decision = agent::decide(std::move(client.state), outcome, {mono(now), jitter}, rules_);
    client.state = std::move(decision.state);
    return std::max(pause_of(decision.action), Millis(1));
}

// The outage's first part, in which nobody is there to connect to, passes in the planner alone.
void Crowd::lie_in_wait(Client& client, Clock::time_point server_is_back) {
    auto now = server_is_back - kOutage / outage_.factor;
    if (outage_.jitter == Jitter::own) now += Millis(client.dice.between(0, rules_.tick.count() - 1));
    agent::Outcome nobody;
    nobody.standing = agent::Standing::later;
    const auto real = Clock::now();
    while (now < real) now += decide(client, nobody, now);
    loop_.at(now, [this, &client] { send(client); });
}

void Crowd::send(Client& client) {
    requests_.push_back(Clock::now());
    client.exchange.begin([this, &client](const agent::Outcome& outcome) {
        const auto now = Clock::now();
        if (!outcome.answer && now > back_at_) ++failed_;
        const auto pause = decide(client, outcome, now);
        client.is_back = outcome.answer && client.terminal.delivered == client.terminal.ledger.last();
        if (client.is_back) {
            last_back_ = now;
        } else {
            loop_.after(pause, [this, &client] { send(client); });
        }
    });
}

bool Crowd::live(Clock::time_point server_is_back) {
    back_at_ = server_is_back;
    for (auto& client : clients_) lie_in_wait(client, server_is_back);
    const auto limit = kSeen + 2 * rules_.backoff_cap + std::chrono::minutes(1);
    return loop_.run_until([this] { return missing() == 0; }, limit);
}

long Crowd::missing() const {
    return std::ranges::count_if(clients_, [](const Client& client) { return !client.is_back; });
}

long Crowd::busiest(Clock::time_point from) const {
    long most = 0;
    for (auto first = std::ranges::lower_bound(requests_, from); first != requests_.end(); ++first) {
        const auto end = std::lower_bound(first, requests_.end(), *first + kMinute / outage_.factor);
        most = std::max<long>(most, end - first);
    }
    return most;
}

Millis Crowd::all_back(Clock::time_point from) const { return std::chrono::duration_cast<Millis>(last_back_ - from); }

void judge_books(test::Findings& findings, const Town& town, std::deque<Terminal>& terminals) {
    const auto book = town.archive();
    std::set<test::Row> rows;
    for (const auto& terminal : terminals) {
        const auto& ledger = terminal.ledger;
        for (domain::Seq seq = 0; seq <= ledger.last(); ++seq)
            rows.insert({ledger.chain().hex(), static_cast<long long>(seq), ledger.hash(seq).hex()});
    }
    findings.expect(book.rows == rows, "both ends", "the sets of (chain, seq, hash) differ");
    findings.expect(book.count == book.rows.size(), "both ends", "an entry is held twice");
}

// 30 a second for 13,000 terminals over a busiest minute: 1,800 requests of 13,000 terminals, whatever the factor, for
// a minute shrinks as its rate grows. A smaller crowd scatters more: three standard deviations of a Poisson count.
double allowed(int clients) {
    const double share = kPeak * 60 * clients / kCountry;
    return share + 3 * std::sqrt(share);
}

test::Findings run(const Outage& outage) {
    test::Findings findings("reconnect-clients", outage.seed);
    Town town(Front::shipped, outage.clients);
    Crowd crowd(town, outage);
    town.stop_server();
    const auto back = Clock::now() + kSeen;
    std::thread clients([&] { (void)crowd.live(back); });
    (void)test::eventually([&] { return Clock::now() >= back; });
    town.start_server();
    clients.join();
    const long most = crowd.busiest(back);
    std::printf(
        "  %d clients, times divided by %d: %ld requests in the busiest %.1f s (allowed %.0f), all back after "
        "%.1f s, %ld tries failed after the outage\n",
        outage.clients, outage.factor, most, 60.0 / outage.factor, allowed(outage.clients),
        static_cast<double>(crowd.all_back(back).count()) / 1000, crowd.failed());
    findings.count(outage.clients);
    findings.expect(crowd.missing() == 0, "clients", std::to_string(crowd.missing()) + " have no receipt");
    findings.expect(static_cast<double>(most) <= allowed(outage.clients), "clients", "come back too many at once");
    judge_books(findings, town, town.terminals());
    return findings;
}

}  // namespace

// A terminal waits up to 900 s: 15 s of ours for few, a minute for many, so that one processor can be all of them.
test::Findings reconnect_clients(const Options& options) {
    return run({options.clients, options.clients > 1000 ? 15 : 60, Jitter::own, options.seed});
}

test::Findings reconnect_clients_known_bad(const Options& options) {
    return run({100, 60, Jitter::none, options.seed});
}

}  // namespace hailong::load
