// A short life of a terminal, drawn from a seed: the real ledger is begun, appended to, tidied, rotated, closed and
// opened again, all within a few dozen entries. Equal seeds write equal bytes.
#pragma once

#include <optional>
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

class LedgerPlay {
public:
    // Draws everything from `random`. `promise(n)` is called when entries 0 … n−1 have been thanked for.
    LedgerPlay(base::Path folder, Story& story, Random random, std::function<void(std::size_t)> promise);
    // Begins the chain, or goes on with the one that the folder holds. Throws when the store refuses: the disk is
    // sound.
    void begin();
    void go_on(Length length);
    [[nodiscard]] domain::Draft draft();

private:
    void append();
    void reopen();

    base::Path folder_;
    Story& story_;
    Random random_;
    std::function<void(std::size_t)> promise_;
    std::optional<store::Ledger> ledger_;
};

}  // namespace hailong::crash
