#include "tests/network/line.h"

#include <sched.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace hailong::test {
namespace {

void run_tool(const std::vector<std::string>& words) {
    const auto done = run({words, {}, {}, false});
    if (done.status != 0) throw std::runtime_error(words.front() + ": " + done.err);
}

void add_rule(const std::vector<std::string>& rule) {
    std::vector<std::string> words{"nft", "add", "rule", "inet", "line", "in"};
    words.insert(words.end(), rule.begin(), rule.end());
    run_tool(words);
}

}  // namespace

Line::Line() {
    if (unshare(CLONE_NEWNET) != 0) throw std::runtime_error("no network namespace: run as root");
    // Segments as on a real line; without offloading, or the shaper would see packets that no line carries.
    run_tool({"ip", "link", "set", "lo", "up", "mtu", "1500", "gso_max_segs", "1"});
    mend();
}

void Line::limit_to_kbit(int rate) {
    run_tool({"tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", std::to_string(rate) + "kbit", "burst", "4kb",
              "latency", "2s"});
}

void Line::lose_percent(int chance) {
    add_rule({"numgen", "random", "mod", "100", "<", std::to_string(chance), "drop"});
}

void Line::swallow_packets_over(int bytes) { add_rule({"meta", "length", ">", std::to_string(bytes), "drop"}); }

void Line::mend() {
    // Neither is an error when it was not there.
    static_cast<void>(run({{"tc", "qdisc", "del", "dev", "lo", "root"}, {}, {}, false}));
    static_cast<void>(run({{"nft", "delete", "table", "inet", "line"}, {}, {}, false}));
    run_tool({"nft", "add", "table", "inet", "line"});
    run_tool({"nft", "add", "chain", "inet", "line", "in", "{ type filter hook input priority 0; }"});
}

}  // namespace hailong::test
