#include "kiosk/app/usb.h"

#include <gtest/gtest.h>

#include "kiosk/app/serving_chain.h"
#include "kiosk/domain/batch.h"
#include "kiosk/domain/receipt.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Office;

// A terminal with a ledger, and a folder in place of a stick. The province is its receipt key.
class Stick : public testing::Test {
protected:
    void SetUp() override {
        office_.enrol();
        const auto station = office_.station().value();
        ledger_.emplace(
            open_serving_ledger({office_.places, station, office_.device, app_office::stamp(), {}}).value().ledger);
        keys_ = adopted_keys(office_.places, office_.card).value();
        ASSERT_TRUE(base::make_folder(stick_, 0755));
        ASSERT_TRUE(base::make_folder(office_.places.receipts(), 02750));
    }
    void append(int entries) {
        for (int i = 0; i < entries; ++i) {
            ASSERT_TRUE(ledger_->append(domain::device_event("started", app_office::stamp())));
        }
    }
    HandedOver hand() { return hand_over({office_.places, keys_, office_.device_id, stick_}).value(); }
    [[nodiscard]] std::vector<base::Path> batches() const {
        std::vector<base::Path> out;
        for (const auto& one : std::filesystem::directory_iterator(stick_ / "hailong" / office_.device_id)) {
            if (one.path().extension() == ".batch") out.push_back(one.path());
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    [[nodiscard]] static domain::Batch read(const base::Path& file) {
        return domain::split_batch(base::read_file(file).value()).value();
    }
    // What the province would answer.
    [[nodiscard]] domain::Receipt receipt_for(const domain::Batch& batch) const {
        domain::Receipt receipt;
        receipt.province = "binhphuoc";
        receipt.epoch = "0123456789abcdef";
        receipt.device = office_.device_id;
        receipt.chain = batch.header.chain;
        receipt.through = batch.header.last;
        receipt.head = batch.header.head;
        receipt.req = domain::request_digest(batch.header_line);
        receipt.now = app_office::stamp().at;
        receipt.config = "0";
        receipt.keys = 1;
        return receipt;
    }
    void answer(const base::Path& file, const domain::Receipt& receipt) const {
        ASSERT_TRUE(base::write_file(file.string() + ".answer", domain::encode_receipt(receipt, office_.receipt_key)));
    }
    [[nodiscard]] ChainProgress progress() const { return ledger_progress(office_.places, keys_).value().front(); }

    Office office_;
    base::Path stick_ = office_.temp / "stick";
    domain::KeysDocument keys_;
    std::optional<store::Ledger> ledger_;
};

TEST_F(Stick, CarriesEverythingThatIsPendingInSignedBatches) {
    append(1100);
    const auto done = hand();
    EXPECT_EQ(done.entries, 1101U);
    ASSERT_EQ(batches().size(), done.files);
    domain::Seq next = 0;
    base::Digest before;
    for (const auto& file : batches()) {
        const auto batch = read(file);
        EXPECT_EQ(batch.header.device, office_.device_id);
        EXPECT_EQ(batch.header.first, next);
        EXPECT_EQ(batch.header.prev, before);
        EXPECT_EQ(domain::head_of(batch), batch.header.head);
        EXPECT_TRUE(domain::verify_head(office_.device.public_key(),
                                        {*batch.header.chain, batch.header.last, batch.header.head}, batch.header.sig));
        next = batch.header.last + 1;
        before = batch.header.head;
    }
    EXPECT_EQ(next, 1101U);
}
TEST_F(Stick, CarriesOnlyWhatNoReceiptCovers) {
    append(9);
    (void)hand();
    auto receipt = receipt_for(read(batches().front()));
    ASSERT_TRUE(base::write_file(office_.places.receipts() / receipt.chain->hex(),
                                 domain::encode_receipt(receipt, office_.receipt_key)));
    append(2);
    EXPECT_EQ(progress().pending(), 2U);
    EXPECT_EQ(hand().entries, 2U);
}
TEST_F(Stick, TakesTheAnswerBackAndForgetsTheBatch) {
    append(9);
    (void)hand();
    const auto file = batches().front();
    answer(file, receipt_for(read(file)));
    append(1);
    const auto done = hand();
    EXPECT_EQ(done.answers, 1U);
    EXPECT_EQ(done.entries, 1U);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(progress().through, 9U);
}
TEST_F(Stick, AnAnswerThatSaysNoChangesNothing) {
    append(9);
    (void)hand();
    const auto file = batches().front();
    auto receipt = receipt_for(read(file));
    receipt.verdict = domain::Verdict::gap;
    receipt.through.reset();
    receipt.head.reset();
    answer(file, receipt);
    const auto done = hand();
    EXPECT_EQ(done.refused, 1U);
    EXPECT_EQ(done.entries, 10U);
}
TEST_F(Stick, BelievesNoAnswerOfAnotherKeyChainOrQuestion) {
    append(9);
    (void)hand();
    const auto file = batches().front();
    const auto good = receipt_for(read(file));
    auto other_head = good;
    other_head.head = base::sha256("another head");
    auto other_question = good;
    other_question.req = base::sha256("another question");
    auto other_device = good;
    other_device.device = "k-0002";
    for (const auto& receipt : {other_head, other_question, other_device}) {
        answer(file, receipt);
        EXPECT_EQ(hand().answers, 0U);
    }
    ASSERT_TRUE(base::write_file(file.string() + ".answer", domain::encode_receipt(good, base::Signer::generate())));
    EXPECT_EQ(hand().answers, 0U);
    EXPECT_EQ(progress().pending(), 10U);
}
TEST_F(Stick, AnOlderAnswerDoesNotReplaceANewerOne) {
    append(4);
    (void)hand();
    const auto old_text = base::read_file(batches().front()).value();
    const auto old_receipt = receipt_for(read(batches().front()));
    const auto name = batches().front();
    append(5);
    (void)hand();
    answer(name, receipt_for(read(name)));
    (void)hand();
    ASSERT_EQ(progress().through, 9U);
    ASSERT_TRUE(base::write_file(name, old_text));
    answer(name, old_receipt);
    EXPECT_EQ(hand().answers, 1U);
    EXPECT_EQ(progress().through, 9U);
}
TEST_F(Stick, WritesNothingThroughALink) {
    ASSERT_TRUE(base::make_folder(stick_ / "hailong", 0755));
    std::filesystem::create_directory_symlink(office_.places.kiosk(), stick_ / "hailong" / office_.device_id);
    EXPECT_EQ(hand_over({office_.places, keys_, office_.device_id, stick_}).error().code, ErrorCode::bad_input);
}
TEST_F(Stick, IsWhatIsMountedAndNotAFolderOfOurDisk) {
    EXPECT_TRUE(find_stick("/proc"));
    EXPECT_EQ(find_stick(stick_).error().code, ErrorCode::not_found);
    EXPECT_EQ(find_stick(stick_ / "nothing").error().code, ErrorCode::not_found);
}

}  // namespace hailong::app
