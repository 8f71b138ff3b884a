#include "sync/agent/judge.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/base/json.h"
#include "tests/unit/agent/desk.h"

namespace hailong::judge_test {

using domain::Receipt;

// A terminal with two chains; everything is asked about the first, of which entries 0…9 are held here.
class LyingServer : public testing::Test {
protected:
    agent_desk::Desk desk_;
    base::Digest chain_ = desk_.add_chain(10);
    base::Digest other_ = desk_.add_chain(4);
    agent::Question question_{base::sha256("question"), chain_};

    [[nodiscard]] std::string truth() { return sign(desk_.receipt(chain_, 9, question_.req)); }
    [[nodiscard]] std::string sign(const Receipt& receipt) const { return encode_receipt(receipt, desk_.receipt_key); }
    [[nodiscard]] std::string altered(const std::function<void(Receipt&)>& lie) {
        Receipt receipt = desk_.receipt(chain_, 9, question_.req);
        lie(receipt);
        return sign(receipt);
    }
    // Line 1 with a text replaced, signed anew by the listed key.
    [[nodiscard]] std::string reworded(const std::string& from, const std::string& to) {
        std::string line = domain::split_signed(truth()).value().line;
        const auto place = line.find(from);
        if (place == std::string::npos) ADD_FAILURE() << "no " << from << " in " << line;
        line.replace(place, from.size(), to);
        return domain::sign_text(line, desk_.receipt_key, base::Context::receipt);
    }
    [[nodiscard]] bool believed(const std::string& body) {
        return agent::judge(body, question_, desk_.self(), desk_.ledger).has_value();
    }
};

TEST_F(LyingServer, TheTruthIsBelieved) {
    const auto receipt = agent::judge(truth(), question_, desk_.self(), desk_.ledger);
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_EQ(receipt->through, domain::Seq(9));
}

TEST_F(LyingServer, HoldingNothingIsBelieved) {
    EXPECT_TRUE(believed(altered([](Receipt& r) {
        r.through.reset();
        r.head.reset();
    })));
}

TEST_F(LyingServer, HoldingLessIsBelieved) {
    EXPECT_TRUE(believed(altered([&](Receipt& r) {
        r.through = 3;
        r.head = desk_.hash_at(chain_, 3);
        r.verdict = domain::Verdict::gap;
    })));
}

TEST_F(LyingServer, AnotherHeadIsALie) {
    for (domain::Seq seq = 0; seq < 9; ++seq) {
        EXPECT_FALSE(believed(altered([&](Receipt& r) { r.head = desk_.hash_at(chain_, seq); }))) << seq;
        EXPECT_FALSE(believed(altered([&](Receipt& r) { r.through = seq; }))) << seq;
    }
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.head = base::Digest{}; })));
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.head->bytes[31] ^= 1; })));
}

TEST_F(LyingServer, MoreThanWasEverWrittenIsALie) {
    for (const domain::Seq through : {domain::Seq(10), domain::Seq(11), domain::Seq(1'000'000), domain::Seq(1) << 52}) {
        EXPECT_FALSE(believed(altered([&](Receipt& r) { r.through = through; }))) << through;
    }
}

TEST_F(LyingServer, AnotherTerminalsReceiptIsALie) {
    for (const char* device : {"k25195-000002", "", "K25195-000001", "k25195-0000011"}) {
        EXPECT_FALSE(believed(altered([&](Receipt& r) { r.device = device; }))) << device;
    }
}

TEST_F(LyingServer, AnotherProvincesReceiptIsALie) {
    for (const char* province : {"da-nang", "", "dong-nai2", "Dong-nai"}) {
        EXPECT_FALSE(believed(altered([&](Receipt& r) { r.province = province; }))) << province;
    }
}

TEST_F(LyingServer, AnotherChainsReceiptIsALie) {
    EXPECT_FALSE(believed(sign(desk_.receipt(other_, 3, question_.req))));
    EXPECT_FALSE(believed(altered([&](Receipt& r) { r.chain = other_; })));
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.chain = base::sha256("no such chain"); })));
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.chain.reset(); })));
}

TEST_F(LyingServer, AReceiptForAChainThatIsNotHeldHereIsALie) {
    const base::Digest nowhere = base::sha256("no such chain");
    agent::Question question{question_.req, nowhere};
    Receipt receipt = desk_.receipt(chain_, 9, question_.req);
    receipt.chain = nowhere;
    EXPECT_FALSE(agent::judge(sign(receipt), question, desk_.self(), desk_.ledger));
}

TEST_F(LyingServer, AnOwnLedgerThatCannotBeReadIsNotTheServersLie) {
    const auto receipt = agent::recognise(truth(), question_, desk_.self());
    ASSERT_TRUE(receipt);
    const auto file = desk_.places.ledger() / (chain_.hex().substr(0, 8) + "-0") / "ledger.db";
    std::ofstream(file, std::ios::binary | std::ios::in | std::ios::out).write("not a database at all", 21);
    EXPECT_EQ(agent::check_head(*receipt, desk_.ledger).error().code, ErrorCode::corrupt);
}

TEST_F(LyingServer, AnAnswerToAnotherRequestIsALie) {
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.req = base::sha256("another"); })));
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.req = base::Digest{}; })));
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.req.bytes[0] ^= 0x80; })));
}

TEST_F(LyingServer, AHeldClaimWithoutAChainIsALie) {
    question_.chain.reset();
    EXPECT_FALSE(believed(altered([](Receipt& r) { r.chain.reset(); })));
    EXPECT_TRUE(believed(altered([](Receipt& r) {
        r.chain.reset();
        r.through.reset();
        r.head.reset();
    })));
}

TEST_F(LyingServer, AKeyThatIsNotListedIsRefused) {
    const Receipt receipt = desk_.receipt(chain_, 9, question_.req);
    for (const char seed : {'\2', '\4', '\5', '\6'}) {
        EXPECT_FALSE(believed(encode_receipt(receipt, agent_desk::signer(seed)))) << int(seed);
    }
    EXPECT_FALSE(believed(encode_receipt(receipt, desk_.device))) << "the terminal's own key is no receipt key";
}

TEST_F(LyingServer, ASignatureOfAnotherTextIsRefused) {
    const std::string one = truth();
    const std::string two = altered([](Receipt& r) { r.now += std::chrono::seconds(1); });
    EXPECT_FALSE(believed(one.substr(0, one.find('\n')) + two.substr(two.find('\n'))));
}

TEST_F(LyingServer, ASignatureForAnotherPurposeIsRefused) {
    const std::string line = domain::split_signed(truth()).value().line;
    for (const auto context : {base::Context::head, base::Context::keys, base::Context::enrol, base::Context::config,
                               base::Context::renew, base::Context::req}) {
        EXPECT_FALSE(believed(domain::sign_text(line, desk_.receipt_key, context)));
    }
}

TEST_F(LyingServer, OneFlippedBitAnywhereIsRefused) {
    const std::string body = truth();
    for (std::size_t i = 0; i < body.size(); ++i) {
        std::string flipped = body;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        EXPECT_FALSE(believed(flipped)) << "byte " << i;
    }
}

TEST_F(LyingServer, ATruncatedAnswerIsRefused) {
    const std::string body = truth();
    for (std::size_t length = 0; length < body.size(); ++length) {
        EXPECT_FALSE(believed(body.substr(0, length))) << length << " bytes";
    }
}

TEST_F(LyingServer, MoreThanTwoLinesAreRefused) {
    const std::string body = truth();
    for (const std::string& more :
         {std::string("\n"), std::string("{}\n"), std::string("x"), std::string("\0", 1), body}) {
        EXPECT_FALSE(believed(body + more));
        EXPECT_FALSE(believed(more + body));
    }
}

TEST_F(LyingServer, OtherLineEndsAreRefused) {
    std::string body = truth();
    body.replace(body.find('\n'), 1, "\r\n");
    EXPECT_FALSE(believed(body));
    EXPECT_FALSE(believed("\xEF\xBB\xBF" + truth()));
}

TEST_F(LyingServer, ANameTwiceIsRefused) {
    EXPECT_FALSE(believed(reworded("\"through\":9", "\"through\":3,\"through\":9")));
    EXPECT_FALSE(believed(reworded("\"proto\":1", "\"proto\":1,\"proto\":1")));
    EXPECT_FALSE(believed(reworded("\"want\":[]", "\"want\":[],\"extra\":{\"a\":1,\"a\":2}")));
}

TEST_F(LyingServer, NumbersThatAreNotWholeAreRefused) {
    for (const char* through :
         {"9.0", "9e0", "-9", "\"9\"", "true", "18446744073709551616", "9007199254740992", "[9]"}) {
        EXPECT_FALSE(believed(reworded("\"through\":9", std::string("\"through\":") + through))) << through;
    }
}

TEST_F(LyingServer, OtherProtocolsAndUnknownVerdictsAreRefused) {
    EXPECT_FALSE(believed(reworded("\"proto\":1", "\"proto\":2")));
    EXPECT_FALSE(believed(reworded("\"verdict\":\"ok\"", "\"verdict\":\"fine\"")));
    EXPECT_FALSE(believed(reworded("\"verdict\":\"ok\"", "\"verdict\":null")));
    EXPECT_FALSE(believed(reworded("\"epoch\":\"0123456789abcdef\"", "\"epoch\":\"0123\"")));
}

TEST_F(LyingServer, MissingFieldsAreRefused) {
    const std::string line = domain::split_signed(truth()).value().line;
    const auto object = base::json::parse(line, "answer").value();
    for (const auto& [left_out, ignored] : object.members) {
        base::json::Writer out;
        for (const auto& [name, value] : object.members) {
            if (name != left_out) out.raw(name, base::json::write(value));
        }
        const bool may_be_absent = left_out == "at_seq" || left_out == "at_hash";
        EXPECT_EQ(believed(domain::sign_text(out.done(), desk_.receipt_key, base::Context::receipt)), may_be_absent)
            << left_out;
    }
}

TEST_F(LyingServer, UnknownNamesAreKeptForLaterVersions) {
    EXPECT_TRUE(believed(reworded("\"proto\":1", "\"proto\":1,\"later\":{\"x\":[1,2]}")));
}

TEST_F(LyingServer, AnEndlessAnswerIsRefused) {
    EXPECT_FALSE(believed(reworded("\"config\":\"0\"", "\"config\":\"" + std::string(70'000, '0') + "\"")));
}

TEST_F(LyingServer, PagesAreNoReceipts) {
    for (const char* page : {"", "\n\n", "<html><body>Please log in</body></html>", "{}\n{}\n", "null\nnull\n", "OK"}) {
        EXPECT_FALSE(believed(page)) << page;
    }
}

// A ledger as it may look between two glances: what is asked of it is told by the test.
struct ToldLedger final : agent::LedgerView {
    Result<agent::Holdings> held = fail(ErrorCode::io, "no chains");
    Result<base::Digest> hash = fail(ErrorCode::io, "no hash");
    Result<agent::Holdings> chains() override { return held; }
    Result<agent::Slice> slice(const base::Digest&, domain::Seq, const agent::SliceLimits&) override {
        return fail(ErrorCode::io, "no slice");
    }
    Result<base::Digest> hash_at(const base::Digest&, domain::Seq) override { return hash; }
    Status verify(const base::Digest&) override { return fail(ErrorCode::io, "not verified"); }
};

TEST_F(LyingServer, AFailingDiskIsNotTheServersLie) {
    const Receipt receipt = desk_.receipt(chain_, 9, question_.req);
    ToldLedger ledger;
    EXPECT_EQ(agent::check_head(receipt, ledger).error().code, ErrorCode::io);
    ledger.held = agent::Holdings{{{chain_, 0, 9, *receipt.head}}, std::nullopt};
    EXPECT_EQ(agent::check_head(receipt, ledger).error().what, "no hash");
    ledger.hash = *receipt.head;
    EXPECT_TRUE(agent::check_head(receipt, ledger));
}

TEST_F(LyingServer, OfWhatWasPrunedOnlyTheEntryBeforeTheFloorCanBeCompared) {
    const Receipt receipt = desk_.receipt(chain_, 4, question_.req);
    ToldLedger ledger;
    ledger.hash = base::sha256("another");
    for (const domain::Seq floor : {domain::Seq(0), domain::Seq(5)}) {
        ledger.held = agent::Holdings{{{chain_, floor, 9, base::sha256("end")}}, std::nullopt};
        EXPECT_EQ(agent::check_head(receipt, ledger).error().code, ErrorCode::conflict) << floor;
    }
    ledger.held = agent::Holdings{{{chain_, 6, 9, base::sha256("end")}}, std::nullopt};
    EXPECT_TRUE(agent::check_head(receipt, ledger)) << "it was compared when it was pruned";
}

TEST_F(LyingServer, AKeptReceiptIsComparedWithItsNamesToo) {
    Receipt receipt = desk_.receipt(chain_, 9, question_.req);
    EXPECT_TRUE(agent::check_ours(receipt, chain_, desk_.self(), desk_.ledger));
    receipt.device = "k25195-000002";
    EXPECT_FALSE(agent::check_ours(receipt, chain_, desk_.self(), desk_.ledger));
}

}  // namespace hailong::judge_test
