#include "sync/app/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/agent/status.h"
#include "sync/app/membership.h"
#include "tests/unit/agent/desk.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::commands_test {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr int kOk = 0;
constexpr int kFault = 1;
constexpr int kUsage = 2;
constexpr int kEnvironment = 3;
constexpr int kNotEnrolled = 4;

// What a command ended with and printed.
struct Told {
    int code = 0;
    std::string out;
    std::string err;
};
template <class Command>
Told told(Command command) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Told told;
    told.code = command();
    told.out = testing::internal::GetCapturedStdout();
    told.err = testing::internal::GetCapturedStderr();
    return told;
}

class Commands : public testing::Test {
protected:
    [[nodiscard]] sync_app::Settings settings() const {
        sync_app::Settings settings;
        settings.places = desk_.places;
        return settings;
    }
    void enrol() { ASSERT_TRUE(desk_.enrol(desk_.card())); }
    [[nodiscard]] Told status(sync_app::StatusForm form = sync_app::StatusForm::text) const {
        return told([&] { return sync_app::show_status(settings(), form); });
    }
    void write_status(const std::string& text) { ASSERT_TRUE(base::write_file(desk_.places.status(), text)); }

    sync_app_test::Enrolled desk_;
};

TEST_F(Commands, SayWhatToDoBeforeTheEnrolment) {
    for (const auto& told :
         {told([&] { return sync_app::run(settings()); }), told([&] { return sync_app::once(settings()); }),
          told([&] { return sync_app::renew_now(settings()); }), status()}) {
        EXPECT_EQ(told.code, kNotEnrolled);
        EXPECT_THAT(told.err, HasSubstr("enrol"));
    }
}

TEST_F(Commands, TellOfAnAgentThatHasNotRunYet) {
    enrol();
    EXPECT_EQ(status().code, kEnvironment);
    EXPECT_THAT(status().err, HasSubstr("has not run yet"));
    write_status("{}");
    EXPECT_EQ(status().code, kFault);
}

TEST_F(Commands, PrintTheStatusForPeopleAndForPrograms) {
    enrol();
    agent::SyncStatus found;
    found.at = found.next_try = server_test::kNow;
    write_status(agent::encode_status(found));
    EXPECT_THAT(status().out, AllOf(HasSubstr("k25195-1"), HasSubstr("last contact never"), Not(HasSubstr("problem"))));
    found.last_contact = found.certificate_until = server_test::kNow;
    found.problem = agent::problem_of(agent::AlarmKind::fork);
    found.alarm = "fork";
    found.chains = {{base::sha256("a"), 9, 7, 2, "fork"}, {base::sha256("b"), 3, std::nullopt, 4}};
    write_status(agent::encode_status(found));
    EXPECT_THAT(status().out,
                AllOf(HasSubstr("certificate until"), HasSubstr("problem fork"), HasSubstr("alarm fork"),
                      HasSubstr("receipted through 7  pending 2  rests: fork"), HasSubstr("receipted nothing")));
    EXPECT_EQ(status(sync_app::StatusForm::json).out, agent::encode_status(found));
}

TEST_F(Commands, DoNotReachAProvinceThatIsNotThere) {
    enrol();
    const auto once = told([&] { return sync_app::once(settings()); });
    EXPECT_EQ(once.code, kEnvironment);
    EXPECT_THAT(once.out, HasSubstr("delivered 0  pending 0"));
    EXPECT_NE(told([&] { return sync_app::renew_now(settings()); }).code, kOk);
    EXPECT_NE(told([&] {
                  const auto card = desk_.temp / "card.json";
                  EXPECT_TRUE(base::write_file(card, domain::encode_card(desk_.card())));
                  return sync_app::enrol_with(settings(), card, std::chrono::seconds(0));
              }).code,
              kOk);
}

TEST_F(Commands, FindTheEnrolmentOfTheirCard) {
    const auto card = desk_.card();
    ASSERT_TRUE(desk_.enrol(card));
    const auto file = desk_.temp / "card.json";
    ASSERT_TRUE(base::write_file(file, domain::encode_card(card)));
    const auto again = told([&] { return sync_app::enrol_with(settings(), file, std::chrono::seconds(0)); });
    EXPECT_EQ(again.code, kOk);
    EXPECT_THAT(again.out, HasSubstr("already enrolled as k25195-1"));
}

TEST_F(Commands, NameACardThatIsNone) {
    const auto file = desk_.temp / "card.json";
    const auto enrol = [&] { return sync_app::enrol_with(settings(), file, std::chrono::seconds(0)); };
    EXPECT_EQ(told(enrol).code, kUsage);
    ASSERT_TRUE(base::write_file(file, "{}"));
    const auto refused = told(enrol);
    EXPECT_NE(refused.code, kOk);
    EXPECT_THAT(refused.err, HasSubstr("card.json"));
    EXPECT_FALSE(std::filesystem::exists(desk_.places.sync())) << "nothing was begun";
}

TEST(LedgerCommands, VerifyAndExportWithoutATerminal) {
    agent_desk::Desk desk;
    const auto chain = desk.add_chain(5);
    sync_app::Settings settings;
    settings.places = desk.places;
    const auto verified = told([&] { return sync_app::verify(desk.places.root); });
    EXPECT_EQ(verified.code, kOk);
    EXPECT_THAT(verified.out, HasSubstr(chain.hex().substr(0, 8)));
    EXPECT_NE(told([&] { return sync_app::verify(desk.places.root / "elsewhere"); }).code, kOk);
    const auto all = told([&] { return sync_app::export_to_stdout(settings, std::nullopt); });
    EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 5);
    EXPECT_EQ(told([&] { return sync_app::export_to_stdout(settings, chain.hex()); }).out, all.out);
    EXPECT_EQ(told([&] { return sync_app::export_to_stdout(settings, "no chain"); }).code, kUsage);
    EXPECT_NE(told([&] { return sync_app::export_to_stdout(settings, base::sha256("x").hex()); }).code, kOk);
    const auto file = desk.temp / "export.ndjson";
    std::string text = all.out;
    text.erase(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n'));  // the second entry
    ASSERT_TRUE(base::write_file(file, text));
    EXPECT_EQ(told([&] { return sync_app::verify(file); }).code, kFault);
}

}  // namespace hailong::commands_test
