// A terminal whose ledger is damaged, before it starts and while somebody rates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/process.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Desk;
using app_office::entries;
using app_office::Office;
using testing::HasSubstr;

namespace session_damage_test {

bool follows_up(const Desk& desk) { return std::holds_alternative<flow::FollowUp>(desk.session->state().screen); }
bool apologises(const Desk& desk) { return std::holds_alternative<flow::Apology>(desk.session->state().screen); }

// In place, under the eyes of whoever has the file open.
void scribble(const base::Path& path) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file << std::string(std::filesystem::file_size(path), 'x');
}

}  // namespace session_damage_test

using session_damage_test::apologises;
using session_damage_test::follows_up;
using session_damage_test::scribble;

TEST(DamagedSession, ServesOnAnotherChain) {
    const Office office;
    office.enrol();
    {
        Desk desk(office);
        desk.touch_face(3);
    }
    const auto chain = app_office::enrolled_chain(office);
    const auto db = office.places.ledger() / (chain.hex().substr(0, 8) + "-0") / "ledger.db";
    std::string bytes = base::read_file(db, 64 << 20).value();
    const auto place = bytes.rfind("\"kind\":\"rating\"");
    ASSERT_NE(place, std::string::npos);
    bytes[place + 9] ^= 1;
    ASSERT_TRUE(base::write_file(db, bytes));
    Desk desk(office);
    EXPECT_EQ(flow::screen_name(desk.session->view(desk.now)), "first");
    desk.touch_face(4);
    EXPECT_TRUE(follows_up(desk));
    const auto next = app_office::enrolled_chain(office);
    EXPECT_NE(next, chain);
    EXPECT_THAT(entries(office, next).at(1).entry.body,
                HasSubstr("\"put_aside\",\"chain\":\"" + chain.hex().substr(0, 8)));
}

// Nobody reads a closed segment while people rate: an idle terminal does, now and then.
TEST(DamagedSession, IsFoundInAClosedSegmentWhileNobodyRates) {
    const Office office;
    office.enrol();
    Desk desk(office, {.segment_entries = 4});
    for (int i = 0; i < 8; ++i) {
        desk.touch_face(4);
        desk.pass(base::Millis(30'000));
    }
    const auto chain = desk.session->last_saved()->chain;
    const auto closed = office.places.ledger() / (chain.hex().substr(0, 8) + "-0");
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) scribble(closed / name);
    EXPECT_TRUE(test::eventually([&] {
        desk.pass(std::chrono::hours(25));
        return std::filesystem::exists(office.places.quarantine() / closed.filename());
    }));
    desk.touch_face(5);
    EXPECT_TRUE(follows_up(desk));
    EXPECT_NE(desk.session->last_saved()->chain, chain);
}

TEST(DamagedSession, ApologisesWhenItHappensWhileServingAndServesOnAnotherChain) {
    const Office office;
    office.enrol();
    Desk desk(office);
    desk.touch_face(4);
    const auto chain = desk.session->last_saved()->chain;
    desk.pass(base::Millis(30'000));
    const auto segment = office.places.ledger() / (chain.hex().substr(0, 8) + "-0");
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) scribble(segment / name);
    desk.touch_face(3);
    EXPECT_TRUE(apologises(desk));
    desk.pass(base::Millis(30'000));
    ASSERT_EQ(desk.session->state().service, flow::Service::open);
    desk.touch_face(5);
    EXPECT_TRUE(follows_up(desk));
    EXPECT_NE(desk.session->last_saved()->chain, chain);
    EXPECT_TRUE(std::filesystem::exists(office.places.quarantine() / segment.filename() / "ledger.db-wal"));
}

}  // namespace hailong::app
