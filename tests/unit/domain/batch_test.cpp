#include "kiosk/domain/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::domain {

using testing::HasSubstr;

class Batches : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(base::init_crypto());
        const auto device = base::Signer::generate();
        Head head = begin_chain("{\"a\":0}");
        batch_.lines = {"{\"a\":0}", "{\"a\":1}", "{\"a\":2}"};
        head = extend(extend(head, batch_.lines[1]), batch_.lines[2]);
        batch_.header = {"dx-01",
                         head.chain,
                         0,
                         2,
                         {},
                         head.hash,
                         sign_head(device, head),
                         base::random_token(),
                         {{head.chain, 0, 2, head.hash}},
                         std::nullopt,
                         "{}",
                         R"({"disk_mb":1200})",
                         std::nullopt};
        batch_.header_line = encode_header(batch_.header);
    }
    Batch batch_;
};

TEST_F(Batches, HeaderComesBack) { EXPECT_EQ(parse_header(batch_.header_line).value(), batch_.header); }
TEST_F(Batches, LinesComeBackByteForByte) {
    const Batch again = split_batch(join_batch(batch_)).value();
    EXPECT_EQ(again.lines, batch_.lines);
    EXPECT_EQ(again.header_line, batch_.header_line);
    EXPECT_EQ(head_of(again), batch_.header.head);
}
TEST_F(Batches, HeadChangesWithAnyLine) {
    batch_.lines[1][5] = '9';
    EXPECT_NE(head_of(batch_), batch_.header.head);
}
TEST_F(Batches, RefusesAnotherCountOfLines) {
    batch_.lines.pop_back();
    EXPECT_THAT(split_batch(join_batch(batch_)).error().what, HasSubstr("announces 3 lines and has 2"));
    batch_.lines.resize(501, "{}");
    EXPECT_FALSE(split_batch(join_batch(batch_)));
}
TEST_F(Batches, RefusesALineWithoutEndAndATooLongLine) {
    std::string text = join_batch(batch_);
    text.pop_back();
    EXPECT_THAT(split_batch(text).error().what, HasSubstr("newline"));
    batch_.lines[2] = std::string(8193, 'x');
    EXPECT_THAT(split_batch(join_batch(batch_)).error().what, HasSubstr("too long"));
    EXPECT_FALSE(split_batch(""));
}
TEST_F(Batches, HeartbeatHasNoLines) {
    batch_.header.first = 3;
    batch_.header.prev = batch_.header.head;
    batch_.lines.clear();
    batch_.header_line = encode_header(batch_.header);
    const auto again = split_batch(join_batch(batch_));
    ASSERT_TRUE(again);
    EXPECT_EQ(head_of(*again), batch_.header.head);
}
TEST_F(Batches, UnreadableLedgerMustSayWhy) {
    batch_.header.chain.reset();
    EXPECT_FALSE(parse_header(encode_header(batch_.header)));
    batch_.header.why = "locked";
    EXPECT_TRUE(parse_header(encode_header(batch_.header)));
}
TEST_F(Batches, RefusesAFirstBeyondTheHeartbeat) {
    batch_.header.first = 4;
    EXPECT_FALSE(parse_header(encode_header(batch_.header)));
}
TEST_F(Batches, RefusesAPredecessorBeforeTheFirstEntry) {
    batch_.header.prev = batch_.header.head;
    EXPECT_FALSE(parse_header(encode_header(batch_.header)));
}
TEST_F(Batches, RefusesTooManyChainsAndTooLongHeaders) {
    batch_.header.chains.resize(17, batch_.header.chains[0]);
    EXPECT_FALSE(parse_header(encode_header(batch_.header)));
    batch_.header.chains.resize(1);
    batch_.header.health = "{\"x\":\"" + std::string(9000, 'x') + "\"}";
    EXPECT_THAT(parse_header(encode_header(batch_.header)).error().what, HasSubstr("8 KiB"));
}

}  // namespace hailong::domain
