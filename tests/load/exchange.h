// One signed batch over a connection of its own, as a terminal makes it after a pause, and what became of it.
#pragma once

#include "sync/agent/outcome.h"
#include "tests/load/town.h"

namespace hailong::load {

// POST /v1/entries with this body, or any other that claims to be a batch.
[[nodiscard]] std::string post_of(const std::string& body);

class Exchange {
public:
    using Finished = std::function<void(const agent::Outcome&)>;
    Exchange(Loop& loop, const Door& door, Terminal& terminal, std::uint32_t source);
    // Sends entries from behind `delivered` to the end; a heartbeat when there are none. Moves `delivered` under a
    // genuine receipt. One at a time.
    void begin(Finished finished);
    [[nodiscard]] bool is_busy() const { return line_.is_up(); }
    // What the last answer was that is no receipt: a status, 0 for none.
    [[nodiscard]] int status() const { return status_; }

private:
    void on_heard();
    void finish(agent::Outcome outcome);
    [[nodiscard]] agent::Outcome judged() const;

    Loop& loop_;
    Terminal& terminal_;
    std::uint32_t source_;
    Line line_;
    agent::Sent sent_;
    agent::Question question_;
    std::string request_;
    Finished finished_;
    std::uint64_t turn_ = 0;  // whose timeout it is
    int status_ = 0;
};

}  // namespace hailong::load
