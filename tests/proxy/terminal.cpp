#include "tests/proxy/terminal.h"

#include "tests/support/must.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::proxy_rig {

namespace {

using test::must;

bool has_pending(const agent::State& state) {
    for (const auto& chain : state.chains) {
        if (chain.pending() > 0) return true;
    }
    return state.chains.empty();
}

}  // namespace

Kiosk::Kiosk(domain::Places places, std::string device, const base::Signer& key, const base::BoxKey& intake)
    : places_(std::move(places)), device_(std::move(device)), key_(key), intake_(intake) {
    for (const auto& folder : {places_.root, places_.ledger(), places_.sync(), places_.receipts()})
        must(base::make_folder(folder, 02750));
    begin_chain(domain::GenesisReason::enrolled);
}

void Kiosk::begin_chain(domain::GenesisReason reason) {
    domain::Genesis genesis;
    genesis.stamp = server_test::stamp_at(server_test::kNow);
    genesis.stamp.at += std::chrono::milliseconds(++visits_);  // the newest is the current one
    genesis.device = device_;
    genesis.unit = "25195";
    genesis.dev_key = key_.public_key();
    genesis.rand = base::random_token();
    genesis.reason = reason;
    ledger_.reset();
    ledger_.emplace(must(store::Ledger::create(places_.ledger(), genesis, key_)));
    chains_.push_back(ledger_->head().chain);
    thank(ledger_->head());
}

void Kiosk::append(int ratings) {
    const auto stamp = server_test::stamp_at(server_test::kNow);
    for (int i = 0; i < ratings; ++i, ++visits_, ++ratings_) {
        const auto answer = server_test::rating(1 + visits_ % 5, visits_);
        thank(must(ledger_->append(domain::seal_answer(answer, stamp, {intake_, intake_}))));
    }
    must(ledger_->tidy());
}

void Kiosk::thank(const domain::Head& head) {
    thanked_.push_back({head.chain.hex(), static_cast<long long>(head.seq), head.hash.hex()});
}

Carrier::Carrier(domain::Places places, agent::Self self, const transport::Endpoint& endpoint)
    : places_(std::move(places)), self_(std::move(self)), ledger_(places_.ledger()) {
    connect_to(endpoint);
    restart();
}

void Carrier::connect_to(const transport::Endpoint& endpoint) {
    endpoint_ = endpoint;
    reconnect();
}

void Carrier::reconnect() {
    https_.reset();
    https_ = must(transport::HttpsTransport::open(endpoint_));
}

agent::Exchange Carrier::Network::exchange(const agent::Request& request) {
    return carrier_.spoil ? carrier_.spoil(*carrier_.https_, request) : carrier_.https_->exchange(request);
}

void Carrier::restart() {
    // Each its own steps of a plain generator: the planner's jitter, the same in every run.
    const auto jitter = [this] {
        dice_ = dice_ * 1664525U + 1013904223U;
        return static_cast<double>(dice_ >> 8U) / static_cast<double>(1U << 24U);
    };
    agent_.emplace(agent::World{ledger_, network_, clock_, waiter_, jitter}, self_, places_, agent::Plan{});
}

void Carrier::restart_forgetful() {
    std::filesystem::remove_all(places_.receipts());
    must(base::make_folder(places_.receipts(), 02750));
    restart();
}

agent::Round Carrier::once() {
    waiter_.after = [] { return base::Woken::timed_out; };
    return agent_->once();
}

bool Carrier::run_until(const std::function<bool()>& done, base::Millis limit) {
    constexpr int kEndless = 100'000;  // exchanges without a pause: as bad as never
    const auto deadline = clock_.now().mono + limit;
    bool is_done = false;
    waiter_.after = [&, turns = 0]() mutable {
        is_done = turns > 0 && done();  // the first wait is before the first exchange
        const bool is_late = clock_.now().mono >= deadline || ++turns > kEndless;
        return is_done || is_late ? base::Woken::stopping : base::Woken::timed_out;
    };
    agent_->run();
    return is_done;
}

bool Carrier::arrives() {
    return run_until([this] { return !has_pending(agent_->state()) && !status().problem; }, std::chrono::hours(36));
}

agent::SyncStatus Carrier::status() const { return must(agent::parse_status(must(base::read_file(places_.status())))); }

std::string Carrier::hash_at(const base::Digest& chain, domain::Seq seq) {
    return must(ledger_.hash_at(chain, seq)).hex();
}

}  // namespace hailong::proxy_rig
