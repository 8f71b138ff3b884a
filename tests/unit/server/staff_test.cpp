#include "sync/server/staff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/server/serving.h"

namespace hailong::staff_test {

using testing::HasSubstr;

class Staff : public ::testing::Test {
protected:
    [[nodiscard]] server::Province& province() { return *serving_.place.province; }
    [[nodiscard]] server::SqliteArchive& archive() { return *serving_.place.archive; }
    Result<std::string> answer(const std::string& challenge, const std::string& device = "k25195-1") {
        return server::staff_code(province(), archive(), device, challenge);
    }
    // The terminal's own copy of its key, as its identity brought it.
    [[nodiscard]] base::Secret terminals_key() const {
        return std::move(*terminal_.ledger.key().opener().open(terminal_.identity.staff_box));
    }
    void deliver(const server_test::FakeTerminal& ledger) {
        ASSERT_TRUE(serving_.reception.receive({"k25195-1", "25195", "", false}, domain::join_batch(ledger.all()),
                                               server_test::kNow));
    }
    [[nodiscard]] domain::Health health() const {
        return {"k25195-1",
                domain::Head{terminal_.ledger.chain(), terminal_.ledger.last(),
                             terminal_.ledger.hash(terminal_.ledger.last())},
                std::nullopt,
                5,
                1000,
                base::WallTime(std::chrono::seconds(1'795'400'107)),
                "0.1.0",
                300};
    }
    Result<server::CheckedHealth> check(const std::string& text) {
        return server::check_health(archive(), archive(), text);
    }

    server_test::Serving serving_;
    server_test::EnrolledTerminal terminal_{serving_, "k25195-1"};
};

TEST_F(Staff, AnswersWhatTheTerminalExpects) {
    const std::string challenge = domain::staff_challenge(base::random_token());
    EXPECT_EQ(answer(challenge).value(), domain::staff_answer(terminals_key(), challenge));
}
TEST_F(Staff, PrintsTheSheetThatTheTerminalExpects) {
    const auto codes = server::staff_sheet(province(), archive(), "k25195-1", 2).value();
    ASSERT_EQ(codes.size(), 24U);
    EXPECT_EQ(codes.front(), domain::staff_sheet_code(terminals_key(), 2, 1));
    EXPECT_EQ(codes.back(), domain::staff_sheet_code(terminals_key(), 2, 24));
}
TEST_F(Staff, AnswersNoMistypedChallenge) {
    EXPECT_EQ(answer("R88K-5WJ6").error().code, ErrorCode::bad_input);
    EXPECT_THAT(answer("R88K").error().what, HasSubstr("8 symbols"));
}
TEST_F(Staff, AnswersForNoUnknownTerminal) {
    const auto refused = answer("R88K-5WJ5", "k25195-2");
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_THAT(refused.error().what, HasSubstr("k25195-2"));
    EXPECT_FALSE(server::staff_sheet(province(), archive(), "k25195-2", 1));
}
TEST_F(Staff, SaysWhatToDoWithoutAStaffKey) {
    province().staff_master = base::Secret();
    EXPECT_EQ(answer("R88K-5WJ5").error().code, ErrorCode::environment);
}

TEST_F(Staff, ReadsAPhotographedHealthText) {
    terminal_.ledger.append(4);
    deliver(terminal_.ledger);
    terminal_.ledger.append(3);
    const auto checked = check(domain::encode_health(health(), terminal_.ledger.key())).value();
    EXPECT_EQ(checked.held, 4U);
    EXPECT_FALSE(checked.contradicts);
    EXPECT_THAT(server::describe(checked), HasSubstr("written through entry 7, receipted through none"));
    EXPECT_THAT(server::describe(checked), HasSubstr("this archive holds through 4"));
}
TEST_F(Staff, SeesThatAHealthTextContradictsTheArchive) {
    terminal_.ledger.append(4);
    deliver(terminal_.ledger);
    auto told = health();
    told.head->hash = base::sha256("another head");
    const auto checked = check(domain::encode_health(told, terminal_.ledger.key())).value();
    EXPECT_TRUE(checked.contradicts);
    EXPECT_THAT(server::describe(checked), HasSubstr("CONTRADICTION"));
}
TEST_F(Staff, ReadsTheHealthOfATerminalWhoseLedgerIsLost) {
    auto told = health();
    told.head.reset();
    told.cert_days.reset();
    const auto checked = check(domain::encode_health(told, terminal_.ledger.key())).value();
    EXPECT_FALSE(checked.held);
    EXPECT_THAT(server::describe(checked), HasSubstr("its ledger cannot be read"));
    EXPECT_EQ(check("H1:nonsense").error().code, ErrorCode::bad_input);
}
TEST_F(Staff, ComparesAHealthTextWithItsOwnChainOnly) {
    server_test::EnrolledTerminal other(serving_, "k25195-2");
    other.ledger.append(2);
    ASSERT_TRUE(serving_.reception.receive({"k25195-2", "25195", "", false}, domain::join_batch(other.ledger.all()),
                                           server_test::kNow));
    EXPECT_FALSE(check(domain::encode_health(health(), terminal_.ledger.key()))->held);
}
TEST_F(Staff, BelievesNoHealthTextThatTheTerminalDidNotSign) {
    const auto refused = check(domain::encode_health(health(), base::Signer::generate()));
    EXPECT_EQ(refused.error().code, ErrorCode::crypto);
}
TEST_F(Staff, SaysThatATerminalWasRevoked) {
    ASSERT_TRUE(archive().revoke("k25195-1"));
    EXPECT_THAT(server::describe(check(domain::encode_health(health(), terminal_.ledger.key())).value()),
                HasSubstr("REVOKED"));
}

}  // namespace hailong::staff_test
