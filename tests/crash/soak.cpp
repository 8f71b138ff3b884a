// Row 34: days at a busy desk, a hundred times as fast. The real terminal with X touches, agent, nginx and server.
//   300 visits a day × 100 = one visit every 2.88 s; 72 hours are 900 visits in 43 minutes. The agent's tick of 60 s is
//   one second here. Clocks are not turned: what comes once a day or after thirty (pruning) does not come.
// Judged: memory, descriptors and threads of each process are flat (usage_line.h); the disk holds what its entries are
// and no more; both ends agree. Known-bad: a process that leaks memory, and one that leaks descriptors.
//   prove-soak [--hours H] [--seed S]      H: simulated
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <vector>

#include "tests/crash/usage_line.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"
#include "tests/ui/terminal_run.h"

namespace hailong::crash {

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr int kVisitsADay = 300;
constexpr std::chrono::milliseconds kBetweenVisits{24 * 3'600'000 / kVisitsADay / 100};
constexpr std::chrono::seconds kBetweenSamples{3};
// A file may hold so much more than what it must keep: pages, indices, what the archive notes of each entry.
constexpr double kMostPerText = 2;
constexpr double kEmptyFile = 256 * 1'024;

// This process started them: name and number.
std::map<std::string, pid_t> children() {
    std::map<std::string, pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream in(entry.path() / "stat");
        std::string text;
        if (!std::getline(in, text)) continue;
        const auto open = text.find('(');
        const auto close = text.rfind(')');
        const auto parent = std::stol(text.substr(close + 4));  // ") S PARENT"
        if (parent == getpid()) found[text.substr(open + 1, close - open - 1)] = static_cast<pid_t>(std::stol(text));
    }
    return found;
}

double bytes_below(const std::filesystem::path& folder) {
    double sum = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        std::error_code gone;
        const auto size = entry.is_regular_file() ? entry.file_size(gone) : 0;
        if (!gone) sum += static_cast<double>(size);
    }
    return sum;
}

class Soak {
public:
    explicit Soak(unsigned seed) : server_(test::must(test::XServer::start(1280, 720))), dice_(seed) {
        stack_.enrol();
        terminal_ = std::make_unique<test::TerminalRun>(
            test::TerminalFiles{stack_.data(), stack_.card(), stack_.path("targets.jsonl")}, *server_);
        agent_ = std::make_unique<test::Process>(stack_.sync("run"));
        await("first");
        begun_ = std::chrono::steady_clock::now();
    }

    void run(int visits) {
        for (visits_ = 0; visits_ < visits; ++visits_) {
            pass_until(begun_ + visits_ * kBetweenVisits);
            visit();
        }
        pass_until(begun_ + visits_ * kBetweenVisits);
    }

    [[nodiscard]] std::vector<std::string> faults();

private:
    void await(const std::string& screen) {
        while (terminal_->next().screen != screen) look();
    }

    // Three of four go at once; the others give a reason and are thanked.
    void visit() {
        terminal_->tap("face." + std::to_string(std::uniform_int_distribution(1, 5)(dice_)));
        await("followup");
        if (std::uniform_int_distribution(0, 3)(dice_) > 0) {
            terminal_->tap("new_visit");
        } else {
            terminal_->tap("reason.1");
            terminal_->tap("finish");
            await("thanks");
        }
        await("first");
    }

    void pass_until(Moment then) {
        do {
            look();
            // Reads what they write, or their pipes would fill.
            static_cast<void>(agent_->finish(test::Millis(1)));
            static_cast<void>(terminal_->process().finish(test::Millis(1)));
        } while (std::chrono::steady_clock::now() < then);
    }

    void look() {
        const auto now = std::chrono::steady_clock::now();
        if (now < due_) return;
        due_ = now + kBetweenSamples;
        const double day = static_cast<double>(visits_) / kVisitsADay;
        const auto all = children();
        for (const char* name : {"hailong-kiosk", "hailong-sync", "hailong-server", "nginx"}) {
            const auto found = all.find(name);
            samples_[name].push_back(found == all.end() ? Holding{} : holding_of(found->second, day));
        }
        disks_["terminal"].push_back({day, bytes_below(stack_.data()) / 1'024, 0, 0});
        disks_["server"].push_back({day, bytes_below(stack_.archive()) / 1'024, 0, 0});
    }

    void judge_disk(const std::string& what, const std::filesystem::path& file, std::vector<std::string>& faults) const;

    test::Stack stack_;
    std::unique_ptr<test::XServer> server_;
    std::mt19937 dice_;
    std::unique_ptr<test::TerminalRun> terminal_;
    std::unique_ptr<test::Process> agent_;
    Moment begun_;
    Moment due_;
    int visits_ = 0;
    std::map<std::string, std::vector<Holding>> samples_;
    std::map<std::string, std::vector<Holding>> disks_;  // KiB as their memory
};

// After everything was closed: the WALs are empty.
void Soak::judge_disk(const std::string& what, const std::filesystem::path& file,
                      std::vector<std::string>& faults) const {
    const auto book = what == "terminal" ? test::read_ledger(stack_.data()) : test::read_archive(stack_.archive());
    const SQLite::Database db(file, SQLite::OPEN_READONLY);
    const auto sum_of = [&](const std::string& sql) {
        SQLite::Statement sum(db, sql);
        sum.executeStep();
        return sum.getColumn(0).getDouble();
    };
    double held = sum_of("SELECT sum(length(line) + length(hash)) FROM entry");
    // The header of each batch is kept as evidence; at this desk a batch is hardly more than one entry.
    if (what == "server") held += sum_of("SELECT sum(length(header) + length(sig)) FROM evidence");
    const auto size = static_cast<double>(std::filesystem::file_size(file));
    const auto entries = static_cast<double>(book.rows.size());
    std::cout << what << ": " << book.rows.size() << " entries, " << size / entries << " bytes each on disk, "
              << held / entries << " of them text and proof; the whole folder grew by "
              << slope_of(disks_.at(what), &Holding::memory_kib).per_day << " KiB a day\n";
    if (size > held * kMostPerText + kEmptyFile) faults.push_back(what + ": the disk holds more than its entries are");
}

std::vector<std::string> Soak::faults() {
    std::vector<std::string> faults;
    for (const auto& [name, samples] : samples_) {
        std::cout << name << ": " << samples.back().memory_kib << " KiB, " << samples.back().descriptors
                  << " descriptors, " << samples.back().threads << " threads; a day "
                  << slope_of(samples, &Holding::memory_kib).per_day << " KiB, "
                  << slope_of(samples, &Holding::descriptors).per_day << " descriptors\n";
        if (const auto leak = leak_in(samples); !leak.empty()) faults.push_back(name + ": " + leak);
    }
    if (terminal_->stop() != 0) faults.push_back("the terminal did not end well: " + terminal_->process().errors());
    if (!test::eventually([&] { return stack_.ends_agree(); })) faults.push_back("the two ends do not agree");
    agent_->send(SIGTERM);
    if (agent_->finish() != 0) faults.push_back("the agent did not end well: " + agent_->errors());
    judge_disk("terminal", test::segments(stack_.data()).back(), faults);
    judge_disk("server", stack_.archive() / "archive.db", faults);
    return faults;
}

// Samples of this very process, which holds more and more.
std::vector<Holding> samples_while(const std::function<void()>& leak) {
    std::vector<Holding> samples;
    for (int i = 0; i < 40; ++i) {
        leak();
        samples.push_back(holding_of(getpid(), i / 40.0));
    }
    return samples;
}

bool are_leaks_seen() {
    std::vector<std::unique_ptr<std::string>> kept;
    const auto memory = leak_in(samples_while([&] { kept.push_back(std::make_unique<std::string>(128 << 10, 'x')); }));
    std::vector<int> open_ones;
    const auto files = leak_in(samples_while([&] { open_ones.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC)); }));
    for (const int fd : open_ones) close(fd);
    const auto honest = leak_in(samples_while([] {}));
    std::cout << "leaking memory: " << memory << "\nleaking descriptors: " << files << "\nhonest: " << honest << "\n";
    return memory.find("memory") != std::string::npos && files.find("descriptors") != std::string::npos &&
           honest.empty();
}

int run(double hours, unsigned seed) {
    const int visits = static_cast<int>(hours * kVisitsADay / 24);
    Soak soak(seed);
    soak.run(visits);
    const auto faults = soak.faults();
    for (const auto& fault : faults) std::cout << "FAULT: " << fault << "\n";
    const bool is_caught = are_leaks_seen();
    std::cout << "prove: soak cases=" << visits << " failures=" << faults.size() << " seed=" << seed << "\n"
              << "prove: soak known-bad=" << (is_caught ? "caught" : "missed") << std::endl;
    return faults.empty() && is_caught ? 0 : 1;
}

}  // namespace

}  // namespace hailong::crash

int main(int argc, char** argv) {
    CLI::App app("Days at a busy desk, a hundred times as fast");
    double hours = 2;
    unsigned seed = 20261130;
    app.add_option("--hours", hours)->check(CLI::Range(1.0, 10'000.0));
    app.add_option("--seed", seed);
    CLI11_PARSE(app, argc, argv);
    return hailong::crash::run(hours, seed);
}
