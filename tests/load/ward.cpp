#include "tests/load/ward.h"

#include <algorithm>
#include <cstdio>

#include "tests/load/strangers.h"

namespace hailong::load {

namespace {

constexpr Millis kBetween{50};  // twenty a second: a province of 1,200 terminals that tick once a minute
constexpr Millis kRetry{200};

}  // namespace

double Figures::share(double part) const {
    if (milliseconds.empty()) return 0;
    auto sorted = milliseconds;
    std::ranges::sort(sorted);
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

void Figures::tell(const char* when) const {
    std::printf("  %s: %zu batches receipted, p50 %.1f ms, p99 %.1f ms, slowest %.1f ms; %ld tries failed", when,
                milliseconds.size(), share(0.5), share(0.99), share(1), retries);
    for (const auto& [status, count] : refusals) std::printf(" (%ld by %d)", count, status);
    std::printf(", %ld without a receipt\n", unreceipted);
}

Ward::Desk::Desk(Loop& loop, const Door& door, Terminal& whose) : terminal(whose), exchange(loop, door, whose, kWard) {}

Ward::Ward(Town& town, std::size_t terminals) : town_(town) {
    for (std::size_t i = 0; i < terminals; ++i) desks_.emplace_back(loop_, town.door(), town.terminals()[i]);
}

Figures Ward::live(Millis time, Millis patience) {
    figures_ = {};
    const auto begin = Clock::now();
    end_ = begin + time;
    for (std::size_t i = 0; i < desks_.size(); ++i) {
        auto* desk = &desks_[i];
        loop_.at(begin + kBetween * i, [this, desk] { wish(*desk); });
    }
    (void)loop_.run_until([this] { return Clock::now() >= end_ && waiting() == 0; }, time + patience);
    figures_.unreceipted = static_cast<long>(waiting());
    return figures_;
}

std::size_t Ward::waiting() const {
    return static_cast<std::size_t>(std::ranges::count_if(desks_, [](const Desk& desk) { return desk.is_waiting; }));
}

// Citizens go on rating, whatever became of the last batch.
void Ward::wish(Desk& desk) {
    if (Clock::now() >= end_) return;
    loop_.after(kBetween * desks_.size(), [this, &desk] { wish(desk); });
    const auto now = base::SystemClock().now().wall;
    ++visits_;
    desk.terminal.ledger.answer(server_test::rating(1 + visits_ % 5, visits_ % 65536), town_.intake(), now);
    if (desk.is_waiting) return;
    desk.is_waiting = true;
    desk.wished = Clock::now();
    send(desk);
}

void Ward::send(Desk& desk) {
    desk.exchange.begin([this, &desk](const agent::Outcome& outcome) {
        if (outcome.answer && desk.terminal.delivered == desk.terminal.ledger.last()) {
            const std::chrono::duration<double, std::milli> took = Clock::now() - desk.wished;
            figures_.milliseconds.push_back(took.count());
            desk.is_waiting = false;
            return;
        }
        if (!outcome.answer) {
            ++figures_.retries;
            ++figures_.refusals[desk.exchange.status()];
        }
        loop_.after(outcome.answer ? Millis(0) : kRetry, [this, &desk] { send(desk); });
    });
}

void Ward::judge(test::Findings& findings) const {
    const auto book = town_.archive();
    findings.expect(book.count == book.rows.size(), "archive", "an entry is held twice");
    for (const auto& desk : desks_) {
        const auto& ledger = desk.terminal.ledger;
        for (domain::Seq seq = 0; seq <= ledger.last(); ++seq) {
            const test::Row row{ledger.chain().hex(), static_cast<long long>(seq), ledger.hash(seq).hex()};
            findings.expect(book.rows.contains(row), ledger.device(),
                            "entry " + std::to_string(seq) + " is not in the archive");
        }
    }
}

}  // namespace hailong::load
