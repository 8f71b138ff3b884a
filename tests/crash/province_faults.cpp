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

enum class Lack { disk_once, disk_broken, disk_full, disk_read_only, sqlite_memory, sqlite_out };
constexpr Lack kLacks[] = {Lack::disk_once,      Lack::disk_broken,   Lack::disk_full,
                           Lack::disk_read_only, Lack::sqlite_memory, Lack::sqlite_out};

std::string_view name_of(Lack lack) {
    switch (lack) {
        case Lack::disk_once:
            return "EIO once";
        case Lack::disk_broken:
            return "EIO until the call gives up";
        case Lack::disk_full:
            return "no space until the call gives up";
        case Lack::disk_read_only:
            return "read-only until the call gives up";
        case Lack::sqlite_memory:
            return "SQLite gets no memory once";
        case Lack::sqlite_out:
            return "SQLite gets no memory until the call gives up";
    }
    return "";
}

std::optional<Trouble> trouble_of(Lack lack) {
    switch (lack) {
        case Lack::disk_once:
            return Trouble::io_once;
        case Lack::disk_broken:
            return Trouble::io_for_ever;
        case Lack::disk_full:
            return Trouble::full;
        case Lack::disk_read_only:
            return Trouble::read_only;
        case Lack::sqlite_memory:
        case Lack::sqlite_out:
            return std::nullopt;
    }
    return std::nullopt;
}

// How often each call asks for what may be lacking.
using Needs = std::map<std::string, std::size_t, std::less<>>;

// Refuses each call one of the things it needs at its first attempt, and nothing at the next.
class OneRefusal final : public Mischief, public DiskWatch {
public:
    OneRefusal(Lack lack, std::function<std::size_t(std::string_view call)> which)
        : lack_(lack), which_(std::move(which)) {}

    void begins(std::string_view call, int attempt) override {
        call_ = call;
        is_first_ = attempt == 0;
        const std::size_t nth = is_first_ ? which_(call) : kUnmet;
        if (const auto trouble = trouble_of(lack_)) {
            disk_.emplace(*trouble, nth);
        } else {
            nth_ = nth;
            memory_.emplace(nth, lack_ == Lack::sqlite_out ? Shortage::for_ever : Shortage::once, Whose::sqlite);
        }
    }
    void ends() override {
        const std::size_t asked = disk_ ? disk_->calls() : FailingMemory::counted();
        const bool struck = disk_ ? disk_->struck() : nth_ < asked;
        if (is_first_) needs_[call_] = asked;
        if (struck) {
            ++refusals_;
            where_ += (where_.empty() ? "" : ", ") + call_ + " " + std::to_string(disk_ ? disk_->nth() : nth_) +
                      (disk_ ? " (" + disk_->place() + ")" : "");
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
Tally all_lives(std::uint64_t seed, Lack lack, Belief belief, std::size_t wanted) {
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
            return std::string(name_of(lack)) + ", seed " + std::to_string(seed) + ": " + refusal.where();
        };
        for (std::size_t i = 0; i + 1 < refusal.refusals(); ++i) tally.add({}, where, false);
        tally.add(verdict, where, verdict.finding != Finding::sound);
    }
    return tally;
}

Tally tried(Lack lack, Belief belief, Orders orders) {
    orders.cases = std::max<std::size_t>(1, orders.cases);
    const std::size_t wanted = orders.cases / orders.jobs + 1;
    return in_processes(orders, [&](std::uint64_t seed) { return all_lives(seed, lack, belief, wanted); });
}

int prove(Orders orders) {
    orders.cases = orders.cases / (std::size(kLacks) + 1) + 1;
    Tally all;
    for (const Lack lack : kLacks) {
        const Tally tally = tried(lack, Belief::what_is_receipted, orders);
        std::cout << name_of(lack) << ": " << tally.text() << std::endl;
        if (!tally.first_fault.empty()) std::cout << "first fault: " << tally.first_fault << "\n";
        all.add(tally);
    }
    const Tally identity = sweep_identity(orders.cases);
    std::cout << "OpenSSL gets no memory once: " << identity.text() << std::endl;
    if (!identity.first_fault.empty()) std::cout << "first fault: " << identity.first_fault << "\n";
    all.add(identity);
    // Out of memory OpenSSL 3.0 may end its process: a kill, after which nothing is believed.
    const std::size_t failures =
        all.cases - all.of(Finding::sound) - identity.of(Finding::noticed) + (all.first_fault.empty() ? 0 : 1);
    std::cout << "prove: province-faults cases=" << all.cases << " failures=" << failures << " seed=" << orders.seed
              << "\n";
    orders.cases = orders.cases / 10 + 100;
    const Tally bad = tried(Lack::disk_broken, Belief::what_was_sent, orders);
    const bool caught = bad.of(Finding::lost) > 0;
    std::cout << "known bad, does not wait for receipts: " << bad.text() << "\n";
    std::cout << "prove: province-faults known-bad=" << (caught ? "caught" : "missed") << std::endl;
    return failures == 0 && caught ? 0 : 1;
}

}  // namespace

}  // namespace hailong::crash

int main(int count, char** words) {
    try {
        hailong::crash::give_sqlite_failing_memory();
        hailong::crash::give_openssl_failing_memory();
        if (!hailong::base::init_crypto()) throw std::runtime_error("no crypto");
        return hailong::crash::prove(hailong::crash::orders_of(count, words, {.cases = 2'000, .seed = 1, .jobs = 1}));
    } catch (const std::exception& broken) {
        std::cerr << broken.what() << "\n";
        return 2;
    }
}
