#include "sync/app/enrol.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sync/app/commands.h"
#include "sync/app/membership.h"
#include "sync/transport/tls_identity.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::enrol_test {

using sync_app_test::Enrolled;

class Enrolment : public testing::Test {
protected:
    Enrolled desk_;
    [[nodiscard]] std::string refusal(const domain::EnrolmentCard& card) {
        const auto identity = desk_.enrol(card);
        return identity ? "accepted" : identity.error().what;
    }
    [[nodiscard]] unsigned mode_of(const base::Path& path) const {
        struct stat found{};
        return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
    }
    static domain::EnrolmentCard changed(const domain::EnrolmentCard& card, std::string_view code,
                                         std::string_view secret) {
        return {card.url, std::string(code), base::Secret(secret), card.root};
    }
};

TEST_F(Enrolment, EndsWithAnIdentityThatLoads) {
    const auto card = desk_.card();
    const auto identity = desk_.enrol(card);
    ASSERT_TRUE(identity) << identity.error().what;
    EXPECT_EQ(identity->device, "k25195-1");
    const auto membership = sync_app::load_membership(desk_.places);
    ASSERT_TRUE(membership) << membership.error().what;
    EXPECT_EQ(membership->identity, *identity);
    EXPECT_EQ(membership->keys, desk_.province.province->keys);
}

TEST_F(Enrolment, TheTlsKeyIsTheAgentsAlone) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    EXPECT_EQ(mode_of(desk_.places.tls_pair()), 0600U);
    EXPECT_EQ(mode_of(desk_.places.identity()), 0640U);
    EXPECT_EQ(mode_of(desk_.places.sync()), 02750U);
    EXPECT_EQ(mode_of(desk_.places.receipts()), 02750U);
}

TEST_F(Enrolment, LeavesNoRequestBehind) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    EXPECT_FALSE(std::filesystem::exists(desk_.places.enrol_request()));
}

TEST_F(Enrolment, LeavesNoSecretInTheFolder) {
    const auto card = desk_.card();
    ASSERT_TRUE(desk_.enrol(card));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(desk_.places.root)) {
        if (!entry.is_regular_file()) continue;
        EXPECT_EQ(base::read_file(entry.path())->find(base::to_b64(card.secret.view())), std::string::npos);
    }
}

TEST_F(Enrolment, ARepeatedRunFindsTheIdentity) {
    const auto card = desk_.card();
    EXPECT_FALSE(sync_app::enrolled_already(card, desk_.places));
    const auto identity = desk_.enrol(card);
    EXPECT_EQ(sync_app::enrolled_already(card, desk_.places), *identity);
}

TEST_F(Enrolment, AnotherCardEnrolsAnewWithAnotherKey) {
    const auto first = desk_.card();
    ASSERT_TRUE(desk_.enrol(first));
    const auto old_key = base::read_file(desk_.places.tls_pair()).value();
    const auto second = desk_.card();
    EXPECT_FALSE(sync_app::enrolled_already(second, desk_.places));
    const auto identity = desk_.enrol(second);
    ASSERT_TRUE(identity) << identity.error().what;
    EXPECT_NE(base::read_file(desk_.places.tls_pair()).value(), old_key) << "the old one may have been revoked";
    EXPECT_EQ(sync_app::load_membership(desk_.places)->identity, *identity);
    EXPECT_EQ(sync_app::enrolled_already(second, desk_.places), *identity);
    EXPECT_FALSE(sync_app::enrolled_already(first, desk_.places));
}

TEST_F(Enrolment, AnIdentityStaysWholeUntilTheNextCardIsAnswered) {
    const auto first = desk_.card();
    const auto identity = desk_.enrol(first);
    ASSERT_TRUE(identity);
    const auto key = base::read_file(desk_.places.tls_pair()).value();
    desk_.terminal.is_running = false;
    EXPECT_FALSE(desk_.enrol(desk_.card()));
    EXPECT_EQ(sync_app::load_membership(desk_.places)->identity, *identity);
    EXPECT_EQ(base::read_file(desk_.places.tls_pair()).value(), key);
}

TEST_F(Enrolment, AKeyOfAnUnfinishedEnrolmentServesItsOwnCardOnly) {
    desk_.terminal.is_running = false;
    EXPECT_FALSE(desk_.enrol(desk_.card()));
    const auto unfinished = base::read_file(sync_app::pending_key_file(desk_.places)).value();
    desk_.terminal.is_running = true;
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    EXPECT_NE(base::read_file(desk_.places.tls_pair()).value(), unfinished);
    EXPECT_FALSE(std::filesystem::exists(sync_app::pending_key_file(desk_.places)));
}

TEST_F(Enrolment, APowerCutAroundTheLastStepIsHealed) {
    const auto card = desk_.card();
    const auto identity = desk_.enrol(card);
    ASSERT_TRUE(identity);
    ASSERT_TRUE(base::write_file(sync_app::pending_code_file(desk_.places), card.code));
    EXPECT_TRUE(sync_app::enrolled_already(card, desk_.places)) << "all is there, only the leftovers are";
    std::filesystem::remove(sync_app::card_code_file(desk_.places));
    EXPECT_FALSE(sync_app::enrolled_already(card, desk_.places)) << "the last step is missing";
}

TEST_F(Enrolment, OneProgramAtATimeWorksInAFolder) {
    ASSERT_TRUE(sync_app::make_folders(desk_.places));
    const auto lock = sync_app::lock_folder(desk_.places);
    ASSERT_TRUE(lock);
    const auto card_file = desk_.temp / "card.json";
    ASSERT_TRUE(base::write_file(card_file, domain::encode_card(desk_.card())));
    sync_app::Settings settings;
    settings.places = desk_.places;
    EXPECT_NE(sync_app::enrol_with(settings, card_file, std::chrono::seconds(0)), 0);
    EXPECT_FALSE(std::filesystem::exists(sync_app::pending_key_file(desk_.places))) << "nothing was begun";
}

TEST_F(Enrolment, ALostAnswerIsAskedForAgainWithTheSameKeys) {
    const auto card = desk_.card();
    desk_.network.spoil = [](agent::Exchange& exchange) {
        if (exchange->body.find("certificate") != std::string::npos) {
            exchange = tl::unexpected(agent::Failure{agent::Fault::broken, "cut"});
        }
    };
    EXPECT_FALSE(desk_.enrol(card));
    EXPECT_FALSE(std::filesystem::exists(desk_.places.identity()));
    desk_.network.spoil = nullptr;
    const auto identity = desk_.enrol(card);
    EXPECT_TRUE(identity) << identity.error().what;
}

TEST_F(Enrolment, TwoTerminalsCannotShareACard) {
    const auto card = desk_.card();
    ASSERT_TRUE(desk_.enrol(card));
    Enrolled second;
    const auto identity =
        sync_app::enrol(card, second.places, {desk_.network, second.clock, second.terminal, std::chrono::seconds(5)});
    ASSERT_FALSE(identity);
    EXPECT_NE(identity.error().what.find("another terminal"), std::string::npos) << identity.error().what;
}

TEST_F(Enrolment, AnUnknownCodeSaysSo) {
    EXPECT_NE(refusal(changed(desk_.card(), "0011223344556677", "0123456789")).find("never issued"), std::string::npos);
}

TEST_F(Enrolment, AWrongSecretSaysSo) {
    const auto card = desk_.card();
    EXPECT_NE(refusal(changed(card, card.code, "0123456789")).find("secret is wrong"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(desk_.places.identity()));
}

TEST_F(Enrolment, TenFailuresVoidTheCard) {
    const auto card = desk_.card();
    for (int i = 0; i < 10; ++i) (void)refusal(changed(card, card.code, "0123456789"));
    EXPECT_NE(refusal(card).find("void"), std::string::npos);
}

TEST_F(Enrolment, AnExpiredCardSaysSo) {
    const auto card = desk_.card();
    desk_.network.now += std::chrono::days(30);
    EXPECT_NE(refusal(card).find("expired"), std::string::npos);
}

TEST_F(Enrolment, WithoutTheTerminalsSignatureItSaysWhatToDo) {
    desk_.terminal.is_running = false;
    EXPECT_NE(refusal(desk_.card()).find("enrol-proof"), std::string::npos);
}

TEST_F(Enrolment, AnOlderAnswerOfTheTerminalIsNotUsed) {
    const auto card = desk_.card();
    const domain::EnrolChallenge old{card.code, base::sha256("old"), base::random_token()};
    std::filesystem::create_directories(desk_.places.enrol_answer().parent_path());
    ASSERT_TRUE(
        base::write_file(desk_.places.enrol_answer(), domain::encode_proof(domain::prove(old, desk_.terminal.device))));
    EXPECT_TRUE(desk_.enrol(card));
}

TEST_F(Enrolment, AnImpostorsIdentityIsRefusedByTheCardsFingerprint) {
    server_test::ProvinceInFolder impostor;
    auto card = desk_.card();
    card.root = domain::fingerprint(impostor.province->keys.root);
    EXPECT_NE(refusal(card).find("not from the province on the card"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(desk_.places.identity()));
}

TEST_F(Enrolment, APortalSaysSo) {
    desk_.network.spoil = [](agent::Exchange& exchange) { exchange = agent::Reply{302, "text/html", "<html>", {}}; };
    EXPECT_NE(refusal(desk_.card()).find("login page"), std::string::npos);
}

TEST_F(Enrolment, APageInPlaceOfANonceSaysSo) {
    desk_.network.spoil = [](agent::Exchange& exchange) { exchange = agent::Reply{200, "text/html", "<html>", {}}; };
    EXPECT_NE(refusal(desk_.card()).find("not the province's"), std::string::npos);
}

TEST(Membership, WithoutAnIdentityTheTerminalIsNotEnrolled) {
    const test::TempFolder temp;
    const auto membership = sync_app::load_membership({temp.path()});
    ASSERT_FALSE(membership);
    EXPECT_EQ(membership.error().code, ErrorCode::not_enrolled);
}

TEST_F(Enrolment, AnEditedIdentityIsRefused) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    std::string text = base::read_file(desk_.places.identity()).value();
    text.replace(text.find("\"unit\":\"25195\""), 14, "\"unit\":\"25196\"");
    ASSERT_TRUE(base::write_file(desk_.places.identity(), text));
    const auto membership = sync_app::load_membership(desk_.places);
    ASSERT_FALSE(membership);
    EXPECT_EQ(membership.error().code, ErrorCode::crypto);
}

TEST_F(Enrolment, AnIdentityThatIsNoneIsNamed) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    const auto refused = [&](const std::string& text) {
        EXPECT_TRUE(base::write_file(desk_.places.identity(), text));
        const auto membership = sync_app::load_membership(desk_.places);
        return !membership && membership.error().what.find("identity.json") != std::string::npos;
    };
    const std::string signature = "\n" + std::string(86, 'A') + "\n";
    EXPECT_TRUE(refused("one line"));
    EXPECT_TRUE(refused("no JSON" + signature));
    EXPECT_TRUE(refused("{}" + signature));
    EXPECT_TRUE(refused(R"({"keys":"one line"})" + signature));
    EXPECT_TRUE(refused(R"({"keys":"no JSON\n)" + std::string(86, 'A') + R"(\n"})" + signature));
    EXPECT_TRUE(refused(R"({"keys":"{}\n)" + std::string(86, 'A') + R"(\n"})" + signature));
}

TEST_F(Enrolment, EveryRefusalOfTheProvinceIsToldInWords) {
    using protocol::Refusal;
    for (const auto why : {Refusal::bad_request, Refusal::unknown_code, Refusal::used_code, Refusal::expired_code,
                           Refusal::void_code, Refusal::wrong_nonce, Refusal::wrong_proof, Refusal::unknown_device}) {
        desk_.network.spoil = [why](agent::Exchange& exchange) {
            exchange = agent::Reply{
                protocol::status_of(why), std::string(protocol::kJsonType), protocol::encode_refusal(why), {}};
        };
        EXPECT_GT(refusal(desk_.card()).size(), 20U) << protocol::name_of(why);
    }
}

TEST_F(Enrolment, GarbledKeysFallBackToTheIdentitysOwn) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    ASSERT_TRUE(base::write_file(desk_.places.keys(), "garbage"));
    EXPECT_EQ(sync_app::load_membership(desk_.places)->keys.version, 1U);
}

TEST_F(Enrolment, TheTimeFloorRisesWithSignedTimesButNotFar) {
    ASSERT_TRUE(desk_.enrol(desk_.card()));
    const auto& keys = desk_.province.province->keys;
    const auto built = sync_app::time_floor(desk_.places, keys);
    domain::Receipt receipt;
    receipt.province = keys.province;
    receipt.epoch = "0123456789abcdef";
    receipt.device = "k25195-1";
    receipt.config = "0";
    const auto keep = [&](const char* chain, base::WallTime now) {
        receipt.chain = base::sha256(chain);
        receipt.now = now;
        ASSERT_TRUE(base::write_file(desk_.places.receipts() / receipt.chain->hex(),
                                     encode_receipt(receipt, desk_.province.province->receipt_key)));
    };
    keep("soon", built + std::chrono::days(10));
    EXPECT_EQ(sync_app::time_floor(desk_.places, keys), built + std::chrono::days(10));
    keep("far", built + std::chrono::days(4000));
    EXPECT_EQ(sync_app::time_floor(desk_.places, keys), built + std::chrono::days(10));
}

}  // namespace hailong::enrol_test
