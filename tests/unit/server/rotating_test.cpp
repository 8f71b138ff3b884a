#include "sync/server/rotating.h"

#include <gtest/gtest.h>

#include "kiosk/domain/receipt.h"
#include "sync/server/key_files.h"
#include "sync/server/reception.h"
#include "tests/support/must.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::rotating_test {

using server::Withdrawal;
using server_test::kNow;
using test::must;

class Rotating : public ::testing::Test {
protected:
    [[nodiscard]] const server::ServerPlaces& places() const { return place_.places; }
    [[nodiscard]] base::Path medium() const { return place_.places.offline(); }
    [[nodiscard]] server::Province loaded() const { return must(server::load_province(places())); }
    [[nodiscard]] std::string document() const { return must(base::read_file(places().document())); }
    [[nodiscard]] std::string signed_by(const base::Signer& key) const {
        domain::Receipt receipt;
        receipt.province = "dong-nai";
        receipt.epoch = "0123456789abcdef";
        receipt.config = "0";
        return domain::encode_receipt(receipt, key);
    }
    // What a kill just before the document was replaced leaves.
    template <class Rotate>
    void expect_survives_a_kill(const Rotate& rotate) {
        const auto before = document();
        must(rotate());
        must(base::write_file(places().document(), before));
        const auto held = server::load_province(places());
        ASSERT_TRUE(held) << held.error().what;
        EXPECT_EQ(held->keys.version, 1U);
        must(rotate());
        EXPECT_EQ(loaded().keys.version, 2U);
    }
    // Takes in all of the terminal's entries, under what the folder holds now.
    void deliver(const server_test::FakeTerminal& terminal) {
        const auto province = loaded();
        const server::Opening opening(province.intake_keys, province.comment_keys, province.dossier_key);
        server::Reception reception(*place_.archive, *place_.archive, province, opening);
        must(reception.receive({terminal.device(), "", "", false}, domain::join_batch(terminal.all()), kNow));
        reception.open_received();
    }

    server_test::ProvinceInFolder place_;
};

TEST_F(Rotating, TheNextReceiptKeySignsAndTheOneBeforeStillHolds) {
    const auto next = place_.province->keys.receipt.at(1);
    const auto keys = must(server::rotate_receipt_key(places(), medium(), Withdrawal::none));
    const auto after = loaded();
    EXPECT_EQ(after.keys, keys);
    EXPECT_EQ(keys.version, 2U);
    EXPECT_EQ(after.receipt_key.public_key(), next);
    ASSERT_EQ(keys.receipt.size(), 3U);
    EXPECT_EQ(keys.receipt[0], next);
    EXPECT_TRUE(domain::parse_receipt(signed_by(place_.province->receipt_key), keys));
    EXPECT_TRUE(domain::parse_receipt(signed_by(after.receipt_key), place_.province->keys))
        << "it was announced before";
}

TEST_F(Rotating, AMediumWithoutTheRootKeyIsNamed) {
    const auto refused = [&](const std::string& text) {
        std::filesystem::remove(medium() / "root.key");
        EXPECT_TRUE(base::write_file(medium() / "root.key", text));
        const auto rotated = server::rotate_intake_key(places(), medium());
        return !rotated && rotated.error().what.find("root.key") != std::string::npos;
    };
    const auto before = document();
    EXPECT_TRUE(refused("no base64 !\n"));
    EXPECT_TRUE(refused("AAAA"));
    EXPECT_TRUE(refused(base::to_b64(base::Signer::generate().seed().view()) + "\n"));
    std::filesystem::remove(medium() / "root.key");
    EXPECT_FALSE(server::rotate_intake_key(places(), medium()));
    EXPECT_EQ(document(), before);
}

TEST_F(Rotating, TheAnnouncedReceiptKeyMustBeThere) {
    const auto next = medium() / "receipt-next.key";
    for (const std::string& text :
         {std::string("AAAA\n"), base::to_b64(base::Signer::generate().seed().view()) + "\n"}) {
        std::filesystem::remove(next);
        ASSERT_TRUE(base::write_file(next, text));
        EXPECT_FALSE(server::rotate_receipt_key(places(), medium(), Withdrawal::none));
    }
    EXPECT_EQ(loaded().keys.version, 1U);
}

TEST_F(Rotating, ReceiptsOfEveryKeyThereEverWasHold) {
    std::vector<std::string> receipts;
    for (int i = 0; i < 4; ++i) {
        receipts.push_back(signed_by(loaded().receipt_key));
        must(server::rotate_receipt_key(places(), medium(), Withdrawal::none));
    }
    const auto keys = loaded().keys;
    EXPECT_EQ(keys.version, 5U);
    for (const auto& receipt : receipts) EXPECT_TRUE(domain::parse_receipt(receipt, keys));
}

TEST_F(Rotating, AStolenReceiptKeyHoldsNoMore) {
    const auto keys = must(server::rotate_receipt_key(places(), medium(), Withdrawal::stolen));
    EXPECT_FALSE(domain::parse_receipt(signed_by(place_.province->receipt_key), keys));
    EXPECT_TRUE(domain::parse_receipt(signed_by(loaded().receipt_key), keys));
}

TEST_F(Rotating, ListsNoMoreReceiptKeysThanTerminalsRead) {
    const auto root = must(base::Signer::from_seed(must(server::read_key_file(medium() / "root.key")).view()));
    auto keys = place_.province->keys;
    while (keys.receipt.size() < domain::kMaxListedKeys) keys.receipt.push_back(base::Signer::generate().public_key());
    const auto full = domain::encode_keys(keys, root);
    must(base::write_file(places().document(), full));
    const auto refused = server::rotate_receipt_key(places(), medium(), Withdrawal::none);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(document(), full);
    EXPECT_EQ(must(server::rotate_receipt_key(places(), medium(), Withdrawal::stolen)).receipt.size(),
              domain::kMaxListedKeys);
}

TEST_F(Rotating, AnswersToEitherIntakeKeyAreOpened) {
    server_test::FakeTerminal terminal;
    place_.admit(terminal);
    terminal.answer(server_test::rating(4, 1), place_.intake());
    const auto keys = must(server::rotate_intake_key(places(), medium()));
    EXPECT_NE(keys.intake, place_.intake());
    terminal.answer(server_test::rating(4, 2), place_.intake());
    terminal.answer(server_test::rating(4, 3), keys.intake);
    deliver(terminal);
    EXPECT_EQ(must(place_.archive->quarantined()), 0U);
    std::uint64_t counted = 0;
    for (const auto& day : must(place_.archive->day_counts({"2026-01-01", "2026-12-31"}))) counted += day.n[3];
    EXPECT_EQ(counted, 3U);
}

TEST_F(Rotating, CommentsToEitherKeyAreKeptForTheirReaders) {
    server_test::FakeTerminal terminal;
    place_.admit(terminal);
    const auto keys = must(server::rotate_comment_key(places(), medium()));
    EXPECT_TRUE(std::filesystem::exists(medium() / ("comment-" + base::key_id(keys.comment.view()) + ".key")));
    EXPECT_FALSE(loaded().intake_keys.contains(base::key_id(keys.comment.view())));
    const auto comment = [](int visit) {
        return domain::Comment{server_test::visit(visit), base::PrivateText("Xin cảm ơn")};
    };
    terminal.answer(comment(1), place_.province->keys.comment);
    terminal.answer(comment(2), keys.comment);
    deliver(terminal);
    EXPECT_EQ(must(place_.archive->quarantined()), 0U);
    EXPECT_EQ(must(place_.archive->extra_counts({"2026-01-01", "2026-12-31"})).comments, 2U);
}

TEST_F(Rotating, EachLeavesTheOldKeysOrTheNewOnes) {
    expect_survives_a_kill([&] { return server::rotate_receipt_key(places(), medium(), Withdrawal::none); });
}
TEST_F(Rotating, AWithdrawalLeavesTheOldKeysOrTheNewOnes) {
    expect_survives_a_kill([&] { return server::rotate_receipt_key(places(), medium(), Withdrawal::stolen); });
    EXPECT_FALSE(domain::parse_receipt(signed_by(place_.province->receipt_key), loaded().keys));
}
TEST_F(Rotating, AnIntakeRotationLeavesTheOldKeysOrTheNewOnes) {
    expect_survives_a_kill([&] { return server::rotate_intake_key(places(), medium()); });
}

TEST_F(Rotating, NeedsTheMediumAndChangesNothingWithoutIt) {
    std::filesystem::rename(medium(), place_.folder / "stick");
    const auto before = document();
    const auto refused = server::rotate_intake_key(places(), medium());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("root.key"), std::string::npos) << refused.error().what;
    EXPECT_EQ(document(), before);
    EXPECT_TRUE(server::rotate_receipt_key(places(), place_.folder / "stick", Withdrawal::none));
}

TEST_F(Rotating, TakesNoRootKeyOfAnotherProvince) {
    const server_test::ProvinceInFolder other;
    const auto before = document();
    const auto refused = server::rotate_receipt_key(places(), other.places.offline(), Withdrawal::none);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::environment);
    EXPECT_EQ(document(), before);
}

TEST_F(Rotating, OneAtATime) {
    const auto lock = must(base::FolderLock::take(places().keys_lock()));
    EXPECT_EQ(server::rotate_intake_key(places(), medium()).error().code, ErrorCode::busy);
}

}  // namespace hailong::rotating_test
