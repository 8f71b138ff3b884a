#include "kiosk/store/receipts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/rig.h"

namespace hailong::store {

using testing::SizeIs;

namespace receipts_test {

class Receipts : public testing::Test {
protected:
    Receipts() {
        keys_.province = "binhphuoc";
        keys_.root = base::Signer::generate().public_key();
        keys_.receipt = {server_.public_key()};
    }
    [[nodiscard]] domain::Receipt receipt(const base::Digest& chain) const {
        domain::Receipt out;
        out.province = keys_.province;
        out.epoch = "0123456789abcdef";
        out.device = "k-0001";
        out.chain = chain;
        out.through = 7;
        out.head = base::sha256("head");
        out.req = base::sha256("request");
        out.now = store_rig::stamp().at;
        out.keys = 1;
        return out;
    }
    void store(const base::Digest& chain, const std::string& text) const {
        ASSERT_TRUE(base::write_file(temp_.path() / chain.hex(), text));
    }
    test::TempFolder temp_;
    base::Signer server_ = (static_cast<void>(base::init_crypto()), base::Signer::generate());
    domain::KeysDocument keys_;
    base::Digest chain_ = base::sha256("chain");
};

}  // namespace receipts_test

using receipts_test::Receipts;

TEST_F(Receipts, StandApartFromVerdicts) {
    EXPECT_EQ(read_verdict(temp_.path(), chain_, keys_).error().code, ErrorCode::not_found);
    auto verdict = receipt(chain_);
    verdict.verdict = domain::Verdict::fork;
    ASSERT_TRUE(base::write_file(verdict_file(temp_.path(), chain_), domain::encode_receipt(verdict, server_)));
    EXPECT_EQ(read_verdict(temp_.path(), chain_, keys_).value(), verdict);
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::not_found);
    EXPECT_EQ(read_verdict(temp_.path(), base::sha256("another"), keys_).error().code, ErrorCode::not_found);
}

TEST_F(Receipts, AreReadAndVerified) {
    store(chain_, domain::encode_receipt(receipt(chain_), server_));
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).value(), receipt(chain_));
}

TEST_F(Receipts, NoneYetIsNotFound) {
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::not_found);
    EXPECT_THAT(read_receipts(temp_ / "nowhere", keys_).value(), SizeIs(0));
}

TEST_F(Receipts, OfAnUnlistedKeyAreNotBelieved) {
    store(chain_, domain::encode_receipt(receipt(chain_), base::Signer::generate()));
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::crypto);
}

TEST_F(Receipts, OfAnotherChainAreNotBelieved) {
    store(chain_, domain::encode_receipt(receipt(base::sha256("other")), server_));
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::crypto);
}

TEST_F(Receipts, OfAnotherProvinceAreNotBelieved) {
    auto foreign = receipt(chain_);
    foreign.province = "elsewhere";
    store(chain_, domain::encode_receipt(foreign, server_));
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::crypto);
}

TEST_F(Receipts, WithOneEditedDigitAreNotBelieved) {
    std::string text = domain::encode_receipt(receipt(chain_), server_);
    text.replace(text.find("\"through\":7"), 11, "\"through\":8");
    store(chain_, text);
    EXPECT_EQ(read_receipt(temp_.path(), chain_, keys_).error().code, ErrorCode::crypto);
}

TEST_F(Receipts, AreListedByChainAndGarbageSpoilsOnlyItself) {
    const auto other = base::sha256("other");
    store(chain_, domain::encode_receipt(receipt(chain_), server_));
    store(other, "garbage");
    ASSERT_TRUE(base::write_file(temp_ / "notes.txt", "no receipt"));
    const auto all = read_receipts(temp_.path(), keys_).value();
    ASSERT_THAT(all, SizeIs(2));
    for (const auto& file : all) EXPECT_EQ(file.receipt.has_value(), file.chain == chain_);
}

}  // namespace hailong::store
