// record-wire FOLDER: records what this version writes and sends (tests/golden/README.md). Real programs, a real
// display and a finger; only the agent's requests pass through here, so that they can be kept byte by byte.
#include <cstdio>
#include <filesystem>
#include <regex>

#include "kiosk/base/waiter.h"
#include "sync/agent/agent.h"
#include "sync/agent/store_ledger.h"
#include "sync/app/membership.h"
#include "sync/server/sqlite_archive.h"
#include "tests/golden/exchange.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"
#include "tests/ui/terminal_run.h"

namespace hailong::golden {

namespace {

namespace fs = std::filesystem;
using test::must;

constexpr int kRatings = 2;     // by a finger, into the chain that counts
constexpr int kRehearsals = 8;  // with everything that a citizen can say, into a chain of their own

class Recorder final : public agent::Transport {
public:
    Recorder(agent::Transport& network, base::Path folder) : network_(network), folder_(std::move(folder)) {}
    agent::Exchange exchange(const agent::Request& request) override {
        auto answered = network_.exchange(request);
        if (!answered) throw std::runtime_error("no answer: " + answered.error().what);
        write_exchange(folder_, ++number_, {request, *answered});
        return answered;
    }

private:
    agent::Transport& network_;
    base::Path folder_;
    std::size_t number_ = 0;
};

void rate(const test::Stack& stack, const test::XServer& display, int number) {
    test::TerminalRun run({stack.data(), stack.card(), stack.path("targets-" + std::to_string(number))}, display);
    while (run.next().screen != "first") continue;
    run.tap("face.4");
    while (run.next().screen != "followup") continue;
    if (run.stop() != 0) throw std::runtime_error("the terminal: " + run.process().errors());
}

// Only what a program of another version reads: no locks, no ballast, no sockets.
void keep(const fs::path& from, const fs::path& to) {
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        const auto name = entry.path().filename().string();
        if (!entry.is_regular_file() || name == "lock" || name == ".ballast") continue;
        const auto copy = to / fs::relative(entry.path(), from);
        fs::create_directories(copy.parent_path());
        fs::copy_file(entry.path(), copy);
        fs::permissions(copy, fs::perms::owner_write, fs::perm_options::add);
    }
}

// Which machine this was is nobody's business, and no other machine's either: an empty word is no mismatch.
void forget_machine(const fs::path& state) {
    const auto text = must(base::read_file(state));
    must(base::write_file(state,
                          std::regex_replace(text, std::regex(R"re("(machine|disk)":"[^"]*")re"), "\"$1\":\"\"")));
}

void send_all(const domain::Places& places, const base::Path& folder) {
    const auto membership = must(sync_app::load_membership(places));
    const auto https = must(transport::HttpsTransport::open(sync_app::endpoint_of(membership, places, "")));
    agent::StoreLedger ledger(places.ledger());
    Recorder network(*https, folder);
    const base::SystemClock clock;
    base::SignalWaiter waiter;
    const agent::World world{ledger, network, clock, waiter, [] { return 0.5; }};
    const auto round = agent::Agent(world, membership.self(), places, {}).once();
    if (round.problem) throw std::runtime_error("the agent was stopped by a problem");
    // A terminal that lost its receipts asks what is held; and the keys document is asked for like this.
    fs::remove_all(places.receipts());
    must(sync_app::make_folders(places));
    const auto again = agent::Agent(world, membership.self(), places, {}).once();
    if (again.problem) throw std::runtime_error("the agent was stopped by a problem when it asked again");
    static_cast<void>(network.exchange({agent::Method::get, "/v1/keys/1", "", ""}));
}

void record(const fs::path& out) {
    if (fs::exists(out)) throw std::runtime_error(out.string() + " exists: what was released never changes");
    fs::create_directories(out / "exchanges");
    test::Stack stack;
    stack.enrol();
    stack.stop_server();
    // Opened and closed: what its write-ahead log held is in the file.
    must(server::SqliteArchive::open(stack.archive() / "archive.db")).reset();
    keep(stack.archive(), out / "province");
    stack.start_server();
    const auto display = must(test::XServer::start(1280, 720));
    for (int i = 0; i < kRatings; ++i) rate(stack, *display, i);
    static_cast<void>(stack.rehearse(kRehearsals));
    send_all({stack.data()}, out / "exchanges");
    keep(stack.data(), out / "terminal");
    forget_machine(out / "terminal/kiosk/state.json");
    fs::copy_file(stack.card(), out / "card.json");
    if (!stack.ends_agree()) throw std::runtime_error("the two ends do not hold the same");
}

}  // namespace

}  // namespace hailong::golden

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("record-wire FOLDER, e.g. tests/golden/wire/" HAILONG_VERSION "\n", stderr);
        return 2;
    }
    try {
        hailong::golden::record(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "record-wire: %s\n", error.what());
        return 1;
    }
    return 0;
}
