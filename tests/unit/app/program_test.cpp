// hailong-kiosk as a program: what IT staff and the crash tests see.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/verify.h"
#include "tests/support/process.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using testing::HasSubstr;

namespace program_test {

class KioskProgram : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    [[nodiscard]] test::Command kiosk(std::vector<std::string> words) const {
        std::vector<std::string> all{test::program("hailong-kiosk"), "--data", data_.string(), "--card",
                                     (temp_ / "card.json").string()};
        all.insert(all.end(), words.begin(), words.end());
        return test::Command{all, {"HAILONG_ASSETS=" HAILONG_SOURCE_DIR "/assets"}, {}, false};
    }
    [[nodiscard]] std::vector<store::HeldChain> chains() const {
        return store::LedgerReader(data_ / "ledger").chains().value();
    }
    [[nodiscard]] std::vector<store::ChainVerdict> verdicts() const {
        return store::verify_ledger(data_ / "ledger").value();
    }
    [[nodiscard]] static domain::Seq thanked_seq(const std::string& line) {
        EXPECT_EQ(line.rfind("thanked ", 0), 0U) << line;
        return std::stoull(line.substr(8));
    }
    test::TempFolder temp_;
    base::Path data_ = temp_ / "data";
};

}  // namespace program_test

using program_test::KioskProgram;

TEST_F(KioskProgram, RehearsesAloneAndPrintsOneLineAVisit) {
    const auto done = test::run(kiosk({"--rehearse", "25"}));
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_THAT(done.err, HasSubstr("rehearsed 25 visits"));
    std::istringstream lines(done.out);
    std::vector<domain::Seq> thanked;
    for (std::string line; std::getline(lines, line);) thanked.push_back(thanked_seq(line));
    ASSERT_EQ(thanked.size(), 25U);
    EXPECT_TRUE(std::is_sorted(thanked.begin(), thanked.end(), std::less_equal<>()));
    const auto held = chains();
    ASSERT_EQ(held.size(), 1U);
    EXPECT_GE(held[0].summary.last, thanked.back());
    EXPECT_EQ(held[0].genesis->device, "unenrolled");
    EXPECT_EQ(held[0].genesis->unit, "00000");
}

TEST_F(KioskProgram, LeavesALedgerThatVerifies) {
    ASSERT_EQ(test::run(kiosk({"--rehearse", "40"})).status, 0);
    for (const auto& verdict : verdicts()) EXPECT_FALSE(verdict.fault) << verdict.fault->what;
}

TEST_F(KioskProgram, KilledMidRehearsalHasStoredAllItThankedFor) {
    for (int kill_after = 1; kill_after <= 9; kill_after += 4) {
        test::Process process(kiosk({"--rehearse", "100000"}));
        domain::Seq thanked = 0;
        for (int i = 0; i < kill_after; ++i) thanked = thanked_seq(process.line().value_or("nothing"));
        process.kill();
        // What was printed between our last read and the kill counts too.
        while (const auto line = process.line(test::Millis(0))) thanked = thanked_seq(*line);
        domain::Seq stored = 0;
        for (const auto& held : chains()) stored = std::max(stored, held.summary.last);
        EXPECT_GE(stored, thanked);
        for (const auto& verdict : verdicts()) EXPECT_FALSE(verdict.fault) << verdict.fault->what;
        std::filesystem::remove_all(data_);
    }
}

TEST_F(KioskProgram, RefusesAFolderThatAnotherTerminalUses) {
    test::Process first(kiosk({"--rehearse", "100000"}));
    ASSERT_TRUE(first.line());
    const auto second = test::run(kiosk({"--rehearse", "1"}));
    EXPECT_EQ(second.status, 3);
    EXPECT_THAT(second.err, HasSubstr("another terminal program"));
    first.kill();
    EXPECT_EQ(test::run(kiosk({"--rehearse", "1"})).status, 0);
}

TEST_F(KioskProgram, AnswersAnEnrolmentRequestOnCommand) {
    const app_office::Office office;
    office.write_card();
    office.write_request("0123456789abcdef");
    const std::vector<std::string> words{test::program("hailong-kiosk"), "enrol-proof", "--data",
                                         office.places.root.string(),    "--card",      office.card.string()};
    const auto done = test::run({words, {}, {}, false});
    EXPECT_EQ(done.status, 0) << done.err;
    const auto challenge = domain::parse_challenge(base::read_file(office.places.enrol_request()).value()).value();
    const auto proof = domain::parse_proof(base::read_file(office.places.enrol_answer()).value()).value();
    EXPECT_TRUE(domain::proves(proof, challenge));
}

TEST_F(KioskProgram, SaysWhatToDoWhenNoEnrolmentIsAsked) {
    const auto done = test::run(kiosk({"enrol-proof"}));
    EXPECT_EQ(done.status, 3);
    EXPECT_THAT(done.err, HasSubstr("hailong-sync enrol"));
}

TEST_F(KioskProgram, RefusesANamedConfigurationThatIsAbsent) {
    const auto done = test::run(kiosk({"--config", (temp_ / "absent.toml").string(), "--rehearse", "1"}));
    EXPECT_EQ(done.status, 2);
    EXPECT_THAT(done.err, HasSubstr("absent.toml"));
}

TEST_F(KioskProgram, RefusesArgumentsItDoesNotKnow) {
    EXPECT_EQ(test::run(kiosk({"--rehearze", "1"})).status, 2);
    EXPECT_EQ(test::run(kiosk({"--rehearse", "0"})).status, 2);
    EXPECT_EQ(test::run(kiosk({"--windowed", "wide"})).status, 2);
}

TEST_F(KioskProgram, TellsItsVersion) {
    const auto done = test::run(kiosk({"--version"}));
    EXPECT_EQ(done.status, 0);
    EXPECT_THAT(done.out, HasSubstr(HAILONG_VERSION));
}

TEST_F(KioskProgram, SaysWhereItCannotWrite) {
    data_ = "/proc/no-such-place";
    const auto done = test::run(kiosk({"--rehearse", "1"}));
    EXPECT_EQ(done.status, 3);
    EXPECT_THAT(done.err, HasSubstr("/proc/no-such-place"));
}

}  // namespace hailong::app
