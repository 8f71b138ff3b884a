// People in front of the real program on a real display: what they meant is what lies in the ledger afterwards.
#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/base/json.h"
#include "tests/ui/terminal_run.h"

namespace hailong::citizens_test {
namespace {

using base::Millis;
using domain::Rating;
using domain::Reasons;

constexpr int kHeight = 1080;

class Citizens : public testing::Test {
protected:
    // A 24-inch panel whose lower edge hangs 1,000 mm above the floor: its upper edge is at 1,296 mm.
    Citizens() : server_(test::XServer::start(1920, kHeight).value()) {
        std::ofstream(config()) << "[home]\nhost = \"danhgia.example.vn\"\n"
                                << "[panel]\nwidth_mm = 527\nheight_mm = 296\nbottom_mm = 1000\n";
    }
    [[nodiscard]] std::string config() const { return folder_.file("kiosk.toml"); }
    [[nodiscard]] std::string speech_log() const { return folder_.file("speech.jsonl"); }
    test::Command command() {
        return {.words = {"--config", config(), "--speech-log", speech_log()},
                .environment = {},
                .account = {},
                .without_network = false};
    }
    // The prompts that were spoken, in order.
    [[nodiscard]] std::vector<std::string> spoken() const {
        std::vector<std::string> keys;
        std::ifstream in(speech_log());
        for (std::string line; std::getline(in, line);) {
            const auto said = base::json::parse(line, "speech").value().optional_text("key").value();
            if (said) keys.push_back(*said);  // the others are tones and stops
        }
        return keys;
    }
    [[nodiscard]] bool was_spoken(const std::string& key) const {
        const auto keys = spoken();
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    }
    // Shows the screen that comes with this name, whatever stood between.
    static void reach(test::TerminalRun& run, const std::string& screen) {
        while (run.next().screen != screen) {
        }
    }

    // How high the highest target reaches above the floor.
    static double highest_mm(const test::TerminalRun& run) {
        double highest = 0;
        const auto line = base::json::parse(run.shown().text, "targets").value();
        for (const auto& target : *line.array("targets").value()) {
            const auto y = static_cast<double>(target.object()->integer("y").value());
            highest = std::max(highest, 1000 + (kHeight - y) * 296 / kHeight);
        }
        return highest;
    }

    std::unique_ptr<test::XServer> server_;
    test::EnrolledFolder folder_;
};

}  // namespace

// Pictures and sounds alone: the face, the clock among the reasons, the tick.
TEST_F(Citizens, WhoCannotReadIsToldAndRates) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    run.tap("aid.listen");
    run.next();
    run.tap("face.2");
    reach(run, "followup");
    run.tap("reason.1");
    run.tap("finish");
    reach(run, "thanks");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(std::get<Rating>(answers[0]).score.value(), 2);
    EXPECT_EQ(std::get<Reasons>(answers[1]).picks, std::vector<int>{1});
    EXPECT_TRUE(was_spoken("first.question"));
    EXPECT_TRUE(was_spoken("blind.chosen"));
    EXPECT_TRUE(was_spoken("followup.title"));
    for (int level = 1; level <= 5; ++level) EXPECT_FALSE(was_spoken("level." + std::to_string(level)));
}

// Holds the corner, lets the finger run over the screen, confirms by a double tap.
TEST_F(Citizens, WhoCannotSeeExploresAndConfirmsByADoubleTap) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    run.finger().tap_after(Millis(1000), 1900, 500);
    run.finger().tap(12, 12, Millis(2300));
    ASSERT_TRUE(test::eventually([&] { return was_spoken("blind.start"); }));
    const auto explore_and_confirm = [&](const std::string& id) {
        const auto at = run.spot(id);
        run.finger().tap_after(Millis(1000), at.x, at.y);  // focuses, chooses nothing
        run.finger().tap_after(Millis(1000), 960, 300);
        run.finger().tap_after(Millis(120), 960, 300);
    };
    explore_and_confirm("face.4");
    reach(run, "followup");
    EXPECT_EQ(folder_.answers().size(), 1U);
    explore_and_confirm("finish");
    reach(run, "thanks");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(std::get<Rating>(answers[0]).score.value(), 4);
    // On the loudspeaker the face's name would tell the desk.
    EXPECT_FALSE(was_spoken("level.4"));
    EXPECT_TRUE(was_spoken("common.skip"));
}

// EN 301 549 8.3: nothing that must be reached is above 1,220 mm.
TEST_F(Citizens, WhoSitsLowReachesEverythingAfterOneTouch) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    EXPECT_GT(highest_mm(run), 1220);
    run.tap("aid.reach");
    run.next();
    EXPECT_LE(highest_mm(run), 1220);
    run.tap("face.1");
    reach(run, "followup");
    EXPECT_LE(highest_mm(run), 1220);
    run.tap("more");
    reach(run, "more");
    EXPECT_LE(highest_mm(run), 1220);
    run.tap("finish");
    reach(run, "thanks");
    EXPECT_EQ(run.stop(), 0);
    ASSERT_EQ(folder_.answers().size(), 1U);
    EXPECT_EQ(std::get<Rating>(folder_.answers()[0]).score.value(), 1);
}

TEST_F(Citizens, WhoTouchesOnceAndWalksAwayHasRated) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    run.tap("face.5");
    reach(run, "followup");
    reach(run, "first");
    EXPECT_EQ(run.stop(), 0);
    ASSERT_EQ(folder_.answers().size(), 1U);
    EXPECT_EQ(std::get<Rating>(folder_.answers()[0]).score.value(), 5);
}

TEST_F(Citizens, WhoHasMuchToSaySaysItAll) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    run.tap("face.3");
    reach(run, "followup");
    run.tap("more");
    reach(run, "more");
    run.tap("part.comment");
    reach(run, "comment");
    run.tap("key.c");
    run.next();  // now there is something to send
    for (const char* key : {"key.h", "key.o", "key.w", "key.f"}) run.tap(key);
    run.tap("send");
    reach(run, "more");
    run.tap("part.code");
    reach(run, "code");
    run.finger().scan("https://dichvucong.example/tra-cuu?MHS=H56.14-261120-0987&SGT=079123456789");
    run.next();
    run.tap("send");
    reach(run, "more");
    run.tap("finish");
    reach(run, "thanks");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(std::get<domain::Comment>(answers[1]).text.view(), "Chờ");
    EXPECT_EQ(std::get<domain::Dossier>(answers[2]).code.view(), "H56.14-261120-0987");
    EXPECT_EQ(std::get<domain::Dossier>(answers[2]).visit, std::get<Rating>(answers[0]).visit);
}

TEST_F(Citizens, WhoWantsToRateAtHomeGetsATicketThatVerifies) {
    test::TerminalRun run(folder_, *server_, command());
    run.next();
    run.tap("home");
    reach(run, "home");
    EXPECT_EQ(run.stop(), 0);
    ASSERT_EQ(folder_.answers().size(), 1U);
    EXPECT_TRUE(std::holds_alternative<domain::TicketIssued>(folder_.answers()[0]));
}

}  // namespace hailong::citizens_test
