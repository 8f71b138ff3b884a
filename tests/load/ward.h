// Honest terminals that upload at a steady pace, each batch over a connection of its own, and how long that took.
#pragma once

#include "tests/load/exchange.h"
#include "tests/support/findings.h"

namespace hailong::load {

struct Figures {
    std::vector<double> milliseconds;  // from the wish to send until the receipt, all tries
    long retries = 0;
    long unreceipted = 0;
    std::map<int, long> refusals;                   // by status; 0: no answer
    [[nodiscard]] double share(double part) const;  // 0.99: the time within which 99 % had their receipt
    void tell(const char* when) const;
};

class Ward {
public:
    // `terminals`: how many of the town's first ones.
    Ward(Town& town, std::size_t terminals);
    // Uploads twenty batches a second for so long, and waits at most `patience` for the last receipts.
    Figures live(Millis time, Millis patience);
    // Every entry of these terminals is in the archive, with its hash, once.
    void judge(test::Findings& findings) const;

private:
    struct Desk {
        Desk(Loop& loop, const Door& door, Terminal& whose);
        Terminal& terminal;
        Exchange exchange;
        Clock::time_point wished;
        bool is_waiting = false;
    };
    void wish(Desk& desk);
    void send(Desk& desk);
    [[nodiscard]] std::size_t waiting() const;

    Town& town_;
    Loop loop_;
    std::deque<Desk> desks_;
    Figures figures_;
    Clock::time_point end_;
    int visits_ = 0;
};

}  // namespace hailong::load
