#include "sync/server/province.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kiosk/domain/signed_text.h"
#include "sync/server/key_files.h"
#include "tests/support/json_damage.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::province_test {

using server_test::kNow;

mode_t mode_of(const base::Path& path) {
    struct stat found{};
    return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

server::ProvinceSettings good_settings() {
    return {"dong-nai", "Đồng Nai", "localhost", "https://localhost:1", "https://localhost:2"};
}

class Province : public ::testing::Test {
protected:
    server_test::ProvinceInFolder place_;
};

TEST_F(Province, KeysAreForTheirOwnerOnly) {
    EXPECT_EQ(mode_of(place_.places.receipt_key()), 0400U);
    EXPECT_EQ(mode_of(place_.places.intake_key()), 0400U);
    EXPECT_EQ(mode_of(place_.places.staff_key()), 0400U);
    EXPECT_EQ(mode_of(place_.places.offline() / "root.key"), 0400U);
    EXPECT_EQ(mode_of(place_.places.offline() / "comment.key"), 0400U);
    EXPECT_EQ(mode_of(place_.places.server_key()), 0600U);
    EXPECT_EQ(mode_of(place_.places.ca_key()), 0600U);
    EXPECT_EQ(mode_of(place_.places.archive()), 0600U);
}

TEST_F(Province, FoldersOfKeysAreClosed) {
    EXPECT_EQ(mode_of(place_.places.offline()), 0700U);
    EXPECT_EQ(mode_of(place_.places.codes()), 0700U);
    EXPECT_EQ(mode_of(place_.places.receipt_key().parent_path()), 0700U);
}

TEST_F(Province, GetsItsStaffKeyOnceWhereItHasNone) {
    std::filesystem::remove(place_.places.staff_key());
    EXPECT_EQ(server::load_province(place_.places)->staff_master.size(), 0U);
    ASSERT_TRUE(server::make_staff_master(place_.places));
    const auto made = server::load_province(place_.places);
    EXPECT_EQ(made->staff_master.size(), 32U);
    ASSERT_TRUE(server::make_staff_master(place_.places));
    EXPECT_EQ(server::load_province(place_.places)->staff_master.view(), made->staff_master.view());
}

TEST_F(Province, IsNeverOverwritten) {
    const auto before = base::read_file(place_.places.document());
    const auto again = server::init_province(place_.places, good_settings(), kNow);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_EQ(*base::read_file(place_.places.document()), *before);
}

TEST_F(Province, HalfOfOneIsNotOverwrittenEither) {
    std::filesystem::remove(place_.places.settings());
    EXPECT_EQ(server::init_province(place_.places, good_settings(), kNow).error().code, ErrorCode::conflict);
}

TEST_F(Province, ItsKeysDocumentIsSignedByTheRoot) {
    const auto keys = domain::parse_keys(place_.province->keys_text, domain::fingerprint(place_.province->keys.root));
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->version, 1U);
    EXPECT_EQ(keys->receipt.size(), 2U);
    EXPECT_EQ(keys->receipt[0], place_.province->receipt_key.public_key());
    EXPECT_TRUE(place_.province->intake_keys.contains(base::key_id(keys->intake.view())));
}

TEST_F(Province, ADamagedKeysDocumentIsNotLoaded) {
    auto text = *base::read_file(place_.places.document());
    text.replace(text.find("dong-nai"), 8, "dong-nau");
    ASSERT_TRUE(base::write_file(place_.places.document(), text));
    EXPECT_EQ(server::load_province(place_.places).error().code, ErrorCode::crypto);
}

std::string key_text(const base::Secret& key) { return base::to_b64(key.view()) + "\n"; }

TEST_F(Province, DoesNotServeWithAReceiptKeyThatTerminalsWouldRefuse) {
    ASSERT_TRUE(base::write_file(place_.places.receipt_key(), key_text(base::Signer::generate().seed()), 0400));
    const auto loaded = server::load_province(place_.places);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().what.find("receipt.key"), std::string::npos) << loaded.error().what;
}

TEST_F(Province, ServesWithTheNextReceiptKeyOfTheDocument) {
    const auto next = base::read_file(place_.places.offline() / "receipt-next.key");
    ASSERT_TRUE(base::write_file(place_.places.receipt_key(), *next, 0400));
    EXPECT_TRUE(server::load_province(place_.places));
}

TEST_F(Province, DoesNotServeWithAnotherIntakeKeyThanTheDocuments) {
    ASSERT_TRUE(base::write_file(place_.places.intake_key(), key_text(base::Opener::generate().secret()), 0400));
    const auto loaded = server::load_province(place_.places);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().what.find("intake.key"), std::string::npos) << loaded.error().what;
}

TEST_F(Province, KeepsOlderIntakeKeys) {
    const auto old = base::Opener::generate();
    const auto file = place_.places.intake_key().parent_path() / "intake-2025.key";
    ASSERT_TRUE(base::write_file(file, key_text(old.secret()), 0400));
    const auto loaded = server::load_province(place_.places);
    ASSERT_TRUE(loaded) << loaded.error().what;
    EXPECT_EQ(loaded->intake_keys.size(), 2U);
    EXPECT_TRUE(loaded->intake_keys.contains(old.key_id()));
}

TEST_F(Province, AKeyForDossierCodesIsMadeOnceAndOnlyTheServerReadsIt) {
    EXPECT_EQ(mode_of(place_.places.dossier_key()), 0400U);
    const std::string before(place_.province->dossier_key.view());
    EXPECT_EQ(server::load_province(place_.places)->dossier_key.view(), before);
    ASSERT_TRUE(std::filesystem::remove(place_.places.dossier_key()));  // a province of before
    EXPECT_EQ(server::load_province(place_.places)->dossier_key.size(), 32U);
}

TEST_F(Province, AnEmptyFolderSaysWhatToRun) {
    const server::ServerPlaces empty{place_.folder / "empty"};
    const auto loaded = server::load_province(empty);
    EXPECT_NE(loaded.error().what.find("hailong-server init"), std::string::npos);
}

TEST(ProvinceSettings, MustBeAShortNameAndHttps) {
    const test::TempFolder folder;
    const server::ServerPlaces places{folder / "p"};
    auto settings = good_settings();
    settings.id = "Đồng Nai";
    EXPECT_EQ(server::init_province(places, settings, kNow).error().code, ErrorCode::bad_input);
    settings = good_settings();
    settings.sync_url = "http://localhost";
    EXPECT_EQ(server::init_province(places, settings, kNow).error().code, ErrorCode::bad_input);
    settings = good_settings();
    settings.authority = "";
    EXPECT_EQ(server::init_province(places, settings, kNow).error().code, ErrorCode::bad_input);
    for (const char* host : {"", "localhost:8443", "two hosts"}) {
        settings = good_settings();
        settings.host = host;
        EXPECT_EQ(server::init_province(places, settings, kNow).error().code, ErrorCode::bad_input) << host;
    }
    EXPECT_FALSE(std::filesystem::exists(places.root));
}

TEST_F(Province, ACodeNeedsAUnitAndAnOffice) {
    const auto order = [&](const server::Terminal& terminal) {
        return server::order_code(place_.places, *place_.province, {terminal, kNow}).has_value();
    };
    EXPECT_FALSE(order({"k1", "2519", "Phường", false}));
    EXPECT_FALSE(order({"k1", "25195", "", false}));
    EXPECT_FALSE(order({"K 1", "25195", "Phường", false}));
    EXPECT_TRUE(order({"k1", "25195", "Phường", false}));
}

TEST_F(Province, DamagedSettingsAreNotLoaded) {
    const auto sound = base::read_file(place_.places.settings()).value();
    for (const auto& damaged : test::with_one_damaged_value(sound)) {
        if (damaged.name == "v" || damaged.text.find("\"?\"") != std::string::npos) continue;
        ASSERT_TRUE(base::write_file(place_.places.settings(), damaged.text));
        EXPECT_FALSE(server::load_province(place_.places)) << damaged.text;
        EXPECT_FALSE(server::renew_server_certificate(place_.places, kNow)) << damaged.text;
    }
    ASSERT_TRUE(base::write_file(place_.places.settings(), "not JSON"));
    EXPECT_FALSE(server::load_province(place_.places));
}

TEST_F(Province, ADamagedCodeIsNotTakenUp) {
    const auto card = server::order_code(place_.places, *place_.province, {{"k1", "25195", "Phường", false}, kNow});
    const auto file = place_.places.codes() / (card->code + ".json");
    const auto sound = base::read_file(file).value();
    EXPECT_TRUE(server::read_code(place_.places, card->code));
    for (const auto& damaged : test::with_one_damaged_value(sound)) {
        const bool is_free =
            damaged.name == "code" || damaged.name == "device" || damaged.name == "unit" || damaged.name == "office";
        if (damaged.name == "v" || (is_free && damaged.text.find("\"?\"") != std::string::npos)) continue;
        ASSERT_TRUE(base::write_file(file, damaged.text));
        EXPECT_FALSE(server::read_code(place_.places, card->code)) << damaged.text;
    }
    ASSERT_TRUE(base::write_file(file, "not JSON"));
    EXPECT_FALSE(server::read_code(place_.places, card->code));
    EXPECT_TRUE(server::remove_code(place_.places, card->code));
    EXPECT_TRUE(server::remove_code(place_.places, card->code)) << "gone is gone";
}

TEST_F(Province, KeysOfTheWrongLengthAreNamed) {
    const auto named = [&](const base::Path& file) {
        const auto sound = base::read_file(file).value();
        std::filesystem::remove(file);
        EXPECT_TRUE(base::write_file(file, "AAAA\n"));
        const auto loaded = server::load_province(place_.places);
        std::filesystem::remove(file);
        EXPECT_TRUE(base::write_file(file, sound));
        return !loaded && loaded.error().what.find(file.filename().string()) != std::string::npos;
    };
    EXPECT_TRUE(named(place_.places.staff_key()));
    EXPECT_TRUE(named(place_.places.dossier_key()));
    EXPECT_TRUE(named(place_.places.receipt_key()));
    EXPECT_TRUE(named(place_.places.intake_key()));
    EXPECT_TRUE(named(place_.places.ca_key()));
    EXPECT_TRUE(named(place_.places.ca_certificate()));
    EXPECT_TRUE(named(place_.places.document()));
    EXPECT_TRUE(server::load_province(place_.places));
}

TEST_F(Province, ADamagedEarlierKeysDocumentIsNamed) {
    auto keys = place_.province->keys;
    keys.version = 3;
    const auto seed = server::read_key_file(place_.places.offline() / "root.key");
    const auto root = base::Signer::from_seed(seed->view());
    ASSERT_TRUE(base::write_file(place_.places.document(), domain::encode_keys(keys, root.value())));
    EXPECT_TRUE(server::load_province(place_.places)) << "documents before it may have been made by an older program";
    ASSERT_TRUE(base::write_file(place_.places.document_of(2), "not signed\n"));
    const auto loaded = server::load_province(place_.places);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().what.find("an earlier keys document"), std::string::npos) << loaded.error().what;
}

TEST_F(Province, AnArchiveOfAnotherVersionIsLeftAlone) {
    const auto file = place_.places.archive();
    EXPECT_EQ(server::SqliteArchive::create(file, "00").error().code, ErrorCode::conflict);
    place_.archive.reset();
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    for (const auto& opened : {server::SqliteArchive::open(file), server::SqliteArchive::open_read_only(file)}) {
        ASSERT_FALSE(opened);
        EXPECT_NE(opened.error().what.find("another version"), std::string::npos) << opened.error().what;
    }
}

TEST_F(Province, AnOrderOfRevocationNamesADevice) {
    EXPECT_EQ(server::order_revocation(place_.places, "../k1").error().code, ErrorCode::bad_input);
    ASSERT_TRUE(server::order_revocation(place_.places, "k-unknown"));
    ASSERT_TRUE(base::write_file(place_.places.revocations() / "K1.new", ""));
    EXPECT_TRUE(server::take_up_revocations(place_.places, *place_.archive)) << "nobody of that name: nothing to do";
    EXPECT_FALSE(std::filesystem::exists(place_.places.revocations() / "k-unknown"));
    std::filesystem::remove_all(place_.places.revocations());
    EXPECT_TRUE(server::take_up_revocations(place_.places, *place_.archive)) << "a province of before has none";
    ASSERT_TRUE(base::write_file(place_.places.revocations(), "a file"));
    EXPECT_FALSE(server::take_up_revocations(place_.places, *place_.archive));
}

TEST(Certificates, ARequestOfAnotherKindOfKeyIsRefused) {
    EXPECT_FALSE(
        server::read_request("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"));
    EXPECT_FALSE(server::read_request(std::string(10'000, 'x')));
}

TEST(Certificates, ARequestThatWasChangedIsRefused) {
    const server_test::TlsClient one;
    auto pem = one.csr();
    const auto at = pem.find('\n') + 40;
    pem[at] = pem[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(server::read_request(pem));
}

TEST(Certificates, PercentCodesAreUndone) {
    EXPECT_EQ(*server::unescape("a%20b%0A%2B"), "a b\n+");
    EXPECT_FALSE(server::unescape("a%2"));
    EXPECT_FALSE(server::unescape("%zz"));
}

}  // namespace hailong::province_test
