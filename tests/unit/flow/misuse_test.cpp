// Signs of misuse: all recorded, none dropped. And the order of the faces, drawn for each visit.
#include <gtest/gtest.h>

#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {

namespace {

bool has(const domain::Rating& rating, domain::Misuse sign) {
    return (rating.flags & static_cast<domain::MisuseFlags>(sign)) != 0;
}

// Visitors who rate and go, at these distances.
Desk queue(const std::vector<Millis>& gaps) {
    Desk desk;
    desk.rate(5);
    for (const Millis gap : gaps) {
        desk.send(flow::NewVisit{kFarPlace});
        desk.pass(gap - 1s);
        desk.rate(5);
    }
    return desk;
}

}  // namespace

TEST(Misuse, APersonWhoComesByIsNotFlagged) {
    const Desk desk = queue({40s, 300s, 55s});
    const auto& last = desk.rating(desk.saves.size() - 1);
    EXPECT_EQ(last.flags, static_cast<domain::MisuseFlags>(domain::Misuse::unscanned));
}

TEST(Misuse, ARatingRightAfterAnotherVisitIsFlaggedAndSaved) {
    const Desk desk = queue({3s});
    EXPECT_EQ(desk.saves.size(), 2U);
    EXPECT_TRUE(has(desk.rating(1), domain::Misuse::guard));
}

TEST(Misuse, ANewDossierCodeLiftsTheGuard) {
    Desk desk;
    desk.rate(5);
    desk.scan("H56.14-261120-0001");
    desk.pass(400ms);
    desk.send(flow::SendTouched{{{200}, {20}}});
    desk.commit();
    desk.pass(400ms);
    desk.send(flow::NewVisit{{{20}, {20}}});
    desk.pass(1s);
    desk.face(4);
    EXPECT_FALSE(has(desk.last<domain::Rating>(), domain::Misuse::guard));
}

TEST(Misuse, ManyVisitsWithinAMinuteAreABurst) {
    const Desk desk = queue({9s, 8s, 10s, 7s, 11s});
    EXPECT_FALSE(has(desk.rating(4), domain::Misuse::burst));
    EXPECT_TRUE(has(desk.rating(5), domain::Misuse::burst));
}

TEST(Misuse, VisitsThatKeepTimeAreARhythm) {
    const Desk clock = queue({30s, 30s, 30s, 30s, 30s});
    EXPECT_TRUE(has(clock.rating(5), domain::Misuse::rhythm));
    const Desk people = queue({30s, 31s, 30s, 29s, 30s});
    EXPECT_FALSE(has(people.rating(5), domain::Misuse::rhythm));
}

TEST(Misuse, ARatingOutsideTheHoursIsFlagged) {
    Desk desk;
    desk.rules.hours.spans = {{std::chrono::hours(7), std::chrono::hours(11)}};
    desk.rate(5);
    EXPECT_FALSE(has(desk.rating(0), domain::Misuse::hours));
    desk.send(flow::NewVisit{kFarPlace});
    desk.pass(3h);
    desk.rate(5);
    EXPECT_TRUE(has(desk.rating(1), domain::Misuse::hours));
}

TEST(Misuse, ChangingOnesMindIsNoRepeat) {
    Desk desk;
    desk.rate(2);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    desk.face(4);
    EXPECT_FALSE(has(desk.rating(1), domain::Misuse::guard));
}

TEST(OfficeHours, KnowWeekdaysAndSpans) {
    flow::OfficeHours hours;
    hours.spans = {{7h + 30min, 11h + 30min}, {13h, 17h}};
    const base::WallTime monday_midnight{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) - 7h};
    EXPECT_TRUE(hours.is_open(monday_midnight + 7h + 30min));
    EXPECT_FALSE(hours.is_open(monday_midnight + 11h + 30min));
    EXPECT_TRUE(hours.is_open(monday_midnight + 13h));
    EXPECT_FALSE(hours.is_open(monday_midnight + std::chrono::days(5) + 9h));
    EXPECT_FALSE(hours.is_open(monday_midnight - 1min));
}

TEST(Order, IsDrawnForEachVisitAndStoredWithTheRating) {
    Desk desk;
    desk.rules.order.reset();
    int best_first = 0;
    for (int visit = 0; visit < 64; ++visit) {
        desk.pass(30s);
        const auto shown = desk.shown<flow::FirstView>().faces.front().score.value();
        desk.rate(3);
        const auto order = desk.last<domain::Rating>().order;
        EXPECT_EQ(shown, order == domain::FaceOrder::best_first ? 5 : 1);
        best_first += order == domain::FaceOrder::best_first ? 1 : 0;
        desk.send(flow::NewVisit{kFarPlace});
        if (visit % 2 == 0) desk.pass(1s);
    }
    EXPECT_GT(best_first, 16);
    EXPECT_LT(best_first, 48);
}

TEST(Order, StaysTheSameWithinAVisit) {
    Desk desk;
    desk.rules.order.reset();
    desk.state.order = domain::FaceOrder::best_first;
    desk.rate(3);
    desk.send(flow::Rechoose{kFarPlace});
    EXPECT_EQ(desk.shown<flow::FirstView>().faces.front().score.value(), 5);
}

}  // namespace hailong::flow_test
