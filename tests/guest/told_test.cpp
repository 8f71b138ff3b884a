#include "tests/guest/told.h"

#include <gtest/gtest.h>

namespace hailong::guest {

namespace {

Told told(const std::vector<std::string>& lines) {
    Told out;
    for (const auto& line : lines) out.hear(line);
    return out;
}

Promised promised(const std::vector<std::string>& lines) {
    Promised out;
    out.add(told(lines));
    return out;
}

// One run that ended and said its chain, one that the cut came into.
const std::vector<std::string> kLived{"row|old|0|a0", "rehearsing",
                                      "run",          "thanked 2",
                                      "thanked 4",    "ended rehearsed 2 visits: thanked 2; chain aa, last entry 4",
                                      "run",          "thanked 1"};

std::string after(std::vector<std::string> rows) {
    rows.emplace_back("rehearsing");
    return judge(promised(kLived), told(rows));
}

}  // namespace

TEST(Told, FindsNothingWrongWhereAllIsThere) {
    EXPECT_EQ(after({"row|old|0|a0", "row|aa|2|b2", "row|aa|4|b4", "row|bb|0|c0", "row|bb|1|c1"}), "");
}

TEST(Told, MissesAThankedEntryOfARunThatEnded) { EXPECT_NE(after({"row|old|0|a0", "row|aa|2|b2", "row|bb|1|c1"}), ""); }

TEST(Told, MissesAThankedEntryOfTheRunThatWasCut) {
    EXPECT_NE(after({"row|old|0|a0", "row|aa|2|b2", "row|aa|4|b4", "row|bb|0|c0"}), "");
    // The same number in the chain of another run is not it.
    EXPECT_NE(after({"row|old|0|a0", "row|aa|1|b1", "row|aa|2|b2", "row|aa|4|b4"}), "");
}

TEST(Told, MissesWhatWasThereBeforeOrIsAnotherNow) {
    EXPECT_NE(after({"row|aa|2|b2", "row|aa|4|b4", "row|bb|1|c1"}), "");
    EXPECT_NE(after({"row|old|0|ff", "row|aa|2|b2", "row|aa|4|b4", "row|bb|1|c1"}), "");
}

TEST(Told, TakesWhatTheGuestItselfFoundWrong) {
    EXPECT_EQ(judge(promised(kLived), told({"refused mount"})), "refused mount");
    EXPECT_EQ(judge(promised(kLived), told({"damaged verify"})), "damaged verify");
}

TEST(Told, KeepsThePromisesOfAGuestThatFellWhileItStarted) {
    Promised still = promised(kLived);
    still.add(told({"row|old|0|a0"}));
    EXPECT_NE(judge(still, told({"row|old|0|a0", "rehearsing"})), "");
}

}  // namespace hailong::guest
