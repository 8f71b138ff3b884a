// prove-disk-faults [--cases N] [--seed S] [--jobs J]: lets the disk refuse the store at every call it makes
// (README.md). A case is one call of one short life: there the trouble begins. Exit code 0 only when nothing was
// thanked for that is not stored, nothing stored that was refused, no sound file called damaged, everything served
// again after the repair, and a terminal that thanks too early was caught.
#include <iostream>
#include <vector>

#include "kiosk/store/ledger_reader.h"
#include "tests/crash/faulty_disk.h"
#include "tests/crash/workers.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

namespace {

constexpr Length kShort{.entries = 8};
constexpr std::size_t kPatience =
    4;  // refusals in a row of what works again: the store may need a fresh connection first
constexpr std::size_t kRefusalsBeforeRepair = 2;

// What the terminal must learn, because it says so on the screen. EIO has several names.
std::optional<ErrorCode> code_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::io_once:
        case Trouble::io_for_ever:
        case Trouble::short_writes:
            return std::nullopt;
        case Trouble::read_only:
            return ErrorCode::read_only;
        case Trouble::full:
        case Trouble::full_half_way:
            return ErrorCode::disk_full;
    }
    return std::nullopt;
}

// A short life on a disk that fails at one call.
class Case {
public:
    Case(std::uint64_t seed, Trouble trouble, std::size_t nth, Refused terminal)
        : story_(seed), trouble_(trouble), disk_(trouble, nth), terminal_(terminal) {
        story_.options.segment_entries = 4;
    }

    Verdict live() {
        const Watching watching(folder_.path().string(), disk_);
        try {
            LedgerPlay play(folder_.path(), story_, Random(story_.seed), onlooker(), terminal_);
            play.begin();
            play.go_on(kShort);
        } catch (const Verdict& broken) {
            return broken;
        } catch (const std::runtime_error& broken) {
            return {Finding::refused, broken.what()};
        }
        disk_.repair();
        return judge(folder_.path(), story_, thanked_, Look::thorough);
    }
    [[nodiscard]] std::size_t calls() const { return disk_.calls(); }
    [[nodiscard]] std::string where() const {
        return "story " + std::to_string(story_.seed) + ", " + std::string(name_of(trouble_)) + " at call " +
               std::to_string(disk_.nth()) + ", " + disk_.place();
    }

private:
    Onlooker onlooker() {
        return {.thanked =
                    [this](std::size_t count) {
                        thanked_ = count;
                        in_a_row_ = 0;
                    },
                .refused = [this](std::string_view doing, const Error& why) { refused(doing, why); }};
    }

    void refused(std::string_view doing, const Error& why) {
        const std::string what = std::string(doing) + ": " + why.what;
        if (!disk_.struck()) throw Verdict{Finding::refused, "on a sound disk: " + what};
        // Damage is believed from a fresh connection, which `open` is.
        if (why.code == ErrorCode::corrupt && doing != "append" && doing != "tidy")
            throw Verdict{Finding::noticed, what};
        if (const auto code = code_of(trouble_); code && why.code != *code) {
            throw Verdict{Finding::refused,
                          "it was " + std::string(base::name_of(why.code)) + " for the store: " + what};
        }
        if (++in_a_row_ > kPatience) throw Verdict{Finding::refused, "still after the repair: " + what};
        if (doing == "append") look_for_leftovers();
        if (!passes_by_itself(trouble_) && in_a_row_ == kRefusalsBeforeRepair) disk_.repair();
    }

    // Of a refused append nothing is stored.
    void look_for_leftovers() {
        disk_.pause(true);
        const auto chains = store::LedgerReader(folder_.path()).chains();
        disk_.pause(false);
        if (!chains) return;  // between two connections there may be no index to read by
        const auto& end = chains->front().summary;
        if (end.last + 1 != thanked_) {
            throw Verdict{Finding::deceived, "after a refusal the ledger ends with entry " + std::to_string(end.last)};
        }
    }

    test::TempFolder folder_;
    Story story_;
    Trouble trouble_;
    FaultyDisk disk_;
    Refused terminal_;
    std::size_t thanked_ = 0;
    std::size_t in_a_row_ = 0;
};

// All calls of one life, or about `wanted` of them.
Tally one_life(std::uint64_t seed, Trouble trouble, Refused terminal, std::size_t wanted) {
    Random random(seed);
    Case untouched(seed, trouble, std::numeric_limits<std::size_t>::max() - 1, terminal);
    if (const Verdict verdict = untouched.live(); verdict.finding != Finding::sound) {
        throw std::runtime_error("a life without trouble: " + verdict.why);
    }
    const std::size_t end = untouched.calls();
    Tally tally;
    for (std::size_t nth = 0; nth < end; ++nth) {
        if (random() % end >= wanted) continue;
        Case one(seed, trouble, nth, terminal);
        const Verdict verdict = one.live();
        tally.add(verdict, [&] { return one.where(); }, verdict.finding != Finding::sound);
    }
    return tally;
}

Tally tried(Trouble trouble, Refused terminal, const Orders& orders) {
    const std::size_t wanted = orders.cases / orders.jobs + 1;
    return in_processes(orders, [&](std::uint64_t seed) { return one_life(seed, trouble, terminal, wanted); });
}

bool keeps_its_promises(const std::string& row, const std::vector<Trouble>& troubles, Orders orders) {
    orders.cases = orders.cases / troubles.size() / 2 + 1;
    std::size_t cases = 0;
    std::size_t failures = 0;
    for (const Trouble trouble : troubles) {
        Tally tally = tried(trouble, Refused::same_again, orders);
        tally.add(tried(trouble, Refused::next_citizen, orders));
        std::cout << name_of(trouble) << ": " << tally.text() << "\n";
        if (!tally.first_fault.empty()) std::cout << "first fault: " << tally.first_fault << "\n";
        cases += tally.cases;
        failures += tally.cases - tally.of(Finding::sound) + (tally.cases == 0 ? 1 : 0);
    }
    return tell_result(row, cases, failures, orders.seed);
}

bool is_caught(const std::string& row, Trouble trouble, Orders orders) {
    orders.cases = orders.cases / 10 + 20;
    const Tally tally = tried(trouble, Refused::thanked_for, orders);
    return tell_known_bad(row, "thanks too early, " + std::string(name_of(trouble)), tally);
}

bool prove(const Orders& orders) {
    bool good = keeps_its_promises("disk-faults", {Trouble::io_once, Trouble::io_for_ever, Trouble::read_only}, orders);
    good = is_caught("disk-faults", Trouble::io_for_ever, orders) && good;
    good =
        keeps_its_promises("disk-full", {Trouble::full, Trouble::full_half_way, Trouble::short_writes}, orders) && good;
    return is_caught("disk-full", Trouble::full, orders) && good;
}

}  // namespace

}  // namespace hailong::crash

int main(int count, char** words) {
    return hailong::crash::run_harness(count, words, {.cases = 2'000, .seed = 1, .jobs = 1}, hailong::crash::prove);
}
