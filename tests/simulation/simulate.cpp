// simulate --years N --seed S [--jobs J]: worlds until N device-years are lived through, the storm of reconnections,
// and the weak variants, each of which must be found. --world S tells one world in full.
#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <sstream>

#include "tests/simulation/seeded_random.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/storm.h"
#include "tests/support/child.h"

namespace hailong::simulation {
namespace {

struct Options {
    double years = 3;
    std::uint64_t seed = 1;
    int jobs = 1;
    std::optional<std::uint64_t> world;
};

struct Season {
    Tally tally;
    int failures = 0;
};

constexpr int kShrinkRuns = 200;

void tell(const Layout& layout, const Ending& ending) {
    std::cout << "seed " << layout.seed << ": " << ending.failure.value_or("all is well") << "\n" << describe(layout);
    for (const std::string& line : ending.trace) std::cout << "    " << line << "\n";
    std::cout << std::flush;
}

void tell_failure(const Authority& authority, const Layout& layout) {
    std::cout << "seed " << layout.seed << " fails with " << layout.faults.size() << " faults; fewest:\n";
    const Layout fewest = shrink(authority, layout, Weakness::none, kShrinkRuns);
    tell(fewest, live(authority, fewest, Weakness::none, World::Trace::yes));
}

// Job j of n lives through the worlds j, j + n, j + 2n, … behind the seed.
Season live_through(const Authority& authority, const Options& options, int job) {
    Season season;
    const auto step = static_cast<std::uint64_t>(options.jobs);
    for (std::uint64_t seed = options.seed + static_cast<std::uint64_t>(job);
         season.tally.device_years < options.years / options.jobs; seed += step) {
        const Layout layout = lay_out(seed);
        const Ending ending = live(authority, layout, Weakness::none);
        season.tally.add(ending.tally);
        if (ending.failure && season.failures++ < 3) tell_failure(authority, layout);
    }
    return season;
}

// What a child found out comes back as bytes: both are the same program.
Season live_in_jobs(const Authority& authority, const Options& options) {
    static_assert(std::is_trivially_copyable_v<Season>);
    std::vector<test::Child> children;
    for (int job = 1; job < options.jobs; ++job) {
        children.emplace_back([&authority, &options, job] {
            const Season season = live_through(authority, options, job);
            return std::string(reinterpret_cast<const char*>(&season), sizeof season);
        });
    }
    Season all = live_through(authority, options, 0);
    for (test::Child& child : children) {
        const std::string told = child.told();
        Season season;
        season.failures = 1;  // of a child that did not come to its end
        if (told.size() == sizeof season) std::memcpy(&season, told.data(), sizeof season);
        all.tally.add(season.tally);
        all.failures += season.failures;
    }
    return all;
}

struct Weak {
    Weakness weakness;
    std::string_view row;
    std::string_view what;
};
constexpr std::array kWeak{
    Weak{Weakness::answers_before_commit, "simulation", "a server that answers before it commits"},
    Weak{Weakness::keeps_one_version, "cloned-terminal", "a server that keeps one version of a copied disk"},
    Weak{Weakness::skips_head_check, "cloned-terminal", "an agent that believes receipts for other bytes"},
    Weak{Weakness::forgives_gaps, "server-restore", "a server that takes what comes after a gap"},
    Weak{Weakness::believes_wall_clocks, "clock-jumps", "a server that believes wall clocks"},
};
constexpr std::uint64_t kWeakWorlds = 400;

bool is_caught(const Authority& authority, const Weak& weak, std::uint64_t seed) {
    for (std::uint64_t i = 0; i < kWeakWorlds; ++i) {
        const Ending ending = live(authority, lay_out(seed + i), weak.weakness);
        if (!ending.failure) continue;
        std::cout << weak.what << ": found in world " << i + 1 << ": " << *ending.failure << "\n";
        std::cout << "prove: " << weak.row << " known-bad=caught\n";
        return true;
    }
    std::cout << "prove: " << weak.row << " known-bad=missed\n";
    return false;
}

constexpr double kPeak = 30;  // promises.md row 23: requests a second of 13,000 terminals

bool weather_storm(const Options& options) {
    using std::chrono::hours;
    using std::chrono::minutes;
    bool is_sane = true;
    for (const base::Millis outage : {base::Millis(minutes(20)), base::Millis(hours(1)), base::Millis(hours(24))}) {
        const Surge surge = rage({options.seed, 13'000, outage, Storm::Jitter::own});
        std::cout << "after " << outage.count() / 60'000
                  << " minutes without network 13,000 terminals come back: " << surge.busiest_minute
                  << " a second in the busiest minute, " << surge.busiest_second
                  << " in the busiest second, the last after " << surge.all_back.count() / 1000 << " s\n";
        is_sane = is_sane && surge.busiest_minute <= kPeak && surge.missing == 0;
    }
    std::cout << "prove: reconnect-storm cases=13000 failures=" << (is_sane ? 0 : 1) << " seed=" << options.seed
              << "\n";
    const Surge lockstep = rage({options.seed, 13'000, base::Millis(hours(1)), Storm::Jitter::none});
    const bool is_caught = lockstep.busiest_minute > kPeak;
    std::cout << "without jitter: " << lockstep.busiest_second
              << " in one second\nprove: reconnect-storm known-bad=" << (is_caught ? "caught" : "missed") << "\n";
    return is_sane && is_caught;
}

void tell_season(const Season& season, const Options& options, std::chrono::duration<double> took) {
    const Tally& tally = season.tally;
    std::cout << tally.device_years << " device-years in " << took.count()
              << " s: " << tally.device_years / took.count() << " a second; " << tally.exchanges << " exchanges, "
              << tally.entries << " entries, " << tally.agent_kills << " agents and " << tally.server_kills
              << " servers killed, " << tally.linked_chains << " linked chains, " << tally.holes << " holes with "
              << tally.lost << " entries that only a lost archive had; all else arrived within "
              << tally.slowest.count() / 60'000 << " minutes of quiet\n";
    const auto row = [&](std::string_view name, std::uint64_t cases) {
        std::cout << "prove: " << name << " cases=" << cases << " failures=" << season.failures
                  << " seed=" << options.seed << "\n";
    };
    row("clock-jumps", tally.clock_jumps);
    row("status-storm", tally.bad_statuses);
    row("server-restore", tally.restores);
    row("cloned-terminal", tally.copies);
    row("receipts-spoilt", tally.spoilt_receipts);
    row("simulation", static_cast<std::uint64_t>(tally.device_years));
}

int run(const Options& options) {
    seed_randomness(0);
    if (!base::init_crypto()) return 3;
    const Authority authority;
    if (options.world) {
        const Layout layout = lay_out(*options.world);
        const Ending ending = live(authority, layout, Weakness::none, World::Trace::yes);
        tell(layout, ending);
        return ending.failure ? 1 : 0;
    }
    bool is_good = weather_storm(options);
    for (const Weak& weak : kWeak) is_good = is_caught(authority, weak, options.seed) && is_good;
    const auto began = std::chrono::steady_clock::now();
    const Season season = live_in_jobs(authority, options);
    tell_season(season, options, std::chrono::steady_clock::now() - began);
    return is_good && season.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace hailong::simulation

int main(int argc, char** argv) {
    hailong::simulation::Options options;
    CLI::App app("Simulated device-years of terminals, network and province");
    app.add_option("--years", options.years, "device-years to live through");
    app.add_option("--seed", options.seed, "of the first world; each next one is one more");
    app.add_option("--jobs", options.jobs, "processes")->check(CLI::Range(1, 64));
    app.add_option("--world", options.world, "tell what happens in the world of this seed, and nothing else");
    CLI11_PARSE(app, argc, argv);
    // What the product logs of a thousand faults is not for reading.
    if (freopen("/dev/null", "w", stderr) == nullptr) return 3;
    return hailong::simulation::run(options);
}
