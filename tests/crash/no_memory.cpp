// prove-no-memory [--cases N] [--seed S] [--jobs J]: lets memory run out at every allocation that the store and SQLite
// make in a short life, once or until the call gives up (README.md). Exit code 0 only when the same life is stored all
// the same, nothing twice, and a terminal that takes a failed call for a good one was caught.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <iostream>
#include <new>

#include "kiosk/store/segments.h"
#include "tests/crash/failing_memory.h"
#include "tests/crash/workers.h"
#include "tests/support/child.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

namespace {

constexpr int kPatience = 3;
constexpr std::size_t kEntries = 7;

struct Order {
    std::size_t nth = kNever;
    Shortage shortage = Shortage::once;
    Refused terminal = Refused::same_again;
};

class MemoryLife {
public:
    MemoryLife(base::Path folder, std::uint64_t seed, const Order& order, std::atomic<std::size_t>& thanked)
        : folder_(std::move(folder)), story_(seed), order_(order), thanked_(thanked) {
        story_.options.segment_entries = 3;
        story_.options.wal_limit = 0;
    }

    // Throws what the store would not do.
    void live() {
        begin();
        while (story_.entries.size() <= kEntries && !over_) append();
        if (!over_) asked("close", [&] { return ledger_->close(); });
        ledger_.reset();
    }
    [[nodiscard]] std::size_t allocations() const { return allocations_; }
    [[nodiscard]] const Story& story() const { return story_; }

private:
    // One call of the store. The allocations of all calls count on; one that failed is asked again with memory enough.
    template <class Work>
    void asked(std::string_view doing, Work work) {
        std::string why;
        for (int attempt = 0; attempt < kPatience; ++attempt) {
            const std::size_t left = attempt == 0 && order_.nth >= allocations_ ? order_.nth - allocations_ : kNever;
            try {
                const Counted counted(*this, left);
                const auto done = work();
                if (done) return;
                why = done.error().what;
            } catch (const std::bad_alloc&) {
                why = "out of memory";
            }
            over_ = order_.terminal == Refused::thanked_for;
            if (over_) return;
        }
        throw std::runtime_error("still refused: " + std::string(doing) + ": " + why);
    }

    class Counted {
    public:
        Counted(MemoryLife& life, std::size_t left) : life_(life), memory_(left, life.order_.shortage) {}
        ~Counted() { life_.allocations_ += FailingMemory::counted(); }
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;

    private:
        MemoryLife& life_;
        FailingMemory memory_;
    };

    void begin() {
        asked("begin", [&]() -> Status {
            if (store::segments_of(folder_, story_.chain)) return open();
            HL_TRY(auto begun, store::Ledger::create(folder_, story_.genesis, story_.device, story_.options));
            ledger_.emplace(std::move(begun));
            return {};
        });
        story_.entries.push_back({domain::encode_genesis(story_.genesis), story_.chain,
                                  domain::sign_head(story_.device, domain::Head{story_.chain, 0, story_.chain})});
        thanked_ = story_.entries.size();
    }

    Status open() {
        ledger_.reset();
        HL_TRY(auto opened, store::Ledger::open(folder_, story_.chain, story_.device, story_.options));
        ledger_.emplace(std::move(opened));
        return {};
    }

    void append() {
        const auto draft = domain::device_event("started", story_.genesis.stamp, {{"version", std::string(200, 'x')}});
        const domain::Head before = ledger_->head();
        std::string line = domain::encode_entry(draft, before.seq + 1);
        const domain::Head head = domain::extend(before, line);
        story_.entries.push_back({std::move(line), head.hash, domain::sign_head(story_.device, head)});
        asked("append", [&] { return ledger_->append(draft); });
        thanked_ = story_.entries.size();
        if (over_) return;
        if (ledger_->head() != head) throw std::runtime_error("append stored something else");
        if (head.seq == 2) asked("tidy", [&] { return ledger_->tidy(); });
        if (head.seq == 4) asked("open", [&] { return open(); });
    }

    base::Path folder_;
    Story story_;
    Order order_;
    std::atomic<std::size_t>& thanked_;
    bool over_ = false;
    std::size_t allocations_ = 0;
    std::optional<store::Ledger> ledger_;
};

// What a life that may end at any moment tells of itself.
class Shared {
public:
    Shared() {
        void* const memory = mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
        told_ = new (memory) Told;
    }
    ~Shared() { munmap(told_, sizeof(Told)); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    struct Told {
        std::atomic<std::size_t> thanked = 0;
        std::array<char, 200> why{};
    };
    [[nodiscard]] Told& told() { return *told_; }

private:
    Told* told_ = nullptr;
};

constexpr int kRefusedStatus = 2;

[[noreturn]] void live_in_child(const base::Path& folder, std::uint64_t seed, const Order& order, Shared::Told& told) {
    close(STDERR_FILENO);  // "terminate called"
    try {
        MemoryLife(folder, seed, order, told.thanked).live();
    } catch (const std::runtime_error& broken) {
        std::string_view(broken.what()).copy(told.why.data(), told.why.size() - 1);
        test::end_child(kRefusedStatus);
    }
    test::end_child(0);
}

// Where SQLiteCpp and libstdc++ promise not to throw and cannot keep it, they end the process: to the ledger that is a
// kill, which may come while an entry is being stored that nobody was thanked for.
Verdict outcome_of(const Story& story, const Order& order) {
    const test::TempFolder folder;
    Shared shared;
    const pid_t pid = fork();
    if (pid < 0) throw std::runtime_error("no process");
    if (pid == 0) live_in_child(folder.path(), story.seed, order, shared.told());
    int status = 0;
    waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == kRefusedStatus) return {Finding::refused, shared.told().why.data()};
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGABRT) {
        return {Finding::refused, "it died of signal " + std::to_string(WTERMSIG(status))};
    }
    return judge(folder.path(), story, shared.told().thanked, Look::thorough);
}

Tally one_memory_life(std::uint64_t seed, Order order, std::size_t wanted) {
    const test::TempFolder folder;
    std::atomic<std::size_t> ignored = 0;
    MemoryLife enough(folder.path(), seed, {}, ignored);
    enough.live();
    Random random(seed);
    Tally tally;
    for (std::size_t nth = 0; nth < enough.allocations(); ++nth) {
        if (random() % enough.allocations() >= wanted) continue;
        order.nth = nth;
        const Verdict verdict = outcome_of(enough.story(), order);
        const auto where = [&] { return "story " + std::to_string(seed) + ", allocation " + std::to_string(nth); };
        tally.add(verdict, where, verdict.finding != Finding::sound);
    }
    return tally;
}

Tally tried(const Order& order, const Orders& orders) {
    const std::size_t wanted = orders.cases / orders.jobs + 1;
    return in_processes(orders, [&](std::uint64_t seed) { return one_memory_life(seed, order, wanted); });
}

bool prove(Orders orders) {
    give_sqlite_failing_memory();
    orders.cases = orders.cases / 2 + 1;
    Tally all;
    for (const Shortage shortage : {Shortage::once, Shortage::for_ever}) {
        const Tally tally = tried({.shortage = shortage}, orders);
        std::cout << (shortage == Shortage::once ? "one allocation fails: " : "all fail until the call gives up: ")
                  << tally.text() << "\n";
        all.add(tally);
    }
    if (!all.first_fault.empty()) std::cout << "first fault: " << all.first_fault << "\n";
    const std::size_t failures = all.cases - all.of(Finding::sound) + (all.first_fault.empty() ? 0 : 1);
    const bool good = tell_result("no-memory", all.cases, failures, orders.seed);
    orders.cases = orders.cases / 10 + 20;
    return tell_known_bad("no-memory", "thanks too early", tried({.terminal = Refused::thanked_for}, orders)) && good;
}

}  // namespace

}  // namespace hailong::crash

int main(int count, char** words) {
    return hailong::crash::run_harness(count, words, {.cases = 2'000, .seed = 1, .jobs = 1}, hailong::crash::prove);
}
