#include "sync/agent/receipts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/agent/desk.h"

namespace hailong::receipts_test {

using domain::Verdict;

class ReceiptFiles : public testing::Test {
protected:
    agent_desk::Desk desk_;
    base::Digest chain_ = desk_.add_chain(10);
    agent::Receipts receipts_{desk_.places.receipts()};

    [[nodiscard]] domain::Receipt receipt(domain::Seq through, Verdict verdict = Verdict::ok) {
        auto made = desk_.receipt(chain_, through, base::sha256("request"));
        made.verdict = verdict;
        if (verdict != Verdict::ok && verdict != Verdict::gap) made.at_hash = base::sha256("the province's");
        return made;
    }
    std::string keep(const domain::Receipt& receipt) {
        const std::string text = encode_receipt(receipt, desk_.receipt_key);
        EXPECT_TRUE(receipts_.keep(receipt, text));
        return text;
    }
};

TEST_F(ReceiptFiles, KeepsTheAnswerByteForByte) {
    const std::string text = keep(receipt(5));
    EXPECT_EQ(receipts_.load(chain_), text);
    EXPECT_EQ(base::read_file(desk_.places.receipts() / chain_.hex()).value(), text);
}

TEST_F(ReceiptFiles, AreReadableByTheTerminalsGroupOnly) {
    keep(receipt(5));
    struct stat found{};
    ASSERT_EQ(stat((desk_.places.receipts() / chain_.hex()).c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0640U);
}

TEST_F(ReceiptFiles, TheNewestReplacesTheOlder) {
    keep(receipt(5));
    const std::string newer = keep(receipt(7));
    EXPECT_EQ(receipts_.load(chain_), newer);
    EXPECT_FALSE(receipts_.load_base(chain_));
}

TEST_F(ReceiptFiles, ALowerOneKeepsTheProofOfWhatWasHeld) {
    const std::string old = keep(receipt(7));
    const std::string lower = keep(receipt(2, Verdict::gap));
    EXPECT_EQ(receipts_.load(chain_), lower);
    EXPECT_EQ(receipts_.load_base(chain_), old);
}

TEST_F(ReceiptFiles, OfTwoRestoresTheHighestProofIsKept) {
    const std::string highest = keep(receipt(7));
    keep(receipt(4, Verdict::gap));
    keep(receipt(2, Verdict::gap));
    EXPECT_EQ(receipts_.load_base(chain_), highest);
    const std::string higher = keep(receipt(9));
    keep(receipt(3, Verdict::gap));
    EXPECT_EQ(receipts_.load_base(chain_), higher);
}

TEST_F(ReceiptFiles, ForkAndBehindNeverReplaceAReceipt) {
    const std::string held = keep(receipt(7));
    const std::string fork = keep(receipt(2, Verdict::fork));
    EXPECT_EQ(receipts_.load(chain_), held);
    EXPECT_EQ(base::read_file(desk_.places.receipts() / (chain_.hex() + ".verdict")).value(), fork);
    const std::string behind = keep(receipt(9, Verdict::behind));
    EXPECT_EQ(base::read_file(desk_.places.receipts() / (chain_.hex() + ".verdict")).value(), behind);
}

TEST_F(ReceiptFiles, AForkThatNamesNoHashReplacesNoneThatDoes) {
    const std::string fork = keep(receipt(2, Verdict::fork));
    auto further = receipt(2, Verdict::fork);
    further.at_hash.reset();
    keep(further);
    EXPECT_EQ(base::read_file(desk_.places.receipts() / (chain_.hex() + ".verdict")).value(), fork);
}

TEST_F(ReceiptFiles, AHashVerdictIsNotKept) {
    keep(receipt(2, Verdict::hash));
    EXPECT_FALSE(receipts_.load(chain_));
}

TEST_F(ReceiptFiles, NoTemporaryFileIsLeft) {
    keep(receipt(5));
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(desk_.places.receipts())) {
        EXPECT_EQ(entry.path().filename().string(), chain_.hex());
        ++files;
    }
    EXPECT_EQ(files, 1);
}

TEST_F(ReceiptFiles, AMissingFolderIsAnErrorAndNoCrash) {
    std::filesystem::remove_all(desk_.places.receipts());
    EXPECT_FALSE(receipts_.load(chain_));
    EXPECT_FALSE(receipts_.keep(receipt(5), "text"));
}

}  // namespace hailong::receipts_test
