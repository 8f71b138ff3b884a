// Many at once, in front of the real nginx and hailong-server: rows 23 and 25 of the promises.
//   prove_load [--only NAME]… [--strangers N] [--clients N] [--seconds N] [--seed N]
// Ends with lines "prove: NAME cases=… failures=… seed=…" and "prove: NAME known-bad=caught"; exit code 0 only when
// nothing failed and every known-bad one was caught.
#include <signal.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/load/parts.h"

namespace hailong::load {

namespace {

struct Part {
    const char* name;
    test::Findings (*run)(const Options& options);
    test::Findings (*known_bad)(const Options& options);
};
constexpr Part kParts[] = {
    {"slow-strangers", &slow_strangers, &slow_strangers_known_bad},
    {"reconnect-clients", &reconnect_clients, &reconnect_clients_known_bad},
};

bool is_caught(const Part& part, const Options& options) {
    std::printf("%s, known to be bad:\n", part.name);
    const bool caught = part.known_bad(options).failures() > 0;
    std::printf("prove: %s known-bad=%s\n", part.name, caught ? "caught" : "missed");
    return caught;
}

int run_all(const Options& options, const std::vector<std::string>& only) {
    bool is_right = true;
    for (const Part& part : kParts) {
        if (!only.empty() && std::ranges::find(only, part.name) == only.end()) continue;
        std::printf("%s:\n", part.name);
        is_right &= part.run(options).tell();
        is_right &= is_caught(part, options);
    }
    return is_right ? 0 : 1;
}

// Both ends of every connection are ours or our children's.
void open_many_files() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main_with(int argc, char** argv) {
    CLI::App app("Thousands of connections before a province.", "prove_load");
    Options options;
    std::vector<std::string> only;
    app.add_option("--only", only, "parts to run");
    app.add_option("--strangers", options.strangers, "slow connections")->check(CLI::Range(1000, 9000));
    app.add_option("--seconds", options.seconds, "beside them")->check(CLI::Range(5, 3600));
    app.add_option("--clients", options.clients, "that come back")->check(CLI::Range(100, 9000));
    app.add_option("--seed", options.seed, "of everything random");
    CLI11_PARSE(app, argc, argv);
    signal(SIGPIPE, SIG_IGN);
    open_many_files();
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    return run_all(options, only);
}

}  // namespace hailong::load

int main(int argc, char** argv) { return hailong::load::main_with(argc, argv); }
