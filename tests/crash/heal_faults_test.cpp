// The disk refuses, once, each call of what reads a ledger, looks for damage, puts aside and removes: an intact file is
// never called damaged, a damaged one never sound, nothing is lost on the way, and the next attempt is right.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>

#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/retention.h"
#include "kiosk/store/soundness.h"
#include "kiosk/store/verify.h"
#include "tests/crash/faulty_disk.h"
#include "tests/crash/ledger_play.h"
#include "tests/support/must.h"
#include "tests/support/temp_folder.h"

namespace hailong::crash::heal_faults_test {

namespace fs = std::filesystem;
using test::must;

// A closed chain of several segments, and a copy of it for each attempt.
class Chain {
public:
    Chain() : story(11) {
        story.options.segment_entries = 3;
        fs::create_directory(folder.path() / "made");
        LedgerPlay play(folder.path() / "made", story, Random(11), {});
        play.begin();
        play.go_on({12});
    }
    [[nodiscard]] base::Path copy() {
        fs::remove_all(folder.path() / "copy");
        fs::copy(folder.path() / "made", folder.path() / "copy", fs::copy_options::recursive);
        return folder.path() / "copy";
    }
    [[nodiscard]] std::vector<store::SegmentName> names() const {
        return must(store::segments_of(folder.path() / "made", story.chain));
    }
    [[nodiscard]] base::SignKey key() const { return story.device.public_key(); }
    // As a power cut leaves it that comes before the first entry of a new segment.
    void empty_the_last() {
        SQLite::Database database((folder.path() / "made" / names().back().folder() / "ledger.db").string(),
                                  SQLite::OPEN_READWRITE);
        database.exec("DROP TRIGGER entry_never_goes; DELETE FROM entry");
    }
    // Noise in the middle of a segment's file.
    void damage(std::size_t number) {
        const auto file = folder.path() / "made" / names().at(number).folder() / "ledger.db";
        std::string bytes = must(base::read_file(file));
        for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 3000; ++i) bytes[i] = static_cast<char>(i * 7);
        must(base::write_file(file, bytes));
    }

    test::TempFolder folder;
    Story story;
};

// Every segment that is somewhere below the ledger, put aside or not.
std::set<std::string> segments_below(const base::Path& ledger) {
    std::set<std::string> out;
    for (const auto& one : fs::recursive_directory_iterator(ledger)) {
        if (one.path().filename() == "ledger.db") out.insert(one.path().parent_path().filename());
    }
    return out;
}

using Look = std::function<void(const base::Path& ledger)>;
// Does `work` on a fresh copy for each call of the disk that it makes, that call refused; then `look` sees what became
// of it, and the work is done again, refused nothing.
template <class Work>
void with_each_call_refused(Chain& chain, Trouble trouble, Work work, const Look& look = [](const base::Path&) {}) {
    for (std::size_t nth = 0;; ++nth) {
        const base::Path ledger = chain.copy();
        FaultyDisk disk(trouble, nth);
        Status done;
        {
            const Watching watching(ledger.string(), disk);
            done = work(ledger);
        }
        look(ledger);
        if (!done) {
            EXPECT_NE(done.error().code, ErrorCode::corrupt)
                << "call " << nth << " " << disk.place() << done.error().what;
            const Status again = work(ledger);
            EXPECT_TRUE(again) << "call " << nth << " " << disk.place() << ": " << again.error().what;
        }
        if (disk.struck()) continue;
        EXPECT_GT(nth, 0U) << "nothing was refused";
        return;
    }
}

// Expected answers are judged at once: a wrong one is no refusal.
template <class Value>
Status right(const Result<Value>& found, const Value& expected) {
    if (!found) return tl::unexpected<Error>(found.error());
    EXPECT_EQ(*found, expected);
    return {};
}

class Faults : public testing::TestWithParam<Trouble> {
protected:
    Chain chain_;
    [[nodiscard]] std::string chain8() const { return store::chain8_of(chain_.story.chain); }
};
class HealFaults : public Faults {};
// What only reads asks nothing that a read-only disk refuses.
class ReadFaults : public Faults {};

TEST_P(HealFaults, ASoundChainIsNeverCalledDamaged) {
    for (const auto extent : {store::Extent::ends, store::Extent::closed}) {
        with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) {
            return right(store::find_damage(ledger, chain8(), chain_.key(), extent),
                         std::optional<store::SegmentName>());
        });
    }
}

TEST_P(HealFaults, DamageIsNamedOrNothingIsSaid) {
    chain_.damage(1);
    const auto damaged = chain_.names().at(1);
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) {
        return right(store::find_damage(ledger, chain8(), chain_.key(), store::Extent::closed), std::optional(damaged));
    });
}

TEST_P(HealFaults, AnEmptyLastSegmentIsNeverCalledDamaged) {
    chain_.empty_the_last();
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) {
        return right(store::find_damage(ledger, chain8(), chain_.key(), store::Extent::ends),
                     std::optional<store::SegmentName>());
    });
}

TEST_P(HealFaults, NothingIsLostOnTheWayAside) {
    const auto all = segments_below(chain_.copy());
    with_each_call_refused(
        chain_, GetParam(), [&](const base::Path& ledger) { return store::put_aside(ledger, chain_.names().at(1)); },
        [&](const base::Path& ledger) { EXPECT_EQ(segments_below(ledger), all); });
}

TEST_P(HealFaults, ARemovedSegmentLeavesItsGenesis) {
    const auto all = chain_.names();
    const auto is_gone = [&](const base::Path& ledger) {
        return must(store::segments_of(ledger, chain_.story.chain)).front() != all.front();
    };
    const auto kept = [&](const base::Path& ledger) {
        EXPECT_TRUE(!is_gone(ledger) || must(store::kept_genesis(ledger, chain_.story.chain)));
    };
    const auto remove = [&](const base::Path& ledger) -> Status {
        auto done = store::remove_first_segment(ledger, all.front());
        // Asked again after the rename it is no longer the first one.
        const bool was_gone = !done && done.error().code == ErrorCode::conflict && is_gone(ledger);
        return was_gone ? Status() : done;
    };
    with_each_call_refused(chain_, GetParam(), remove, kept);
}

TEST_P(HealFaults, TheOwnerReadsWhatIsThereOrNothing) {
    const auto whole = must(store::survey_as_owner(chain_.copy()));
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) -> Status {
        const auto found = store::survey_as_owner(ledger);
        if (!found) return tl::unexpected<Error>(found.error());
        if (!found->unreadable.empty()) return tl::unexpected<Error>(found->unreadable.front().why);
        EXPECT_EQ(found->readable.front().summary, whole.readable.front().summary);
        EXPECT_EQ(found->readable.front().genesis, whole.readable.front().genesis);
        return {};
    });
}

TEST_P(ReadFaults, TheAgentReadsWhatIsThereOrNothing) {
    const auto last = must(store::survey_as_owner(chain_.copy())).readable.front().summary.last;
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) -> Status {
        const store::LedgerReader reader(ledger);
        HL_TRY(const auto lines, reader.lines(chain_.story.chain, 0, {}));
        EXPECT_EQ(lines.size(), last + 1);
        HL_TRY(const auto end, reader.at(chain_.story.chain, last));
        EXPECT_EQ(end.hash, chain_.story.entries.at(last).hash);
        HL_TRY(const auto chains, reader.chains());
        EXPECT_EQ(chains.front().summary.last, last);
        return {};
    });
}

TEST_P(HealFaults, OfWhatWasRemovedTheLastHashIsKnown) {
    must(store::remove_first_segment(chain_.folder.path() / "made", chain_.names().front()));
    const auto floor = chain_.names().front().first;
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) -> Status {
        const store::LedgerReader reader(ledger);
        HL_TRY(const auto before, reader.at(chain_.story.chain, floor - 1));
        EXPECT_EQ(before.hash, chain_.story.entries.at(floor - 1).hash);
        HL_TRY(const auto chains, reader.chains());
        EXPECT_EQ(chains.front().summary.floor, floor);
        EXPECT_TRUE(chains.front().genesis);
        HL_TRY(const auto opened,
               store::Ledger::open(ledger, chain_.story.chain, chain_.story.device, chain_.story.options));
        return {};
    });
}

TEST_P(ReadFaults, VerifyFindsNoFaultThatIsNotThere) {
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) -> Status {
        HL_TRY(const auto verdicts, store::verify_ledger(ledger));
        for (const auto& verdict : verdicts) {
            EXPECT_FALSE(verdict.fault) << verdict.fault->what;
        }
        return {};
    });
}

TEST_P(HealFaults, TheChainGoesOnWhereItEnded) {
    const auto last = must(store::survey_as_owner(chain_.copy())).readable.front().summary.last;
    with_each_call_refused(chain_, GetParam(), [&](const base::Path& ledger) -> Status {
        HL_TRY(const auto opened,
               store::Ledger::open(ledger, chain_.story.chain, chain_.story.device, chain_.story.options));
        EXPECT_EQ(opened.head().seq, last);
        return {};
    });
}

std::string one_word(const testing::TestParamInfo<Trouble>& tried) {
    std::string name(name_of(tried.param));
    std::erase_if(name, [](char c) { return c == ' ' || c == '-'; });
    return name;
}

INSTANTIATE_TEST_SUITE_P(Of, HealFaults, testing::Values(Trouble::io_once, Trouble::io_for_ever, Trouble::read_only),
                         one_word);
INSTANTIATE_TEST_SUITE_P(Of, ReadFaults, testing::Values(Trouble::io_once, Trouble::io_for_ever), one_word);

}  // namespace hailong::crash::heal_faults_test
