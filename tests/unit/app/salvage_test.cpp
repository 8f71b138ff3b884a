#include "kiosk/app/salvage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/app/serving_chain.h"
#include "kiosk/domain/receipt.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/remains.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Desk;
using app_office::entries;
using app_office::Office;
using app_office::stamp;
using testing::ElementsAre;
using testing::IsEmpty;

namespace salvage_test {

// A chain of eleven entries that was put aside, and the one that was begun for it.
class Salvaging : public testing::Test {
protected:
    Salvaging() {
        office_.enrol();
        auto ledger = open();
        chain_ = ledger.head().chain;
        for (int i = 1; i <= 10; ++i) {
            if (!ledger.append(domain::device_event("resumed", stamp()))) throw std::runtime_error("append");
        }
        if (!ledger.close()) throw std::runtime_error("close");
        const base::Path file = office_.places.ledger() / store::SegmentName{store::chain8_of(chain_), 0}.folder();
        auto bytes = base::read_file(file / "ledger.db").value();
        bytes.replace(0, 100, std::string(100, 'x'));
        if (!base::write_file(file / "ledger.db", bytes)) throw std::runtime_error("write");
        static_cast<void>(open());
    }
    [[nodiscard]] store::Ledger open() const {
        const auto station = office_.station().value();
        return open_serving_ledger({office_.places, station, office_.device, stamp(), {}}).value().ledger;
    }
    [[nodiscard]] Salvage salvage() const { return {office_.places, office_.card, office_.device.public_key()}; }
    // All that is given until nothing is left, as an idle terminal takes it.
    [[nodiscard]] std::vector<domain::Seq> taken(Salvage salvage) const {
        std::vector<domain::Seq> seqs;
        for (auto portion = salvage.next().value(); portion; portion = salvage.next().value()) {
            for (const auto& line : portion->lines) seqs.push_back(line.seq);
            if (!salvage.done(*portion)) break;
        }
        return seqs;
    }
    void receipt_of(domain::Seq through, const base::Digest& head, const base::Signer& key) const {
        domain::Receipt receipt;
        receipt.province = "binhphuoc";
        receipt.epoch = "0123456789abcdef";
        receipt.device = office_.device_id;
        receipt.chain = chain_;
        receipt.through = through;
        receipt.head = head;
        receipt.now = stamp().at;
        std::filesystem::create_directories(office_.places.receipts());
        ASSERT_TRUE(base::write_file(office_.places.receipts() / chain_.hex(), domain::encode_receipt(receipt, key)));
    }
    [[nodiscard]] base::Digest hash_of(domain::Seq seq) const {
        const auto folder =
            store::quarantine_of(office_.places.ledger()) / store::SegmentName{store::chain8_of(chain_), 0}.folder();
        const auto found = store::find_in_segment(folder, seq).value();
        const auto entry = std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.seq == seq; });
        return entry->hash;
    }

    Office office_;
    base::Digest chain_;
};

}  // namespace salvage_test

using salvage_test::Salvaging;

TEST_F(Salvaging, GivesEveryReadableEntryOnceInOrder) {
    EXPECT_THAT(taken(salvage()), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    EXPECT_THAT(taken(salvage()), IsEmpty());
}

TEST_F(Salvaging, GivesAgainWhatWasNotStoredAndGoesOnAfterARestart) {
    auto first = salvage();
    const auto portion = first.next().value();
    ASSERT_TRUE(portion);
    EXPECT_EQ(first.next().value()->lines, portion->lines);
    ASSERT_TRUE(first.done(*portion));
    EXPECT_THAT(taken(salvage()), ElementsAre(8, 9, 10));
}

TEST_F(Salvaging, LeavesOutWhatTheProvinceReceipted) {
    receipt_of(6, hash_of(6), office_.receipt_key);
    EXPECT_THAT(taken(salvage()), ElementsAre(7, 8, 9, 10));
}

TEST_F(Salvaging, BelievesNoReceiptOfAnotherKeyOrOfAnotherHash) {
    receipt_of(6, hash_of(6), base::Signer::generate());
    EXPECT_EQ(taken(salvage()).size(), 11U);
    std::filesystem::remove(office_.places.kiosk() / "salvage.json");
    receipt_of(6, hash_of(5), office_.receipt_key);
    EXPECT_EQ(taken(salvage()).size(), 11U);
}

TEST_F(Salvaging, IsDoneByAnIdleTerminalAndByItOnly) {
    base::Digest chain;
    {
        Desk desk(office_);
        desk.touch_face(4);
        chain = desk.session->last_saved()->chain;
        for (int i = 0; i < 200; ++i) {
            desk.pass(base::Millis(2'000));
            static_cast<void>(desk.woken.try_acquire_for(std::chrono::milliseconds(5)));
        }
    }
    std::vector<domain::Seq> seqs;
    const auto held = entries(office_, chain);
    for (const auto& one : held) {
        if (one.entry.kind != domain::EntryKind::salvage) continue;
        const auto line = domain::parse_salvage(one.entry.body).value();
        EXPECT_EQ(line.chain, chain_);
        seqs.push_back(line.seq);
    }
    EXPECT_THAT(seqs, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

}  // namespace hailong::app
