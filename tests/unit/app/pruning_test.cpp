#include "kiosk/app/pruning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/serving_chain.h"
#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/verify.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;
using app_office::stamp;
using testing::IsEmpty;
using testing::SizeIs;

namespace pruning_test {

constexpr const char* kEpoch = "0123456789abcdef";
constexpr const char* kOtherEpoch = "fedcba9876543210";

base::WallTime day(int number) { return stamp().at + std::chrono::days(number); }

// Segments 0–1, 2–3, 4–5 of a chain that goes on.
std::vector<ClosedSegment> chain() { return {{{"3fa81c02", 0}, 1}, {{"3fa81c02", 2}, 3}, {{"3fa81c02", 4}, 5}}; }

// A chain of ten entries in five closed segments and an open one, and the province's receipts for it.
class Pruned : public testing::Test {
protected:
    Pruned() {
        office_.enrol();
        auto ledger = open();
        for (int i = 1; i <= 10; ++i) {
            if (!ledger.append(domain::device_event("resumed", stamp()))) throw std::runtime_error("append");
        }
        head_ = ledger.head();
    }
    [[nodiscard]] store::Ledger open() const {
        const auto station = office_.station().value();
        return open_serving_ledger({office_.places, station, office_.device, stamp(), {.segment_entries = 2}})
            .value()
            .ledger;
    }
    [[nodiscard]] domain::Receipt receipt(domain::Seq through, base::WallTime now) const {
        domain::Receipt receipt;
        receipt.province = "binhphuoc";
        receipt.epoch = kEpoch;
        receipt.device = office_.device_id;
        receipt.chain = head_.chain;
        receipt.through = through;
        receipt.head = store::LedgerReader(office_.places.ledger()).at(head_.chain, through).value().hash;
        receipt.now = now;
        return receipt;
    }
    void put(const std::string& text) const {
        std::filesystem::create_directories(office_.places.receipts());
        ASSERT_TRUE(base::write_file(office_.places.receipts() / head_.chain.hex(), text));
    }
    void put(const domain::Receipt& receipt) const { put(domain::encode_receipt(receipt, office_.receipt_key)); }
    [[nodiscard]] std::size_t prune_now() const {
        return prune({office_.places, office_.card, office_.device_id}).value();
    }
    [[nodiscard]] domain::ChainSummary held() const {
        return store::LedgerReader(office_.places.ledger()).chains().value().at(0).summary;
    }

    Office office_;
    domain::Head head_;
};

}  // namespace pruning_test

using pruning_test::chain;
using pruning_test::day;
using pruning_test::kEpoch;
using pruning_test::kOtherEpoch;
using pruning_test::Pruned;

TEST(Pruning, WaitsThirtySignedDaysAfterTheFirstReceiptThatCoversASegment) {
    const auto covers = noted({}, chain(), Receipted{kEpoch, day(0), 4});
    EXPECT_THAT(covers, SizeIs(2));
    const Receipted later{kEpoch, day(29), 5};
    EXPECT_THAT(prunable(chain(), later, {kEpoch, day(29)}, noted(covers, chain(), later)), IsEmpty());
    const Receipted due{kEpoch, day(30), 5};
    EXPECT_THAT(prunable(chain(), due, {kEpoch, day(30)}, noted(covers, chain(), due)), SizeIs(2));
}

TEST(Pruning, BeginsAnewWhenTheArchiveWasRestored) {
    const auto covers = noted({}, chain(), Receipted{kEpoch, day(0), 5});
    const Receipted restored{kOtherEpoch, day(40), 5};
    const auto anew = noted(covers, chain(), restored);
    EXPECT_EQ(anew.at("3fa81c02-0"), (FirstCover{kOtherEpoch, day(40)}));
    EXPECT_THAT(prunable(chain(), restored, {kOtherEpoch, day(40)}, anew), IsEmpty());
    EXPECT_THAT(prunable(chain(), Receipted{kEpoch, day(39), 5}, {kOtherEpoch, day(40)}, covers), IsEmpty());
}

TEST(Pruning, LeavesWhatTheNewestReceiptNoLongerCovers) {
    const auto covers = noted({}, chain(), Receipted{kEpoch, day(0), 5});
    EXPECT_THAT(prunable(chain(), Receipted{kEpoch, day(40), 2}, {kEpoch, day(40)}, covers), SizeIs(1));
    EXPECT_THAT(prunable(chain(), std::nullopt, {kEpoch, day(40)}, covers), IsEmpty());
}

TEST_F(Pruned, KeepsWhatTheAgentAndTheTerminalNeedToGoOn) {
    put(receipt(10, day(0)));
    EXPECT_EQ(prune_now(), 0U);
    put(receipt(10, day(30)));
    EXPECT_EQ(prune_now(), 5U);
    EXPECT_EQ(held().floor, 10U);
    EXPECT_EQ(held().head, head_.hash);
    const store::LedgerReader reader(office_.places.ledger());
    EXPECT_EQ(reader.lines(head_.chain, 10, {}).value().size(), 1U);
    EXPECT_TRUE(reader.at(head_.chain, 9));
    EXPECT_EQ(reader.at(head_.chain, 8).error().code, ErrorCode::not_found);
    EXPECT_FALSE(store::verify_ledger(office_.places.ledger()).value().at(0).fault);
    auto ledger = open();
    EXPECT_EQ(ledger.head(), head_);
    EXPECT_EQ(ledger.genesis().reason, domain::GenesisReason::enrolled);
    EXPECT_EQ(ledger.append(domain::device_event("resumed", stamp())).value().seq, 11U);
}

// One receipt was signed before the province rotated its key, the other after it.
TEST_F(Pruned, BelievesReceiptsOfTheKeyBeforeAndOfTheNext) {
    put(receipt(10, day(0)));
    EXPECT_EQ(prune_now(), 0U);
    const auto next = base::Signer::generate();
    auto keys = office_.station().value().keys;
    keys.version = 2;
    keys.receipt = {next.public_key(), base::Signer::generate().public_key(), office_.receipt_key.public_key()};
    const auto due = domain::encode_receipt(receipt(10, day(30)), next);
    put(due);
    EXPECT_EQ(prune_now(), 0U) << "the root has not named this key yet";
    ASSERT_TRUE(base::write_file(office_.places.keys(), domain::encode_keys(keys, office_.root)));
    EXPECT_EQ(office_.station().value().keys.version, 2U);
    put(receipt(10, day(29)));
    EXPECT_EQ(prune_now(), 0U) << "the key before still counts, and thirty days have not passed";
    put(due);
    EXPECT_EQ(prune_now(), 5U);
}

TEST_F(Pruned, RemembersTheHashBeforeItsFloor) {
    put(receipt(5, day(0)));
    EXPECT_EQ(prune_now(), 0U);
    const auto before = *receipt(5, day(0)).head;
    put(receipt(5, day(31)));
    EXPECT_EQ(prune_now(), 3U);
    EXPECT_EQ(held().floor, 6U);
    EXPECT_EQ(store::LedgerReader(office_.places.ledger()).at(head_.chain, 5).value().hash, before);
}

TEST_F(Pruned, BelievesNoReceiptThatIsNotTheProvincesOrNotOurs) {
    put(receipt(10, day(0)));
    EXPECT_EQ(prune_now(), 0U);
    const auto due = receipt(10, day(31));
    std::vector<std::string> lies{"", "garbage", domain::encode_receipt(due, base::Signer::generate())};
    for (auto lie : {due, due, due, due}) {
        const std::size_t kind = lies.size() - 3;
        if (kind == 0) lie.head = base::sha256("another history");
        if (kind == 1) lie.device = "k-0002";
        if (kind == 2) lie.province = "dongnai";
        if (kind == 3) lie.verdict = domain::Verdict::gap;
        lies.push_back(domain::encode_receipt(lie, office_.receipt_key));
    }
    const std::string good = domain::encode_receipt(due, office_.receipt_key);
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string flipped = good;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        lies.push_back(flipped);
    }
    for (const std::string& lie : lies) {
        put(lie);
        EXPECT_EQ(prune_now(), 0U) << lie;
    }
    EXPECT_EQ(held().floor, 0U);
    std::filesystem::remove_all(office_.places.receipts());
    EXPECT_EQ(prune_now(), 0U);
    put(good);
    EXPECT_EQ(prune_now(), 5U);
}

}  // namespace hailong::app
