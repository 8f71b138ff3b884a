// What a guest said on its virtual port from one start to the cut (init says it), and whether the next one finds all of
// it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/support/books.h"

namespace hailong::guest {

// One `hailong-kiosk --rehearse`: a chain of its own.
struct Run {
    std::vector<long long> thanked;
    std::string chain;  // hex; empty when the power went before the run ended and said it
};

struct Told {
    std::set<test::Row> held;    // the ledger's entries, read before anything was written
    bool has_rehearsed = false;  // so `held` is complete
    std::vector<Run> runs;
    std::string repaired;  // how, when the kernel would not mount the disk as the cut left it
    std::string trouble;   // the first thing that the guest found wrong

    void hear(const std::string& line);
    [[nodiscard]] std::size_t thanked() const;
};

// What was promised up to a cut.
struct Promised {
    std::set<test::Row> held;
    std::vector<Run> runs;

    void add(const Told& told);
};

// What is wrong with the disk that a guest found; empty: nothing.
[[nodiscard]] std::string judge(const Promised& promised, const Told& found);

}  // namespace hailong::guest
