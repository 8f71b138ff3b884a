#include "sync/agent/status.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/json_damage.h"

namespace hailong::status_test {

using agent::AlarmKind;
using agent::Standing;

agent::SyncStatus full() {
    agent::SyncStatus status;
    status.at = base::WallTime(base::Millis(1'795'400'107'000));
    status.last_contact = status.at;
    status.next_try = status.at + std::chrono::minutes(1);
    status.problem = agent::problem_of(AlarmKind::fork);
    status.problem_since = status.at;
    status.alarm = "fork";
    status.clock_offset_s = -3;
    status.certificate_until = status.at + std::chrono::days(900);
    status.chains = {{base::sha256("a"), 9, 7, 2, "fork"}, {base::sha256("b"), 3, std::nullopt, 4}};
    return status;
}

TEST(Status, ComesBackWhole) {
    EXPECT_EQ(agent::parse_status(agent::encode_status(full())).value(), full());
    const agent::SyncStatus empty;
    EXPECT_EQ(agent::parse_status(agent::encode_status(empty)).value(), empty);
}

TEST(Status, IsNoneWithOneDamagedValue) {
    // What a reader of another version may find changed, and any text in a place for words.
    const std::set<std::string> free{"v", "word", "text", "alarm", "rests"};
    for (const auto& damaged : test::with_one_damaged_value(agent::encode_status(full()))) {
        if (free.contains(damaged.name) && damaged.text.find("\"?\"") != std::string::npos) continue;
        if (damaged.name == "v") continue;
        EXPECT_FALSE(agent::parse_status(damaged.text)) << damaged.text;
    }
    for (const char* text :
         {"", "[]", R"({"v":1})", R"({"at":"2026-11-30T00:00:00.000Z","next_try":"?","chains":[]})"}) {
        EXPECT_FALSE(agent::parse_status(text)) << text;
    }
}

TEST(Status, ListsChainsAsObjects) {
    std::string text = agent::encode_status(agent::SyncStatus{});
    const auto at = text.find("\"chains\":[]");
    ASSERT_NE(at, std::string::npos);
    EXPECT_FALSE(agent::parse_status(text.replace(at, 11, "\"chains\":[7]")));
}

TEST(Problems, HaveASentenceForEverythingThatCanGoWrong) {
    for (const auto standing :
         {Standing::answered, Standing::later, Standing::broken, Standing::intercepted, Standing::untrusted,
          Standing::disputed, Standing::unreadable, Standing::too_large, Standing::refused, Standing::outdated}) {
        const auto problem = agent::problem_of_reply(standing, {418, "text/plain", "", {}});
        EXPECT_GT(problem.text.size(), problem.word.size() + 20) << problem.word;
        EXPECT_NE(problem.text.find("status 418"), std::string::npos) << problem.text;
    }
    for (const auto kind :
         {AlarmKind::silent, AlarmKind::untrusted, AlarmKind::refused, AlarmKind::outdated, AlarmKind::entry_too_large,
          AlarmKind::rewinds, AlarmKind::fork, AlarmKind::behind, AlarmKind::hash, AlarmKind::unreadable}) {
        EXPECT_GT(agent::problem_of(kind).text.size(), 20U) << agent::name_of(kind);
    }
    EXPECT_EQ(agent::problem_of(AlarmKind::refused).word, "refused_terminal");
    EXPECT_EQ(agent::problem_of(AlarmKind::unreadable).word, "ledger");
}

}  // namespace hailong::status_test
