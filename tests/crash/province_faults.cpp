// prove-province-faults [--cases N] [--seed S] [--jobs J]: refuses a province and its terminal's agent what they ask of
// the disk and of memory, one call of theirs at a time (README.md). A case is one refusal. Exit code 0 only when every
// life ended with each entry at the province once, chains and keys whole, and an agent that does not wait for receipts
// was caught.
#include <algorithm>
#include <iostream>
#include <limits>
#include <map>
#include <optional>

#include "tests/crash/failing_memory.h"
#include "tests/crash/faulty_disk.h"
#include "tests/crash/identity_sweep.h"
#include "tests/crash/province_life.h"
#include "tests/crash/workers.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash {

namespace {

constexpr std::size_t kUnmet = std::numeric_limits<std::size_t>::max() - 1;

// What is refused: a call of the disk, or an allocation of SQLite's.
struct Lack {
    std::string_view name;
    std::optional<Trouble> disk;
    Shortage memory = Shortage::once;
};
constexpr Lack kLacks[] = {{"EIO once", Trouble::io_once},
                           {"EIO until the call gives up", Trouble::io_for_ever},
                           {"no space until the call gives up", Trouble::full},
                           {"read-only until the call gives up", Trouble::read_only},
                           {"SQLite gets no memory once", std::nullopt, Shortage::once},
                           {"SQLite gets no memory until the call gives up", std::nullopt, Shortage::for_ever}};
constexpr Lack kBrokenDisk = kLacks[1];

// How often each call asks for what may be lacking.
using Needs = std::map<std::string, std::size_t, std::less<>>;

// Refuses each call one of the things it needs at its first attempt, and nothing at the next.
class OneRefusal final : public Mischief, public DiskWatch {
public:
    OneRefusal(const Lack& lack, std::function<std::size_t(std::string_view call)> which)
        : lack_(lack), which_(std::move(which)) {}

    void begins(std::string_view call, int attempt) override {
        call_ = call;
        is_first_ = attempt == 0;
        const std::size_t nth = is_first_ ? which_(call) : kUnmet;
        nth_ = nth;
        if (lack_.disk) {
            disk_.emplace(*lack_.disk, nth);
        } else {
            memory_.emplace(nth, lack_.memory, Whose::sqlite);
        }
    }
    void ends() override {
        const std::size_t asked = disk_ ? disk_->calls() : FailingMemory::counted();
        if (is_first_) needs_[call_] = asked;
        if (nth_ < asked) {
            ++refusals_;
            where_ += (where_.empty() ? "" : ", ") + call_ + " " + std::to_string(nth_);
            if (disk_) where_ += " (" + disk_->place() + ")";
        }
        disk_.reset();
        memory_.reset();
    }
    Intervention before(const DiskCall& call) override { return disk_ ? disk_->before(call) : Intervention{}; }

    [[nodiscard]] const Needs& needs() const { return needs_; }
    [[nodiscard]] std::size_t refusals() const { return refusals_; }
    [[nodiscard]] const std::string& where() const { return where_; }

private:
    Lack lack_;
    std::function<std::size_t(std::string_view)> which_;
    std::optional<FaultyDisk> disk_;
    std::optional<FailingMemory> memory_;
    std::size_t nth_ = kUnmet;
    std::string call_;
    bool is_first_ = false;
    Needs needs_;
    std::size_t refusals_ = 0;
    std::string where_;
};

Verdict one_life(OneRefusal& refusal, Belief belief) {
    const test::TempFolder folder;
    const Watching watching(folder.path().string(), refusal);
    return live_in_province(folder.path(), refusal, belief);
}

// Of everything that the calls of a life need, about `wanted` things refused, evenly over each call.
Tally all_lives(std::uint64_t seed, const Lack& lack, Belief belief, std::size_t wanted) {
    OneRefusal nothing(lack, [](std::string_view) { return kUnmet; });
    if (const Verdict verdict = one_life(nothing, Belief::what_is_receipted); verdict.finding != Finding::sound) {
        throw std::runtime_error("a life without trouble: " + verdict.why);
    }
    const Needs needs = nothing.needs();
    const std::size_t lives = wanted / needs.size() + 1;
    Tally tally;
    for (std::size_t life = 0; life < lives; ++life) {
        OneRefusal refusal(lack, [&](std::string_view call) {
            const auto need = needs.find(call);
            if (need == needs.end()) return kUnmet;
            const std::size_t nth = life * need->second / lives;
            const bool is_met = life > 0 && nth == (life - 1) * need->second / lives;
            return is_met ? kUnmet : nth + seed % std::max<std::size_t>(1, need->second / lives);
        });
        const Verdict verdict = one_life(refusal, belief);
        const auto where = [&] {
            return std::string(lack.name) + ", seed " + std::to_string(seed) + ": " + refusal.where();
        };
        for (std::size_t i = 0; i + 1 < refusal.refusals(); ++i) tally.add({}, where, false);
        tally.add(verdict, where, verdict.finding != Finding::sound);
    }
    return tally;
}

Tally tried(const Lack& lack, Belief belief, const Orders& orders) {
    const std::size_t wanted = orders.cases / orders.jobs + 1;
    return in_processes(orders, [&](std::uint64_t seed) { return all_lives(seed, lack, belief, wanted); });
}

bool prove(Orders orders) {
    give_sqlite_failing_memory();
    give_openssl_failing_memory();
    orders.cases = orders.cases / (std::size(kLacks) + 1) + 1;
    Tally all;
    const auto add = [&](std::string_view name, const Tally& tally) {
        std::cout << name << ": " << tally.text() << std::endl;
        if (!tally.first_fault.empty()) std::cout << "first fault: " << tally.first_fault << "\n";
        all.add(tally);
    };
    for (const Lack& lack : kLacks) add(lack.name, tried(lack, Belief::what_is_receipted, orders));
    const Swept identity = sweep_identity(orders.cases);
    add("OpenSSL gets no memory once", identity.tally);
    std::cout << "of these OpenSSL ended the process " << identity.ended << " times\n";
    const std::size_t failures = all.cases - all.of(Finding::sound) + (all.first_fault.empty() ? 0 : 1);
    const bool good = tell_result("province-faults", all.cases, failures, orders.seed);
    orders.cases = orders.cases / 10 + 100;
    const Tally bad = tried(kBrokenDisk, Belief::what_was_sent, orders);
    return tell_known_bad("province-faults", "does not wait for receipts", bad) && good;
}

}  // namespace

}  // namespace hailong::crash

int main(int count, char** words) {
    return hailong::crash::run_harness(count, words, {.cases = 2'000, .seed = 1, .jobs = 1}, hailong::crash::prove);
}
