// The network as bad as it gets, between the real agent and the real server: rows 14 to 17, 19 and 20 of the promises.
//   prove_proxy [--only NAME]… [--batches N] [--stride N] [--seed N]
// Ends with lines "prove: NAME cases=… failures=… seed=…" and, for each agent that believes too much,
// "prove: NAME known-bad=caught"; exit code 0 only when nothing failed and every bad one was caught.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/proxy/parts.h"

namespace hailong::proxy_rig {

namespace {

struct Part {
    const char* name;
    Findings (*run)(const Options& options, Believer believer);
    Believer bad;
    long bad_stride;  // a bad agent is caught by a few cases
};
constexpr Part kParts[] = {
    {"cut-exhaustive", &cut_everywhere, Believer::of_sent_bytes, 1500},
    {"cut-tcp", &cut_tcp_everywhere, Believer::of_sent_bytes, 400},
    {"proxied-batches", &bad_network, Believer::of_any_answer, 1},
    {"proxied-nginx", &whole_stack, Believer::of_any_answer, 1},
    {"lies", &lying_server, Believer::of_any_head, 1},
    {"portals", &portals, Believer::of_any_answer, 1},
    {"tls-strangers", &strange_servers, Believer::of_any_certificate, 1},
    {"tarpits", &tarpits, Believer::of_sent_bytes, 1},
    {"statuses", &statuses, Believer::of_any_answer, 2000},
};

bool is_caught(const Part& part, Options options) {
    options.stride = part.bad_stride;
    options.batches = 50;
    options.few = true;
    const bool caught = part.run(options, part.bad).failures() > 0;
    std::printf("prove: %s known-bad=%s\n", part.name, caught ? "caught" : "missed");
    return caught;
}

bool is_wanted(const std::vector<std::string>& only, const std::string& name) {
    return only.empty() || std::find(only.begin(), only.end(), name) != only.end();
}

int run_all(const Options& options, const std::vector<std::string>& only) {
    bool is_right = true;
    for (const Part& part : kParts) {
        if (!is_wanted(only, part.name)) continue;
        is_right &= part.run(options, Believer::ours).tell();
        is_right &= is_caught(part, options);
    }
    return is_right ? 0 : 1;
}

}  // namespace

int main_with(int argc, char** argv) {
    CLI::App app("A network as bad as it gets between a terminal and its province.", "prove_proxy");
    Options options;
    std::vector<std::string> only;
    app.add_option("--only", only, "parts to run");
    app.add_option("--batches", options.batches, "batches of the random part")->check(CLI::Range(1, 10'000'000));
    app.add_option("--stride", options.stride, "bytes from one cut to the next")->check(CLI::Range(1, 10'000));
    app.add_option("--seed", options.seed, "of everything random");
    CLI11_PARSE(app, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    return run_all(options, only);
}

}  // namespace hailong::proxy_rig

int main(int argc, char** argv) { return hailong::proxy_rig::main_with(argc, argv); }
