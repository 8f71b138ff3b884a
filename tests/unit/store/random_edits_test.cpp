// Whoever has the disk edits, drops, inserts or swaps entries at random, triggers out of the way: verification names
// the first entry that is not what the terminal wrote. HAILONG_EDITS gives another number, HAILONG_SEED other edits.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "kiosk/store/segment_file.h"
#include "kiosk/store/verify.h"
#include "tests/support/wish.h"
#include "tests/unit/store/rig.h"

namespace hailong::random_edits_test {
namespace {

constexpr int kEntries = 30;  // with the genesis, which is entry 0

struct Edit {
    std::string sql;
    int first_bad = 0;
};

// One byte of a value, at a place drawn by the caller, becomes another one.
std::string flip(const std::string& column, int seq, int place) {
    const std::string at = "(1 + " + std::to_string(place) + " % length(" + column + "))";
    const std::string other = "CASE hex(substr(" + column + ", " + at + ", 1)) WHEN '78' THEN x'79' ELSE x'78' END";
    // || makes text of its parts; the cast makes bytes of it again.
    return "UPDATE entry SET " + column + " = CAST(substr(" + column + ", 1, " + at + " - 1) || " + other +
           " || substr(" + column + ", " + at + " + 1) AS BLOB) WHERE seq = " + std::to_string(seq);
}

class Forger {
public:
    explicit Forger(int seed) : dice_(static_cast<std::uint32_t>(seed)) {}

    Edit edit() {
        const int seq = 1 + draw(kEntries - 3);
        const std::string at = std::to_string(seq);
        switch (draw(6)) {
            case 0:
                return {flip("line", seq, draw(4000)), seq};
            case 1:
                return {"UPDATE entry SET hash = randomblob(32) WHERE seq = " + at, seq};
            case 2:
                return {"UPDATE entry SET sig = randomblob(64) WHERE seq = " + at, seq};
            case 3:
                return {"DELETE FROM entry WHERE seq = " + at, seq};
            case 4:  // everything behind it moves up by one
                return {"UPDATE entry SET seq = -seq - 1 WHERE seq >= " + at +
                            "; UPDATE entry SET seq = -seq WHERE seq < 0; INSERT INTO entry SELECT " + at +
                            ", line, hash, sig FROM entry WHERE seq = " + std::to_string(seq - 1),
                        seq};
            default: {
                const int other = seq + 1 + draw(kEntries - seq - 1);
                return {"UPDATE entry SET seq = -1 WHERE seq = " + at + "; UPDATE entry SET seq = " + at +
                            " WHERE seq = " + std::to_string(other) +
                            "; UPDATE entry SET seq = " + std::to_string(other) + " WHERE seq = -1",
                        seq};
            }
        }
    }

private:
    int draw(int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice_); }
    std::mt19937 dice_;
};

// A verification that believes the lines alone: what it misses shows that hashes and signatures are needed.
bool trusting_check_finds(const base::Path& segment) {
    const auto file = store::SegmentFile::open_reader_of_copy(segment).value();
    const auto entries = file.entries(0, 2 * kEntries).value();
    store::ChainWalk walk;
    for (const auto& entry : entries) {
        if (!walk.next(entry.line)) return true;
    }
    return entries.size() != kEntries;
}

}  // namespace

TEST(RandomEdits, AreFoundAtTheFirstBadEntry) {
    const int count = test::number_from("HAILONG_EDITS", 200);
    const int seed = test::number_from("HAILONG_SEED", 20261125);
    const store_rig::Rig rig;
    domain::Head head;
    {
        auto ledger = rig.create();
        while (ledger.head().seq + 1 < kEntries) static_cast<void>(ledger.append(rig.rating(1)).value());
        head = ledger.head();
    }
    const auto pristine = rig.segment(head.chain);
    const auto file = pristine / "ledger.db";
    const auto bytes = base::read_file(file).value();
    Forger forger(seed);
    int failures = 0;
    int missed_by_trust = 0;
    for (int i = 0; i < count; ++i) {
        const Edit edit = forger.edit();
        store_rig::tamper(file, edit.sql);
        const auto found = store::verify_ledger(rig.folder).value().at(0);
        const bool is_named = found.fault && found.fault->seq == static_cast<domain::Seq>(edit.first_bad);
        failures += is_named ? 0 : 1;
        EXPECT_TRUE(is_named) << "edit " << i << " of seed " << seed << ": " << edit.sql << ": "
                              << (found.fault ? found.fault->what : "nothing was found");
        if (!trusting_check_finds(pristine)) ++missed_by_trust;
        for (const char* companion : {"ledger.db-wal", "ledger.db-shm"}) std::filesystem::remove(pristine / companion);
        ASSERT_TRUE(base::write_file(file, bytes));
    }
    EXPECT_FALSE(store::verify_ledger(rig.folder).value().at(0).fault) << "the unedited ledger";
    EXPECT_GT(missed_by_trust, 0);
    std::cout << "prove: random-edits cases=" << count << " failures=" << failures << " seed=" << seed << "\n"
              << "prove: random-edits known-bad=" << (missed_by_trust > 0 ? "caught" : "missed") << std::endl;
}

}  // namespace hailong::random_edits_test
