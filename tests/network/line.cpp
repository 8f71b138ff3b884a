#include "tests/network/line.h"

#include <arpa/inet.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "tests/support/process.h"

namespace hailong::test {
namespace {

void run_tool(const std::vector<std::string>& words) {
    const auto done = run({words, {}, {}, false});
    if (done.status != 0) throw std::runtime_error(words.front() + ": " + done.err);
}

void set_kernel(const std::filesystem::path& name, const std::string& value) {
    std::ofstream file("/proc/sys" / name);
    if (!(file << value << std::flush)) throw std::runtime_error(name.string() + " is not to be set");
}

void add_rule(const std::vector<std::string>& rule) {
    std::vector<std::string> words{"nft", "add", "rule", "inet", "line", "in"};
    words.insert(words.end(), rule.begin(), rule.end());
    run_tool(words);
}

void must_succeed(int result, const std::string& what) {
    if (result != 0) throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

// Where names are asked: a port that takes every question and answers none.
int silent_name_server() {
    const int silence = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    must_succeed(bind(silence, reinterpret_cast<const sockaddr*>(&address), sizeof address), "port 53");
    return silence;
}

}  // namespace

Line::Line() {
    if (unshare(CLONE_NEWNET) != 0) throw std::runtime_error("no network namespace: run as root");
    // Segments as on a real line; without offloading, or the shaper would see packets that no line carries.
    run_tool({"ip", "link", "set", "lo", "up", "mtu", "1500", "gso_max_segs", "1"});
    // What every kernel has and may be given to a namespace, so that the agent's own choice shows: whatever stands on
    // this machine would be the namespace's, too.
    set_kernel("net/ipv4/tcp_congestion_control", "reno");
    mend();
}

Line::~Line() {
    if (asks_here_) umount("/etc/resolv.conf");
    if (silence_ >= 0) close(silence_);
}

void Line::limit_to_kbit(int rate) {
    run_tool({"tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", std::to_string(rate) + "kbit", "burst", "4kb",
              "latency", "2s"});
}

void Line::lose_percent(int chance) {
    add_rule({"numgen", "random", "mod", "100", "<", std::to_string(chance), "drop"});
}

void Line::swallow_packets_over(int bytes) { add_rule({"meta", "length", ">", std::to_string(bytes), "drop"}); }

void Line::ask_names_of(NameServer server) {
    const auto file = folder_ / "resolv.conf";
    std::ofstream(file) << "nameserver 127.0.0.1\n";
    must_succeed(unshare(CLONE_NEWNS), "no mount namespace");
    must_succeed(mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "private mounts");
    must_succeed(mount(file.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr), "/etc/resolv.conf");
    asks_here_ = true;
    if (server == NameServer::silent) silence_ = silent_name_server();
}

void Line::mend() {
    // Neither is an error when it was not there.
    static_cast<void>(run({{"tc", "qdisc", "del", "dev", "lo", "root"}, {}, {}, false}));
    static_cast<void>(run({{"nft", "delete", "table", "inet", "line"}, {}, {}, false}));
    run_tool({"nft", "add", "table", "inet", "line"});
    run_tool({"nft", "add", "chain", "inet", "line", "in", "{ type filter hook input priority 0; }"});
}

}  // namespace hailong::test
