// A province with many enrolled terminals: hailong-server and nginx as they are deployed, master and workers, on
// loopback. Each terminal has keys, a certificate and a chain of its own and has delivered the chain's first entry.
#pragma once

#include <deque>

#include "sync/agent/judge.h"
#include "sync/server/province.h"
#include "tests/load/line.h"
#include "tests/support/books.h"
#include "tests/support/stack.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::load {

// nginx as we ship it, or with its own defaults in place of every limit and time of ours, and one worker of 512
// connections. The bare one is seen to fail.
enum class Front { shipped, bare };

struct Terminal {
    server_test::FakeTerminal ledger;
    Identity identity;
    agent::Self self;
    domain::Seq delivered = 0;  // through here there is a receipt
};

class Town {
public:
    Town(Front front, int terminals);
    ~Town();
    Town(const Town&) = delete;
    Town& operator=(const Town&) = delete;

    [[nodiscard]] std::deque<Terminal>& terminals() { return terminals_; }
    [[nodiscard]] const Door& door() const { return *door_; }
    [[nodiscard]] base::BoxKey intake() const { return province_.keys.intake; }
    void stop_server() { stack_.stop_server(); }  // kill -9
    void start_server() { stack_.start_server(); }
    // MiB of memory at its highest; of nginx, all its processes together.
    [[nodiscard]] long server_memory() const;
    [[nodiscard]] long front_memory() const;
    [[nodiscard]] long workers() const;
    [[nodiscard]] std::uintmax_t front_log() const;  // bytes
    [[nodiscard]] test::Book archive() const { return test::read_archive(stack_.archive()); }

private:
    void settle(int terminals);
    void open_front(Front front);
    test::Stack stack_;
    server::Province province_;
    std::deque<Terminal> terminals_;
    std::optional<test::Process> nginx_;
    std::optional<Door> door_;
};

}  // namespace hailong::load
