// Random fingers and keys on the real program: touches, drags, long presses, chords, bursts of a reader. It never ends,
// never shows a screen that is not ours, and its ledger verifies. HAILONG_EVENTS gives another number of events,
// HAILONG_SEED repeats a run.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

#include "kiosk/base/json.h"
#include "kiosk/store/verify.h"
#include "tests/support/wish.h"
#include "tests/ui/terminal_run.h"

namespace hailong::monkey_test {
namespace {

using base::Millis;

constexpr int kWidth = 640;
constexpr int kHeight = 360;
// The address sanitizer is what it is for; elsewhere it only has to stay alive.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAILONG_MANY_EVENTS
#endif
#endif
#ifdef HAILONG_MANY_EVENTS
constexpr std::uint64_t kEvents = 10'000;
#else
constexpr std::uint64_t kEvents = 1'000;
#endif

// Half of its touches go to something that can be touched, so that it gets deep.
class Monkey {
public:
    Monkey(test::XFinger& finger, base::Path targets, std::uint64_t seed)
        : finger_(finger), targets_(std::move(targets)), dice_(seed) {}

    // Returns how many events it was.
    std::uint64_t play() {
        const auto played = play_one(pick(96));
        finger_.wait_until_delivered();
        return played;
    }

private:
    std::uint64_t play_one(int dice) {
        const auto [x, y] = somewhere();
        switch (dice) {
            case 0:
                finger_.chord({37, 64, 67 + static_cast<unsigned>(pick(10))});  // Control, Alt and a function key
                return 6;
            case 1:
                finger_.chord({static_cast<unsigned>(9 + pick(100)), static_cast<unsigned>(9 + pick(100))});
                return 4;
            case 2:
                finger_.scan("H56.14-261120-00" + std::to_string(10 + pick(90)));
                return 42;
            case 3:
                finger_.tap(x, y, Millis(700 + pick(1600)));
                return 3;
            case 4:
            case 5:
            case 6:
            case 7:
                finger_.press(x, y);
                for (int i = 0; i < 5; ++i) finger_.drag_after(Millis(pick(16)), pick(kWidth), pick(kHeight));
                finger_.release();
                return 8;
            default:
                finger_.tap_after(Millis(pick(24)), x, y, Millis(pick(24)));
                return 3;
        }
    }
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice_); }
    std::pair<int, int> somewhere() {
        if (pick(2) == 0) return {pick(kWidth), pick(kHeight)};
        const auto line = base::json::parse(last_line(), "targets");
        const auto* shown = line ? line->array("targets").value() : nullptr;
        if (shown == nullptr || shown->empty()) return {pick(kWidth), pick(kHeight)};
        const auto& target = *(*shown)[static_cast<std::size_t>(pick(static_cast<int>(shown->size())))].object();
        return {static_cast<int>(target.integer("x").value() + target.integer("w").value() / 2),
                static_cast<int>(target.integer("y").value() + target.integer("h").value() / 2)};
    }
    // Of the file that the terminal is writing.
    [[nodiscard]] std::string last_line() const {
        constexpr std::streamoff kEnough = 16'384;
        std::ifstream in(targets_, std::ios::binary | std::ios::ate);
        const std::streamoff size = in.tellg();
        in.seekg(std::max<std::streamoff>(0, size - kEnough));
        std::string last;
        for (std::string line; std::getline(in, line);) {
            if (!in.eof()) last = line;  // a line without its end is still being written
        }
        return last;
    }

    test::XFinger& finger_;
    base::Path targets_;
    std::mt19937_64 dice_;
};

std::set<std::string> screens_in(const base::Path& targets) {
    std::set<std::string> screens;
    std::ifstream in(targets);
    for (std::string line; std::getline(in, line);) {
        screens.insert(base::json::parse(line, "targets").value().text("screen").value());
    }
    return screens;
}

}  // namespace

TEST(Monkey, NeverLeavesOurScreensAndLosesNothing) {
    const auto seed = test::number_from<std::uint64_t>("HAILONG_SEED", std::random_device{}());
    const auto events = test::number_from("HAILONG_EVENTS", kEvents);
    SCOPED_TRACE("HAILONG_SEED=" + std::to_string(seed));
    const auto server = test::XServer::start(kWidth, kHeight).value();
    const test::EnrolledFolder folder;
    test::TerminalRun run(
        folder, *server,
        {.words = {"--windowed", "640x360"}, .environment = {}, .account = {}, .without_network = false});
    run.next();
    Monkey monkey(run.finger(), folder.file("targets.jsonl"), seed);
    std::uint64_t played = 0;
    while (played < events && run.process().running()) played += monkey.play();
    ASSERT_TRUE(run.process().running()) << run.process().errors();
    EXPECT_EQ(run.stop(), 0) << run.process().errors();

    const auto screens = screens_in(folder.file("targets.jsonl"));
    std::cout << "seed " << seed << ": " << played << " events, screens:";
    for (const auto& screen : screens) std::cout << " " << screen;
    std::cout << "\n";
    const std::set<std::string> ours{"first",       "rechoose",   "followup",    "more",       "item",
                                     "code",        "comment",    "home",        "help",       "privacy",
                                     "explanation", "saving",     "warning",     "thanks",     "apology",
                                     "staff_code",  "staff_menu", "staff_touch", "staff_clean"};
    for (const auto& screen : screens) EXPECT_TRUE(ours.contains(screen)) << screen;
    const auto chains = store::verify_ledger(folder.places().ledger()).value();
    for (const auto& chain : chains) {
        EXPECT_FALSE(chain.fault) << chain.fault->what;
    }
    std::set<domain::VisitId> rated;
    for (const auto& answer : folder.answers()) {
        if (const auto* rating = std::get_if<domain::Rating>(&answer)) {
            rated.insert(rating->visit);
        } else if (const auto* reasons = std::get_if<domain::Reasons>(&answer)) {
            EXPECT_TRUE(rated.contains(reasons->visit));
        }
    }
    std::cout << "prove: random-fingers cases=" << played << " failures=" << (HasFailure() ? 1 : 0) << " seed=" << seed
              << std::endl;
}

}  // namespace hailong::monkey_test
