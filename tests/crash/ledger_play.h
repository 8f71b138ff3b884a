// A short life of a terminal, drawn from a seed: the real ledger is begun, appended to, tidied, rotated, closed and
// opened again, all within a few dozen entries. Equal seeds write equal bytes.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kiosk/store/ledger.h"
#include "tests/crash/crash_states.h"

namespace hailong::crash {

struct KeptEntry {
    std::string line;
    base::Digest hash;
    base::Signature sig;
};

// What the ledger was given, entry by entry from 0 on, and the device that signed.
struct Story {
    explicit Story(std::uint64_t seed);
    std::uint64_t seed;
    base::Signer device;
    domain::Genesis genesis;
    base::Digest chain;
    store::LedgerOptions options;
    std::vector<KeptEntry> entries;
};

struct Length {
    std::size_t entries = 24;
};

// What the terminal does when the store refuses an entry.
enum class Refused {
    same_again,    // it asks for the same
    next_citizen,  // it apologises, and somebody else rates
    thanked_for,   // known bad: it thanks all the same; the play ends there
};

// Whom the play tells.
struct Onlooker {
    // Entries 0 … n−1 have been thanked for.
    std::function<void(std::size_t)> thanked = [](std::size_t) {};
    // The store refused; it is asked again when this returns. Throwing ends the play. On a sound disk
    // every refusal is the store's fault.
    std::function<void(std::string_view doing, const Error&)> refused = [](std::string_view doing, const Error& why) {
        throw std::runtime_error("on a sound disk: " + std::string(doing) + ": " + why.what);
    };
};

class LedgerPlay {
public:
    // Draws everything from `random`.
    LedgerPlay(base::Path folder, Story& story, Random random, Onlooker onlooker,
               Refused refused = Refused::same_again);
    // Begins the chain, or goes on with the one that the folder holds.
    void begin();
    void go_on(Length length);

private:
    template <class Work>
    auto insist(std::string_view doing, Work work) -> decltype(work());
    [[nodiscard]] Result<store::Ledger> create_or_open() const;
    [[nodiscard]] domain::Draft draft();
    [[nodiscard]] std::vector<domain::Draft> visit();
    void append();
    [[nodiscard]] domain::Head write_down(const std::vector<domain::Draft>& drafts);
    void open();

    base::Path folder_;
    Story& story_;
    Random random_;
    Onlooker onlooker_;
    Refused refused_;
    bool over_ = false;
    std::optional<store::Ledger> ledger_;
};

}  // namespace hailong::crash
