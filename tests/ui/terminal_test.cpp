// The whole terminal: the program itself, a real display, a finger, and what is in the ledger afterwards.
#include <gtest/gtest.h>
#include <unistd.h>

#include "kiosk/domain/staff_code.h"
#include "tests/ui/terminal_run.h"

namespace hailong::terminal_test {
namespace {

using domain::Rating;
using domain::Reasons;

class Terminal : public testing::Test {
protected:
    Terminal() : server_(test::XServer::start(1920, 1080).value()) {}

    std::unique_ptr<test::XServer> server_;
    test::EnrolledFolder folder_;
};

}  // namespace

TEST_F(Terminal, KeepsTheRatingAndTheReasonsOfAVisit) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "first");
    run.tap("face.4");
    EXPECT_EQ(run.next().screen, "followup");
    run.tap("reason.1");
    run.tap("finish");
    EXPECT_EQ(run.next().screen, "thanks");
    EXPECT_EQ(run.next().screen, "first");
    EXPECT_EQ(run.stop(), 0);

    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(std::get<Rating>(answers[0]).score.value(), 4);
    EXPECT_EQ(std::get<Reasons>(answers[1]).picks, std::vector<int>{1});
    EXPECT_EQ(std::get<Rating>(answers[0]).visit, std::get<Reasons>(answers[1]).visit);
}

TEST_F(Terminal, ServesAWholeVisitWithoutAnyNetwork) {
    test::TerminalRun run(folder_, *server_, {.words = {}, .environment = {}, .account = {}, .without_network = true});
    EXPECT_EQ(run.next().screen, "first");
    run.tap("face.2");
    EXPECT_EQ(run.next().screen, "followup");
    run.tap("finish");
    EXPECT_EQ(run.next().screen, "thanks");
    EXPECT_EQ(run.stop(), 0);
    ASSERT_EQ(folder_.answers().size(), 1U);
    EXPECT_EQ(std::get<Rating>(folder_.answers()[0]).score.value(), 2);
}

TEST_F(Terminal, OpensTheStaffMenuBehindTheCornerAndANumberedCode) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "first");
    for (int i = 0; i < 5; ++i) run.finger().tap_after(base::Millis(200), 20, 20);
    EXPECT_EQ(run.next().screen, "staff_code");
    EXPECT_FALSE(folder_.has_entry("staff_entered"));
    for (const char digit : domain::staff_sheet_code(folder_.staff_key(), domain::kFirstStaffSheet, 1)) {
        run.tap(std::string("staff.digit.") + digit);
    }
    while (run.next().screen != "staff_menu") {
    }
    EXPECT_TRUE(folder_.has_entry("staff_entered"));
    EXPECT_EQ(run.stop(), 0);
}

TEST_F(Terminal, KeepsACommentThatWasTypedKeyByKeyAndWritesItNowhereElse) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "first");
    run.tap("face.2");
    EXPECT_EQ(run.next().screen, "followup");
    run.tap("more");
    EXPECT_EQ(run.next().screen, "more");
    run.tap("part.comment");
    EXPECT_EQ(run.next().screen, "comment");
    run.tap("key.c");
    run.next();  // now there is something to send
    for (const char letter : std::string("howf")) run.tap(std::string("key.") + letter);
    run.tap("key.space");
    for (const char letter : std::string("laau")) run.tap(std::string("key.") + letter);
    run.tap("send");
    EXPECT_EQ(run.next().screen, "more");
    EXPECT_EQ(run.stop(), 0);

    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(std::get<domain::Comment>(answers[1]).text.view(), "Chờ lâu");
    const auto targets = base::read_file(folder_.file("targets.jsonl")).value();
    EXPECT_EQ(targets.find("Chờ"), std::string::npos);
    EXPECT_EQ(run.process().errors().find("Chờ"), std::string::npos);
}

TEST_F(Terminal, OffersTheKeypadOnTheScreenOfTheCode) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "first");
    run.tap("face.3");
    EXPECT_EQ(run.next().screen, "followup");
    run.tap("more");
    EXPECT_EQ(run.next().screen, "more");
    run.tap("part.code");
    EXPECT_EQ(run.next().screen, "code");
    run.tap("type");
    EXPECT_EQ(run.next().screen, "code");
    run.tap("key.H");
    run.next();  // now there is something to send
    for (const char digit : std::string("56.14-261120-0001")) run.tap(std::string("key.") + digit);
    run.tap("send");
    EXPECT_EQ(run.next().screen, "more");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(std::get<domain::Dossier>(answers[1]).code.view(), "H56.14-261120-0001");
}

TEST_F(Terminal, StandsInTheLanguageThatWasTouched) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().language, "vi");
    run.tap("language.en");
    EXPECT_EQ(run.next().language, "en");
    EXPECT_EQ(run.stop(), 0);
    EXPECT_TRUE(folder_.answers().empty());
}

TEST_F(Terminal, KeepsBothTouchesOfAChangedMind) {
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "first");
    run.tap("face.5");
    EXPECT_EQ(run.next().screen, "followup");
    run.tap("rechoose");
    EXPECT_EQ(run.next().screen, "rechoose");
    run.tap("face.1");
    EXPECT_EQ(run.next().screen, "followup");
    EXPECT_EQ(run.stop(), 0);
    const auto answers = folder_.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(std::get<Rating>(answers[0]).score.value(), 5);
    EXPECT_EQ(std::get<Rating>(answers[1]).score.value(), 1);
    EXPECT_EQ(std::get<Rating>(answers[0]).visit, std::get<Rating>(answers[1]).visit);
}

TEST_F(Terminal, TakesNoRatingBeforeItIsEnrolled) {
    std::filesystem::remove(folder_.places().identity());
    test::TerminalRun run(folder_, *server_);
    const auto shown = run.next();
    EXPECT_EQ(shown.screen, "enrolment");
    EXPECT_EQ(shown.text.find("face."), std::string::npos);
    EXPECT_EQ(run.stop(), 0);
}

TEST_F(Terminal, OpensForRatingsWhenTheIdentityArrives) {
    const auto aside = folder_.file("identity.aside");
    std::filesystem::rename(folder_.places().identity(), aside);
    test::TerminalRun run(folder_, *server_);
    EXPECT_EQ(run.next().screen, "enrolment");
    std::filesystem::rename(aside, folder_.places().identity());
    EXPECT_EQ(run.next().screen, "first");
    EXPECT_EQ(run.stop(), 0);
}

TEST_F(Terminal, RunsAsAnotherUserWithoutAHome) {
    ASSERT_EQ(geteuid(), 0U) << "this test changes users: run it as root, as CI does";
    constexpr uid_t kNobody = 65534;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.file(""))) {
        ASSERT_EQ(lchown(entry.path().c_str(), kNobody, kNobody), 0);
    }
    ASSERT_EQ(lchown(folder_.file("").c_str(), kNobody, kNobody), 0);
    test::TerminalRun run(folder_, *server_,
                          {.words = {},
                           .environment = {"HOME=/nonexistent"},
                           .account = test::Account{kNobody, kNobody, {}},
                           .without_network = false});
    EXPECT_EQ(run.next().screen, "first");
    EXPECT_EQ(run.stop(), 0);
}

TEST_F(Terminal, SaysWhatIsMissingWithoutADisplay) {
    const auto done =
        test::run({.words = {test::program("hailong-kiosk"), "--data", folder_.places().root, "--card", folder_.card()},
                   .environment = {"DISPLAY=:54321"},
                   .account = {},
                   .without_network = false});
    EXPECT_EQ(done.status, 3);
    EXPECT_NE(done.err.find("no display"), std::string::npos) << done.err;
}

}  // namespace hailong::terminal_test
