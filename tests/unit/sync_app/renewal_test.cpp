#include "sync/app/renewal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sync/app/renewer.h"
#include "sync/transport/tls_identity.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::renewal_test {

using sync_app_test::Enrolled;
using namespace std::chrono_literals;

class Renewal : public testing::Test {
protected:
    void SetUp() override {
        const auto identity = desk_.enrol(desk_.card());
        ASSERT_TRUE(identity) << identity.error().what;
        membership_ = sync_app::load_membership(desk_.places).value();
        desk_.network.listener = "entries";
    }
    [[nodiscard]] std::string pair() const { return base::read_file(desk_.places.tls_pair()).value(); }
    // Speaks with the certificate in this file, as nginx would pass it on.
    [[nodiscard]] Status prove(const base::Path& file) {
        desk_.network.certificate = base::read_file(file).value();
        auto proven = sync_app::prove_by(desk_.network, membership_);
        desk_.network.certificate.clear();
        return proven;
    }
    [[nodiscard]] sync_app::RenewWorld world() {
        return {{desk_.network, desk_.clock, desk_.terminal, 5s},
                [this](const base::Path& file) { return prove(file); }};
    }
    [[nodiscard]] Status renew() { return sync_app::renew(membership_, desk_.places, world()); }

    Enrolled desk_;
    sync_app::Membership membership_;
};

TEST_F(Renewal, PutsANewPairInThePlaceOfTheOld) {
    const auto old_pair = pair();
    const auto done = renew();
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_NE(pair(), old_pair);
    struct stat found{};
    ASSERT_EQ(stat(desk_.places.tls_pair().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0600U);
    EXPECT_TRUE(prove(desk_.places.tls_pair()));
    EXPECT_FALSE(sync_app::has_unproven_pair(desk_.places));
    EXPECT_FALSE(std::filesystem::exists(sync_app::renewal_key_file(desk_.places)));
    EXPECT_FALSE(std::filesystem::exists(desk_.places.enrol_request()));
}

TEST_F(Renewal, TheOldPairStaysUntilAnAnswerHasProvenTheNew) {
    const auto old_pair = pair();
    auto cut = world();
    cut.prove = [](const base::Path&) -> Status { return fail(ErrorCode::network, "cut"); };
    EXPECT_FALSE(sync_app::renew(membership_, desk_.places, cut));
    EXPECT_EQ(pair(), old_pair);
    EXPECT_TRUE(prove(desk_.places.tls_pair()));
    EXPECT_TRUE(sync_app::has_unproven_pair(desk_.places));
    desk_.terminal.is_running = false;
    ASSERT_TRUE(renew()) << "the pair is there: nothing has to be signed again";
    EXPECT_NE(pair(), old_pair);
}

TEST_F(Renewal, ALostAnswerIsAskedForAgainWithTheSameKey) {
    desk_.network.spoil = [](agent::Exchange& exchange) {
        if (exchange->body.find("certificate") != std::string::npos) {
            exchange = tl::unexpected(agent::Failure{agent::Fault::broken, "cut"});
        }
    };
    EXPECT_FALSE(renew());
    const auto key = base::read_file(sync_app::renewal_key_file(desk_.places)).value();
    desk_.network.spoil = nullptr;
    ASSERT_TRUE(renew());
    EXPECT_NE(pair().find(key), std::string::npos);
}

TEST_F(Renewal, AnUnprovenPairThatIsRefusedMakesRoomForANewOne) {
    ASSERT_TRUE(base::write_file(sync_app::unproven_pair_file(desk_.places), "garbage"));
    ASSERT_TRUE(renew());
    EXPECT_TRUE(prove(desk_.places.tls_pair()));
}

TEST_F(Renewal, TakesOverTheCasOfTheAnswer) {
    ASSERT_TRUE(base::write_file(sync_app::ca_file(desk_.places), "an old bundle"));
    ASSERT_TRUE(renew());
    EXPECT_EQ(base::read_file(sync_app::ca_file(desk_.places)).value(), desk_.province.province->ca.certificate);
}

TEST_F(Renewal, AnImpostorIsNotBelieved) {
    const auto old_pair = pair();
    const auto cas = base::read_file(sync_app::ca_file(desk_.places)).value();
    const auto stranger = base::Signer::generate();
    desk_.network.spoil = [&](agent::Exchange& exchange) {
        const auto parts = domain::split_signed(exchange->body);
        if (parts) exchange->body = domain::sign_text(parts->line, stranger, base::Context::renew);
    };
    const auto done = renew();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::crypto) << done.error().what;
    EXPECT_EQ(pair(), old_pair);
    EXPECT_EQ(base::read_file(sync_app::ca_file(desk_.places)).value(), cas);
}

TEST_F(Renewal, AnOlderAnswerIsNotBelieved) {
    std::string older;
    desk_.network.spoil = [&](agent::Exchange& exchange) {
        if (domain::split_signed(exchange->body) && older.empty()) older = exchange->body;
    };
    ASSERT_TRUE(renew());
    desk_.network.spoil = [&](agent::Exchange& exchange) {
        if (domain::split_signed(exchange->body)) exchange->body = older;
    };
    desk_.network.now += 1s;
    const auto done = renew();
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().what.find("another question"), std::string::npos) << done.error().what;
}

TEST_F(Renewal, ARevokedTerminalIsToldSo) {
    ASSERT_TRUE(desk_.province.archive->revoke("k25195-1"));
    const auto done = renew();
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().what.find("revoked this terminal"), std::string::npos) << done.error().what;
}

class Renewer : public Renewal {
protected:
    [[nodiscard]] sync_app::Renewer make() {
        return {membership_, desk_.places, {world(), [this]() -> Status {
                                                ++reconnects_;
                                                return {};
                                            }}};
    }
    [[nodiscard]] transport::Life life() const { return transport::certificate_life(pair()).value(); }
    [[nodiscard]] base::MonoTime mono() const { return desk_.clock.now().mono; }
    int reconnects_ = 0;
};

TEST_F(Renewer, RenewsAtTwoThirdsByTheProvincesTime) {
    auto renewer = make();
    const auto old_life = life();
    const auto due = old_life.from + (old_life.until - old_life.from) * 2 / 3;
    EXPECT_EQ(renewer.certificate_until(), old_life.until);
    EXPECT_FALSE(renewer.tend({due - 1h, false}, mono()));
    EXPECT_FALSE(renewer.tend({std::nullopt, false}, mono())) << "no answer, no time";
    EXPECT_EQ(reconnects_, 0);
    desk_.network.now = due;
    EXPECT_TRUE(renewer.tend({due, false}, mono()));
    EXPECT_EQ(reconnects_, 1);
    EXPECT_GT(renewer.certificate_until(), old_life.until);
}

TEST_F(Renewer, TriesWhatFailedOnceAnHour) {
    auto renewer = make();
    desk_.terminal.is_running = false;
    EXPECT_FALSE(renewer.tend({std::nullopt, true}, mono()));
    ASSERT_TRUE(renewer.failure());
    EXPECT_NE(renewer.failure()->find("did not sign"), std::string::npos);
    const int asked = desk_.network.requests;
    EXPECT_FALSE(renewer.tend({std::nullopt, true}, mono() + 10min));
    EXPECT_EQ(desk_.network.requests, asked);
    desk_.terminal.is_running = true;
    EXPECT_TRUE(renewer.tend({std::nullopt, true}, mono() + 61min));
    EXPECT_FALSE(renewer.failure());
}

TEST_F(Renewer, ForgetsItsFailureWhenNothingIsDueAnyMore) {
    auto renewer = make();
    desk_.terminal.is_running = false;
    EXPECT_FALSE(renewer.tend({std::nullopt, true}, mono()));
    EXPECT_TRUE(renewer.failure());
    EXPECT_FALSE(renewer.tend({life().from + 1h, false}, mono()));
    EXPECT_FALSE(renewer.failure());
}

}  // namespace hailong::renewal_test
