// Enrolment and delivery against the real server's code, and hailong-sync as a program.
#include <gtest/gtest.h>

#include "kiosk/store/ledger.h"
#include "sync/agent/store_ledger.h"
#include "sync/app/membership.h"
#include "tests/support/books.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::whole_way_test {

using sync_app_test::Enrolled;

class WholeWay : public testing::Test {
protected:
    Enrolled desk_;
    std::optional<agent::StoreLedger> ledger_;
    test::VirtualWaiter waiter_{desk_.clock};

    void SetUp() override {
        const auto identity = desk_.enrol(desk_.card());
        ASSERT_TRUE(identity) << identity.error().what;
        desk_.network.listener = "entries";
        desk_.network.certificate = identity->certificate;
        ledger_.emplace(desk_.places.ledger());
    }
    void write_chain(int ratings, domain::GenesisReason reason = domain::GenesisReason::enrolled) {
        const auto genesis = server_test::genesis_of("k25195-1", desk_.terminal.device.public_key(), reason);
        auto ledger = store::Ledger::create(desk_.places.ledger(), genesis, desk_.terminal.device);
        ASSERT_TRUE(ledger) << ledger.error().what;
        for (int i = 0; i < ratings; ++i) {
            EXPECT_TRUE(ledger->append(domain::seal_answer(server_test::rating(1 + i % 5, i), genesis.stamp,
                                                           {desk_.province.intake(), desk_.province.intake()})));
        }
    }
    void append(int ratings) {
        const auto chain = store::LedgerReader(desk_.places.ledger()).chains().value().at(0).summary.chain;
        auto ledger = store::Ledger::open(desk_.places.ledger(), chain, desk_.terminal.device);
        ASSERT_TRUE(ledger) << ledger.error().what;
        const auto stamp = server_test::stamp_at(server_test::kNow);
        for (int i = 0; i < ratings; ++i) {
            EXPECT_TRUE(ledger->append(domain::seal_answer(server_test::rating(1 + i % 5, i), stamp,
                                                           {desk_.province.intake(), desk_.province.intake()})));
        }
    }
    // The terminal's disk as it is now, to be put back later without the receipts.
    void copy_ledger() {
        std::filesystem::copy(desk_.places.ledger(), desk_.temp / "copy", std::filesystem::copy_options::recursive);
    }
    void put_copy_back() {
        std::filesystem::remove_all(desk_.places.ledger());
        std::filesystem::copy(desk_.temp / "copy", desk_.places.ledger(), std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(desk_.places.receipts());
        ASSERT_TRUE(base::make_folder(desk_.places.receipts(), 02750));
    }
    [[nodiscard]] std::optional<domain::Receipt> verdict() {
        const auto chain = store::LedgerReader(desk_.places.ledger()).chains().value().at(0).summary.chain;
        const auto text = base::read_file(desk_.places.receipts() / (chain.hex() + ".verdict"));
        if (!text) return std::nullopt;
        return domain::parse_receipt(*text, desk_.province.province->keys).value();
    }
    [[nodiscard]] agent::Round once() {
        const auto membership = sync_app::load_membership(desk_.places).value();
        agent::Agent agent({*ledger_, desk_.network, desk_.clock, waiter_, [] { return 0.5; }}, membership.self(),
                           desk_.places, {});
        return agent.once();
    }
    // Both ends hold the same (chain, seq, hash), `count` of them, none twice; read by SQLite, not by the code under
    // test.
    void expect_both_ends_hold(std::size_t count) {
        const auto ledger = test::read_ledger(desk_.places.root);
        const auto archive = test::read_archive(desk_.province.places.root);
        EXPECT_EQ(archive.rows, ledger.rows);
        EXPECT_EQ(archive.count, count);
        EXPECT_EQ(archive.rows.size(), count);
    }
};

TEST_F(WholeWay, RatingsReachTheProvinceOnce) {
    write_chain(700);
    const auto round = once();
    EXPECT_FALSE(round.problem) << round.problem->text;
    EXPECT_EQ(round.delivered, 701U);
    expect_both_ends_hold(701);
    EXPECT_FALSE(once().problem);
    expect_both_ends_hold(701);
}

TEST_F(WholeWay, LostAnswersAndLostReceiptsDoubleNothing) {
    write_chain(30);
    for (int i = 0; i < 6; ++i) {
        desk_.network.spoil = [i](agent::Exchange& exchange) {
            if (i % 2 == 0) exchange = tl::unexpected(agent::Failure{agent::Fault::broken, "cut"});
        };
        (void)once();
        std::filesystem::remove_all(desk_.places.receipts());
        ASSERT_TRUE(base::make_folder(desk_.places.receipts(), 02750));
    }
    EXPECT_FALSE(once().problem);
    expect_both_ends_hold(31);
}

TEST_F(WholeWay, ARehearsalTravelsLikeAnyChain) {
    write_chain(30, domain::GenesisReason::rehearsal);
    const auto round = once();
    EXPECT_FALSE(round.problem);
    EXPECT_EQ(round.delivered, 31U);
    expect_both_ends_hold(31);
}

TEST_F(WholeWay, AnOldDiskPutBackIsTold) {
    write_chain(20);
    copy_ledger();
    append(15);
    EXPECT_FALSE(once().problem);
    put_copy_back();
    const auto round = once();
    ASSERT_TRUE(round.problem);
    EXPECT_EQ(round.problem->word, "behind") << round.problem->text;
    ASSERT_TRUE(verdict());
    EXPECT_EQ(verdict()->at_seq, domain::Seq(35));
}

TEST_F(WholeWay, AnOldDiskThatWentOnIsAForkWhereverItEnds) {
    for (const int more : {5, 15, 40, 700}) {
        SCOPED_TRACE(more);
        std::filesystem::remove_all(desk_.places.ledger());
        ASSERT_TRUE(base::make_folder(desk_.places.ledger(), 02750));
        std::filesystem::remove_all(desk_.temp / "copy");
        write_chain(20);
        copy_ledger();
        append(15);
        EXPECT_FALSE(once().problem);
        put_copy_back();
        append(more);
        const auto round = once();
        ASSERT_TRUE(round.problem);
        EXPECT_EQ(round.problem->word, "fork") << round.problem->text;
        ASSERT_TRUE(verdict());
        EXPECT_EQ(verdict()->verdict, domain::Verdict::fork);
    }
}

TEST_F(WholeWay, ARevokedOrUnknownCertificateIsTold) {
    write_chain(3);
    desk_.network.certificate.clear();
    const auto round = once();
    ASSERT_TRUE(round.problem);
    EXPECT_EQ(round.problem->word, "refused_terminal");
    EXPECT_EQ(round.pending, 4U);
}

TEST_F(WholeWay, AnotherTerminalsKeyCannotSpeakForUs) {
    write_chain(3);
    Enrolled other;
    const auto card = desk_.card("k25195-2");
    desk_.network.listener = "enrol";
    const auto identity =
        sync_app::enrol(card, other.places, {desk_.network, other.clock, other.terminal, std::chrono::seconds(5)});
    ASSERT_TRUE(identity) << identity.error().what;
    desk_.network.listener = "entries";
    desk_.network.certificate = identity->certificate;
    EXPECT_TRUE(once().problem);
    EXPECT_EQ(test::read_archive(desk_.province.places.root).count, 0U);
}

}  // namespace hailong::whole_way_test
