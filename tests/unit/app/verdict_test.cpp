#include "kiosk/app/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/app/serving_chain.h"
#include "kiosk/app/staff_room.h"
#include "kiosk/store/receipts.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Desk;
using app_office::Office;
using app_office::stamp;
using domain::GenesisReason;
using domain::Verdict;
using testing::HasSubstr;

namespace verdict_test {

const base::Digest kOtherHash = base::sha256("what the province holds");

// A chain of five entries, and a province that signs what it thinks of it.
class Verdicts : public testing::Test {
protected:
    Verdicts() {
        office_.enrol();
        std::filesystem::create_directories(office_.places.receipts());
        auto ledger = open();
        while (ledger.head().seq < 4) {
            if (!ledger.append(domain::device_event("resumed", stamp()))) throw std::runtime_error("append");
        }
        head_ = ledger.head();
    }
    [[nodiscard]] store::Ledger open(base::WallTime at = stamp().at) const {
        const auto station = office_.station().value();
        domain::Stamp now = stamp();
        now.at = at;
        return open_serving_ledger({office_.places, station, office_.device, now, {}}).value().ledger;
    }
    [[nodiscard]] base::Digest hash_at(const domain::Head& head, domain::Seq seq) const {
        return store::LedgerReader(office_.places.ledger()).at(head.chain, seq).value().hash;
    }
    // Both agree up to the entry before the last; the province holds another last one.
    [[nodiscard]] domain::Receipt fork_of(const domain::Head& head) const {
        domain::Receipt out;
        out.province = "binhphuoc";
        out.epoch = "0123456789abcdef";
        out.device = office_.device_id;
        out.chain = head.chain;
        out.verdict = Verdict::fork;
        out.through = head.seq - 1;
        out.head = hash_at(head, head.seq - 1);
        out.at_seq = head.seq;
        out.at_hash = kOtherHash;
        out.now = stamp().at;
        return out;
    }
    [[nodiscard]] domain::Receipt behind_of(const domain::Head& head) const {
        auto out = fork_of(head);
        out.verdict = Verdict::behind;
        out.through = head.seq;
        out.head = head.hash;
        out.at_seq = head.seq + 9;
        return out;
    }
    void put(const domain::Head& head, const std::string& text) const {
        ASSERT_TRUE(base::write_file(store::verdict_file(office_.places.receipts(), head.chain), text));
    }
    void put(const domain::Head& head, const domain::Receipt& verdict) const {
        put(head, domain::encode_receipt(verdict, office_.receipt_key));
    }
    void closes_nothing(const std::string& text, const std::string& what) {
        put(head_, text);
        EXPECT_EQ(open().head(), head_) << what;
    }
    void closes_nothing(const domain::Receipt& verdict, const std::string& what) {
        closes_nothing(domain::encode_receipt(verdict, office_.receipt_key), what);
    }

    Office office_;
    domain::Head head_;
};

}  // namespace verdict_test

using verdict_test::kOtherHash;
using verdict_test::Verdicts;

TEST_F(Verdicts, OfAForkCloseTheChainAndBeginOneThatNamesIt) {
    put(head_, fork_of(head_));
    const auto next = open();
    EXPECT_EQ(next.genesis().reason, GenesisReason::fork);
    EXPECT_EQ(next.genesis().prev, (domain::PreviousChain{head_.chain, head_.seq, head_.hash, true}));
}

TEST_F(Verdicts, ThatTheDiskIsBehindCloseTheChainToo) {
    put(head_, behind_of(head_));
    const auto next = open();
    EXPECT_EQ(next.genesis().reason, GenesisReason::behind);
    EXPECT_EQ(next.genesis().prev, (domain::PreviousChain{head_.chain, head_.seq, head_.hash, true}));
}

TEST_F(Verdicts, LeaveTheOldChainAsItWasToBeSent) {
    put(head_, fork_of(head_));
    const auto next = open().head().chain;
    const auto chains = store::LedgerReader(office_.places.ledger()).chains().value();
    ASSERT_EQ(chains.size(), 2U);
    EXPECT_EQ(chains[0].summary.chain, next);
    EXPECT_EQ(chains[1].summary, (domain::ChainSummary{head_.chain, 0, head_.seq, head_.hash}));
}

TEST_F(Verdicts, OpenOneChainHoweverOftenTheyAreRead) {
    put(head_, fork_of(head_));
    const auto next = open().head().chain;
    put(head_, behind_of(head_));
    EXPECT_EQ(open().head().chain, next);
    put(head_, fork_of(head_));
    EXPECT_EQ(open().head().chain, next);
}

TEST_F(Verdicts, CloseNothingUnlessTheProvinceSignedThem) {
    const auto text = domain::encode_receipt(fork_of(head_), office_.receipt_key);
    closes_nothing(domain::encode_receipt(fork_of(head_), base::Signer::generate()), "another key");
    closes_nothing("", "empty");
    closes_nothing(text.substr(0, text.size() / 2), "torn");
    closes_nothing(text + text, "twice");
    for (std::size_t at = 0; at < text.size(); at += 7) {
        std::string flipped = text;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        closes_nothing(flipped, "bit " + std::to_string(at));
    }
}

TEST_F(Verdicts, CloseNothingThatTheyDoNotSpeakOf) {
    auto verdict = fork_of(head_);
    verdict.device = "k-0002";
    closes_nothing(verdict, "another terminal");
    verdict = fork_of(head_);
    verdict.province = "hanoi";
    closes_nothing(verdict, "another province");
    verdict = fork_of(head_);
    verdict.chain = base::sha256("another chain");
    closes_nothing(verdict, "another chain");
    for (const Verdict word : {Verdict::ok, Verdict::gap, Verdict::hash}) {
        verdict = fork_of(head_);
        verdict.verdict = word;
        closes_nothing(verdict, std::string(domain::name_of(word)));
    }
}

TEST_F(Verdicts, CloseNothingWhenTheyAreNotTrueOfOurLedger) {
    auto verdict = fork_of(head_);
    verdict.at_hash = head_.hash;
    closes_nothing(verdict, "of the copy: the province holds our version");
    verdict = fork_of(head_);
    verdict.at_seq = head_.seq + 1;
    closes_nothing(verdict, "a fork where we hold nothing yet");
    verdict = fork_of(head_);
    verdict.head = kOtherHash;
    closes_nothing(verdict, "what is common is not ours");
    verdict = behind_of(head_);
    verdict.at_seq = head_.seq;
    verdict.through = head_.seq - 1;
    verdict.head = hash_at(head_, head_.seq - 1);
    closes_nothing(verdict, "behind what we hold: from before the newer disk came back");
    verdict = behind_of(head_);
    verdict.through = head_.seq + 1;
    closes_nothing(verdict, "common beyond our end");
}

TEST_F(Verdicts, CloseNothingWithoutAPlaceThatCanBeLookedAt) {
    auto verdict = fork_of(head_);
    verdict.at_hash.reset();
    closes_nothing(verdict, "no hash");
    verdict = fork_of(head_);
    verdict.at_seq.reset();
    closes_nothing(verdict, "no seq");
    verdict = fork_of(head_);
    verdict.through.reset();
    verdict.head.reset();
    closes_nothing(verdict, "nothing in common");
    verdict = fork_of(head_);
    verdict.at_seq = 0;
    closes_nothing(verdict, "the chain's name");
}

TEST_F(Verdicts, OpenNoMoreThanThreeChainsADay) {
    domain::Head head = head_;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(open().append(domain::device_event("resumed", stamp())));
        head = open().head();
        put(head, fork_of(head));
        ASSERT_NE(open().head().chain, head.chain);
    }
    ASSERT_TRUE(open().append(domain::device_event("resumed", stamp())));
    head = open().head();
    put(head, fork_of(head));
    EXPECT_EQ(open().head(), head);
    EXPECT_NE(open(stamp().at + std::chrono::days(1)).head().chain, head.chain);
}

TEST_F(Verdicts, AreHeededByATerminalThatServes) {
    Desk desk(office_);
    desk.touch_face(4);
    const auto rated = desk.session->last_saved().value();
    put(rated, fork_of(rated));
    // Never while somebody stands there.
    desk.pass(base::Millis(100));
    EXPECT_EQ(app_office::enrolled_chain(office_), head_.chain);
    for (int i = 0; i < 4; ++i) desk.pass(base::Millis(60'000));
    const auto next = app_office::enrolled_chain(office_);
    EXPECT_NE(next, head_.chain);
    EXPECT_EQ(hash_at(rated, rated.seq), rated.hash);
    desk.touch_face(5);
    EXPECT_EQ(desk.session->last_saved()->chain, next);
    EXPECT_EQ(staff_report(office_.places, office_.card, desk.now).fresh_chain->reason, GenesisReason::fork);
}

TEST_F(Verdicts, ThatAreNotTrueDoNotDisturbATerminalThatServes) {
    Desk desk(office_);
    desk.touch_face(4);
    for (int i = 0; i < 4; ++i) {
        desk.pass(base::Millis(60'000));
        put(head_, domain::encode_receipt(fork_of(head_), base::Signer::generate()));
    }
    EXPECT_EQ(app_office::enrolled_chain(office_), head_.chain);
    for (const auto& held : app_office::entries(office_, head_.chain)) {
        EXPECT_THAT(held.entry.body, testing::Not(HasSubstr("stopped")));
    }
}

}  // namespace hailong::app
