// Entries of a damaged ledger that another chain carries: counted once, in whatever order they come.
#include <gtest/gtest.h>

#include "kiosk/domain/salvage.h"
#include "sync/server/reception.h"
#include "sync/server/results.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::salvaged_test {

using domain::Seq;
using server_test::FakeTerminal;
using server_test::kNow;
using server_test::rating;

class Salvaged : public ::testing::Test {
protected:
    Salvaged()
        : opening_(place_.province->intake_keys, place_.province->comment_keys, place_.province->dossier_key),
          reception_(*place_.archive, *place_.archive, *place_.province, opening_) {}

    void deliver(const FakeTerminal& terminal) {
        place_.admit(terminal, base::sha256(terminal.device()));
        const auto answered =
            reception_.receive({terminal.device(), "", "", false}, domain::join_batch(terminal.all()), kNow);
        ASSERT_TRUE(answered) << answered.error().what;
        EXPECT_EQ(answered->verdict, domain::Verdict::ok);
        reception_.open_received();
    }
    server::Counts counts() { return place_.archive->day_counts({"2026-01-01", "2026-12-31"}).value().at(0).n; }
    // Of a visit only the last rating counts, so a rating that came twice would not show; a comment does.
    std::uint64_t comments() { return place_.archive->extra_counts({"2026-01-01", "2026-12-31"}).value().comments; }
    void comment(FakeTerminal& terminal, int visit) {
        terminal.answer(domain::Comment{server_test::visit(visit), base::PrivateText("Xin cảm ơn")},
                        place_.province->keys.comment);
    }
    std::uint64_t quarantined() { return *place_.archive->quarantined(); }

    server_test::ProvinceInFolder place_;
    server::Opening opening_;
    server::Reception reception_;
};

// Another chain of the same device, which carries entries of `from`.
FakeTerminal carrier_of(const FakeTerminal& from, const std::vector<Seq>& seqs) {
    FakeTerminal carrier(from.device());
    for (const Seq seq : seqs) {
        const domain::SalvagedLine line{from.chain(), seq, from.hash(seq), from.line(seq)};
        carrier.append(
            domain::encode_entry(domain::salvage_draft(line, server_test::stamp_at(kNow)), carrier.last() + 1));
    }
    return carrier;
}

TEST_F(Salvaged, CountsWhatWasSalvagedOnce) {
    FakeTerminal lost;
    lost.answer(rating(5, 1), place_.intake());
    lost.answer(rating(2, 2), place_.intake());
    comment(lost, 2);
    deliver(carrier_of(lost, {0, 1, 2, 3, 3, 2, 1}));
    deliver(carrier_of(lost, {1, 2, 3}));
    EXPECT_EQ(counts(), (server::Counts{0, 1, 0, 0, 1}));
    EXPECT_EQ(comments(), 1U);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(Salvaged, CountsNothingTwiceThatCameItselfBeforeOrAfterItWasSalvaged) {
    for (const bool before : {true, false}) {
        FakeTerminal lost;
        lost.answer(rating(5, before ? 1 : 2), place_.intake());
        comment(lost, before ? 1 : 2);
        if (before) deliver(lost);
        deliver(carrier_of(lost, {1, 2}));
        if (!before) deliver(lost);
    }
    EXPECT_EQ(counts(), (server::Counts{0, 0, 0, 0, 2}));
    EXPECT_EQ(comments(), 2U);
    ASSERT_TRUE(place_.archive->forget_all());
    reception_.open_received();
    EXPECT_EQ(counts(), (server::Counts{0, 0, 0, 0, 2}));
    EXPECT_EQ(comments(), 2U);
}

TEST_F(Salvaged, PutsAnotherVersionOfAHeldEntryAside) {
    FakeTerminal held;
    auto other = held.cut(0);
    held.answer(rating(5, 1), place_.intake());
    other.answer(rating(1, 2), place_.intake());
    deliver(held);
    deliver(carrier_of(other, {1}));
    EXPECT_EQ(counts(), (server::Counts{0, 0, 0, 0, 1}));
    EXPECT_EQ(quarantined(), 1U);
}

TEST_F(Salvaged, PutsAnotherVersionThatComesLateAside) {
    FakeTerminal first;
    auto second = first.cut(0);
    auto third = first.cut(0);
    first.answer(rating(5, 1), place_.intake());
    second.answer(rating(1, 2), place_.intake());
    third.answer(rating(2, 3), place_.intake());
    deliver(carrier_of(first, {1}));
    deliver(carrier_of(second, {1}));
    deliver(third);
    EXPECT_EQ(counts(), (server::Counts{0, 0, 0, 0, 1}));
    EXPECT_EQ(quarantined(), 2U);
}

TEST_F(Salvaged, ARatingThatWasSalvagedIsOlderThanOneOfTheCarrierItself) {
    FakeTerminal lost;
    lost.answer(rating(1, 7), place_.intake());
    FakeTerminal carrier(lost.device());
    carrier.answer(rating(4, 7), place_.intake());
    const domain::SalvagedLine line{lost.chain(), 1, lost.hash(1), lost.line(1)};
    carrier.append(domain::encode_entry(domain::salvage_draft(line, server_test::stamp_at(kNow)), 2));
    deliver(carrier);
    EXPECT_EQ(counts(), (server::Counts{0, 0, 0, 1, 0}));
}

}  // namespace hailong::salvaged_test
