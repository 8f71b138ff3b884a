// prove-power-cut [--states N] [--seed S] [--jobs J]: cuts the power at every change that the real store makes to the
// disk, in N different ways, and opens what is left (README.md). Exit code 0 only when every state kept every promise
// and every known-bad setting was caught.
#include <algorithm>
#include <cerrno>
#include <iostream>
#include <unordered_set>
#include <vector>

#include "tests/crash/sql_words.h"
#include "tests/crash/workers.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

namespace {

constexpr std::size_t kThoroughEvery = 16;  // a look at every signature costs as much as twenty quick ones
constexpr std::size_t kDrawsPerFate = 2;    // of the fates that leave something to chance
constexpr std::size_t kFlushes = 60;        // about as many as a story makes
constexpr std::size_t kAgainShare = 5;
constexpr std::size_t kKnownBadShare = 20;   // known-bad settings get a twentieth of the states each,
constexpr std::size_t kKnownBadMost = 2500;  // and no more than it takes to catch them
constexpr std::size_t kLyingShare = 10;      // the row asks for a tenth of the states

// What else befell the terminal.
enum class Before {
    nothing,
    a_cut,         // the power was cut before: the recorded life begins with opening what that left
    a_lost_flush,  // one flush of a file was refused (EIO): what it should have taken in may be lost, whatever follows
};

struct Setup {
    Journal journal = Journal::as_asked;
    DiskLog::Folders folders = DiskLog::Folders::flushed;
    Device device = Device::honest;
    Before before = Before::nothing;
};

bool is_fault(const Setup& setup, Finding finding) {
    const bool damaged_by_the_device = setup.device == Device::lying_reorders && finding == Finding::noticed;
    return finding != Finding::sound && !damaged_by_the_device;
}

// Passes everything on to a log, but refuses one flush of a file. Linux takes the pages of such a flush for written.
class LosesAFlush final : public DiskWatch {
public:
    LosesAFlush(DiskLog& log, std::size_t nth) : log_(log), nth_(nth) {}
    Intervention before(const DiskCall& call) override {
        if (call.act != Act::sync || std::filesystem::is_directory(call.path) || flushes_++ != nth_) return {};
        log_.lose_track_of(call.path);
        return {EIO};
    }
    void after(const DiskCall& call) override { log_.after(call); }

private:
    DiskLog& log_;
    std::size_t nth_;
    std::size_t flushes_ = 0;
};

// One story with the power cut at each of its places.
class Cuts {
public:
    // Judges about `wanted` states, spread over the whole story, or all when it has fewer.
    Cuts(const Setup& setup, std::uint64_t seed, std::size_t wanted)
        : setup_(setup), wanted_(wanted), random_(seed), story_(seed) {}

    Tally all() {
        record();
        CrashStates states(*log_, setup_.device);
        while (states.next()) {
            for (const Fate fate : kFates) {
                const bool certain = fate == Fate::kept || fate == Fate::dropped;
                for (std::size_t draw = 0; draw < (certain ? 1 : kDrawsPerFate); ++draw) {
                    if (is_drawn()) one(states, fate);
                }
            }
        }
        return tally_;
    }

private:
    void record() {
        const test::TempFolder folder;
        std::size_t promised = 0;
        if (setup_.before == Before::a_cut) promised = cut_once(folder.path());
        log_.emplace(folder.path(), setup_.folders);
        log_->promise(promised);
        LosesAFlush loses(*log_, setup_.before == Before::a_lost_flush ? random_() % kFlushes : kNever);
        const Watching watching(folder.path(), loses);
        play(folder.path());
    }

    void play(const base::Path& folder) {
        const KnownBad known_bad(setup_.journal);
        Onlooker onlooker{.thanked = [&](std::size_t count) { log_->promise(count); }};
        if (setup_.before == Before::a_lost_flush) {
            onlooker.refused = [tries = 0](std::string_view doing, const Error& why) mutable {
                if (++tries > 4) throw std::runtime_error("still refused: " + std::string(doing) + ": " + why.what);
            };
        }
        LedgerPlay play(folder, story_, Random(story_.seed), onlooker);
        play.begin();
        play.go_on({});
    }

    // Leaves in `folder` what a cut in the second half of a first life left; how much of it had been thanked for.
    std::size_t cut_once(const base::Path& folder) {
        Cuts first(Setup{}, story_.seed, 0);
        first.record();
        CrashStates states(*first.log_, Device::honest);
        const std::size_t half = first.log_->changes().size() / 2;
        for (std::size_t place = half + random_() % half; place > 0; --place) static_cast<void>(states.next());
        const CrashState state = states.state(kFates[random_() % std::size(kFates)], random_);
        lay_out(state.image, folder, Index::stale);
        story_.entries = std::move(first.story_.entries);
        return first.log_->promised(state.place);
    }

    bool is_drawn() {
        const std::size_t all = log_->changes().size() * std::size(kFates) * kDrawsPerFate;
        return random_() % (all + 1) <= wanted_;
    }

    void one(const CrashStates& states, Fate fate) {
        const CrashState state = states.state(fate, random_);
        const std::size_t required = setup_.device == Device::honest ? log_->promised(state.place) : 0;
        if (!seen_.insert(state.digest ^ (required << 48U)).second) return;
        const test::TempFolder folder;
        lay_out(state.image, folder.path(), random_() % 8 == 0 ? Index::absent : Index::stale);
        const Look look = seen_.size() % kThoroughEvery == 0 ? Look::thorough : Look::quick;
        const Verdict verdict = judge(folder.path(), story_, required, look);
        const auto where = [&] {
            return "story " + std::to_string(story_.seed) + ", cut at change " + std::to_string(state.place) + " of " +
                   std::to_string(log_->changes().size()) + ", " + std::string(name_of(fate));
        };
        tally_.add(verdict, where, is_fault(setup_, verdict.finding));
    }

    Setup setup_;
    std::size_t wanted_;
    Random random_;
    Story story_;
    std::optional<DiskLog> log_;
    std::unordered_set<std::uint64_t> seen_;  // equal states are judged once
    Tally tally_;
};

Tally cut(const Setup& setup, const Orders& orders) {
    const std::size_t wanted = orders.cases / orders.jobs + 1;
    return in_processes(orders, [&](std::uint64_t seed) { return Cuts(setup, seed, wanted).all(); });
}

std::size_t faults(const Setup& setup, const Tally& tally) {
    std::size_t count = 0;
    for (const Finding finding : kFindings) count += is_fault(setup, finding) ? tally.of(finding) : 0;
    return count + (count == 0 && !tally.first_fault.empty() ? 1 : 0);
}

struct Setting {
    std::string what;
    Setup setup;
};

bool keeps_its_promises(const std::string& row, const std::vector<Setting>& settings, const Orders& orders) {
    std::size_t cases = 0;
    std::size_t failures = 0;
    for (const Setting& setting : settings) {
        const Tally tally = cut(setting.setup, orders);
        std::cout << setting.what << ": " << tally.text() << "\n";
        if (!tally.first_fault.empty()) std::cout << "first fault: " << tally.first_fault << "\n";
        cases += tally.cases;
        failures += faults(setting.setup, tally);
    }
    return tell_result(row, cases, failures, orders.seed);
}

Orders share_of(const Orders& orders, std::size_t share) {
    Orders out = orders;
    out.cases = std::max<std::size_t>(1, orders.cases / share);
    return out;
}

bool prove(const Orders& orders) {
    const std::vector<Setting> lies{
        {"flushes do nothing, writes arrive in order", {.device = Device::lying}},
        {"flushes do nothing, the last writes arrive in any order or not", {.device = Device::lying_reorders}}};
    const std::vector<Setting> bad{{"synchronous=NORMAL", {.journal = Journal::wal_normal}},
                                   {"journal_mode=DELETE", {.journal = Journal::rollback}},
                                   {"folders are not flushed", {.folders = DiskLog::Folders::forgotten}}};
    const std::vector<Setting> again{{"power cut, after another one", {.before = Before::a_cut}},
                                     {"power cut, after a refused flush", {.before = Before::a_lost_flush}}};
    bool good = keeps_its_promises("power-cut", {{"power cut", {}}}, orders);
    good = keeps_its_promises("power-cut-again", again, share_of(orders, kAgainShare)) && good;
    good = keeps_its_promises("lying-device", lies, share_of(orders, kLyingShare)) && good;
    Orders few = share_of(orders, kKnownBadShare);
    few.cases = std::min(few.cases, kKnownBadMost);
    for (const Setting& setting : bad)
        good = tell_known_bad("power-cut", setting.what, cut(setting.setup, few)) && good;
    return good;
}

}  // namespace

}  // namespace hailong::crash

int main(int count, char** words) {
    return hailong::crash::run_harness(count, words, {.cases = 20'000, .seed = 1, .jobs = 1}, hailong::crash::prove);
}
