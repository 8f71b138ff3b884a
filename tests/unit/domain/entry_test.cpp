#include "kiosk/domain/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/domain/genesis.h"

namespace hailong::domain {

class Entries : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    Stamp stamp_{base::parse_utc("2026-11-23T02:15:07.123Z").value(), base::Token16{}, 123456};
};

TEST_F(Entries, ASealedRatingShowsNeitherScoreNorVisit) {
    const auto province = base::Opener::generate();
    const auto comments = base::Opener::generate();
    Rating rating{base::random_token(), Score::from(5).value(), FaceOrder::worst_first, base::Millis(10), "quick@1"};
    const std::string line =
        encode_entry(seal_answer(rating, stamp_, {province.public_key(), comments.public_key()}), 101);
    EXPECT_EQ(line.find("score"), std::string::npos);
    EXPECT_EQ(line.find(rating.visit.hex()), std::string::npos);
    const Entry entry = parse_entry(line).value();
    EXPECT_EQ(entry.kind, EntryKind::rating);
    EXPECT_EQ(entry.seq, 101U);
    EXPECT_EQ(entry.stamp, stamp_);
    EXPECT_EQ(entry.key, province.key_id());
    EXPECT_EQ(std::get<Rating>(parse_plain(province.open(entry.box).value().view()).value()), rating);
}
TEST_F(Entries, AllScoresLeaveLinesOfOneLength) {
    const auto province = base::Opener::generate();
    const auto comments = base::Opener::generate();
    std::set<std::size_t> plain_lengths;
    std::set<std::size_t> line_lengths;
    base::Millis waited(1);  // 1 ms … 10 s: without padding the digits alone would tell one line from another
    for (int score = 1; score <= 5; ++score, waited *= 10) {
        const Rating rating{base::random_token(), Score::from(score).value(), FaceOrder::worst_first, waited,
                            "quick@1"};
        plain_lengths.insert(encode_plain(rating).size());
        line_lengths.insert(
            encode_entry(seal_answer(rating, stamp_, {province.public_key(), comments.public_key()}), 7).size());
    }
    EXPECT_EQ(plain_lengths.size(), 5U);
    EXPECT_EQ(line_lengths.size(), 1U);
}
TEST_F(Entries, NeitherFlagsNorOrderNorTimeNorItemsShowInTheLength) {
    const SealKeys keys{base::Opener::generate().public_key(), base::Opener::generate().public_key()};
    std::set<std::size_t> ratings;
    for (int flags = 0; flags < 32; ++flags) {
        for (const auto order : {FaceOrder::worst_first, FaceOrder::best_first}) {
            for (const int waited : {0, 9'999, 600'000}) {
                const Rating rating{
                    base::random_token(), Score::from(1 + flags % 5).value(), order, base::Millis(waited),
                    std::string(32, 'q'), static_cast<MisuseFlags>(flags)};
                ratings.insert(encode_entry(seal_answer(rating, stamp_, keys), 7).size());
            }
        }
    }
    EXPECT_EQ(ratings.size(), 1U);
    std::set<std::size_t> answers;
    for (int answer = 0; answer < 512; ++answer) {
        const Items items{base::random_token(), "sipas-short@1", std::vector<int>(kMaxItems, answer)};
        answers.insert(encode_entry(seal_answer(items, stamp_, keys), 7).size());
        Reasons reasons{base::random_token(), "sipas-short@1", {1}};
        for (int i = 1; i < 12; ++i) {
            if ((answer >> i & 1) != 0) reasons.picks.push_back(i);
        }
        answers.insert(encode_entry(seal_answer(reasons, stamp_, keys), 7).size());
    }
    EXPECT_EQ(answers.size(), 1U);
}
TEST_F(Entries, OnlyTheCommentKeyOpensAComment) {
    const auto province = base::Opener::generate();
    const auto reader = base::Opener::generate();
    const SealKeys keys{province.public_key(), reader.public_key()};
    const Comment comment{base::random_token(), base::PrivateText("Xin cảm ơn")};
    const Draft sealed = seal_answer(comment, stamp_, keys);
    EXPECT_EQ(sealed.kind, EntryKind::answer);
    EXPECT_EQ(sealed.key, reader.key_id());
    EXPECT_FALSE(province.open(sealed.box));
    EXPECT_EQ(std::get<Comment>(parse_plain(reader.open(sealed.box).value().view()).value()), comment);
}
TEST_F(Entries, EverythingElseIsSealedToTheIntakeKey) {
    const auto province = base::Opener::generate();
    const SealKeys keys{province.public_key(), base::Opener::generate().public_key()};
    const std::vector<std::pair<Answer, EntryKind>> answers{
        {Items{base::random_token(), "quick@1", {1}}, EntryKind::answer},
        {Dossier{base::random_token(), base::PrivateText("H56.14-240823-0001"), true}, EntryKind::answer},
        {TicketIssued{base::random_token(), TicketId{}}, EntryKind::ticket}};
    for (const auto& [answer, kind] : answers) {
        const Draft sealed = seal_answer(answer, stamp_, keys);
        EXPECT_EQ(sealed.kind, kind);
        EXPECT_EQ(sealed.key, province.key_id());
        EXPECT_EQ(parse_plain(province.open(sealed.box).value().view()).value(), answer);
    }
}
TEST_F(Entries, FiveHundredOfAnyCharacterFitALine) {
    const SealKeys keys{base::Opener::generate().public_key(), base::Opener::generate().public_key()};
    for (const std::string character : {"a", "ế", "\"", "\n", "\x01", "\u2028", "\U0001F600"}) {
        std::string text;
        for (int i = 0; i < 500; ++i) text += character;
        ASSERT_LE(text.size(), kMaxCommentBytes);
        const Comment comment{base::random_token(), base::PrivateText(text)};
        EXPECT_LE(encode_entry(seal_answer(comment, stamp_, keys), 1U << 31U).size(), kMaxLine) << character;
    }
}
TEST_F(Entries, ADeviceEventIsReadable) {
    const std::string line = encode_entry(device_event("started", stamp_, {{"version", "0.1.0"}}), 3);
    EXPECT_EQ(parse_entry(line)->body, R"({"event":"started","version":"0.1.0"})");
}
TEST_F(Entries, RefusesUnknownVersionsAndKinds) {
    const std::string line = encode_entry(device_event("started", stamp_), 3);
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string out = line;
        return out.replace(out.find(from), from.size(), to);
    };
    EXPECT_TRUE(parse_entry(line));
    EXPECT_FALSE(parse_entry(changed("\"v\":1", "\"v\":2")));
    EXPECT_FALSE(parse_entry(changed("device", "gossip")));
    EXPECT_FALSE(parse_entry(changed("\"seq\":3", "\"seq\":-3")));
    EXPECT_FALSE(parse_entry(changed("{\"event\":\"started\"}", "7")));
}
TEST_F(Entries, GenesisComesBackWithAndWithoutAPredecessor) {
    Genesis genesis{
        stamp_, "dx-01", "25195", base::Signer::generate().public_key(), base::random_token(), GenesisReason::enrolled,
        {}};
    EXPECT_EQ(parse_genesis(encode_genesis(genesis)).value(), genesis);
    genesis.reason = GenesisReason::quarantine;
    genesis.prev = PreviousChain{base::sha256("a"), 600, base::sha256("b"), false};
    EXPECT_EQ(parse_genesis(encode_genesis(genesis)).value(), genesis);
}
TEST_F(Entries, GenesisRefusesWrongIdsAndReasons) {
    const Genesis genesis{stamp_, "dx-01", "25195", base::SignKey{}, base::Token16{}, GenesisReason::moved, {}};
    const std::string line = encode_genesis(genesis);
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"dx-01", "DX 01"},
                                                                                   {"25195", "2519"},
                                                                                   {"ed25519", "rsa"},
                                                                                   {"\"moved\"", "\"bored\""},
                                                                                   {"\"seq\":0", "\"seq\":1"},
                                                                                   {"\"prev\":null", "\"prev\":1"}}) {
        std::string changed = line;
        changed.replace(changed.find(from), from.size(), to);
        EXPECT_FALSE(parse_genesis(changed)) << changed;
    }
}
TEST_F(Entries, IdsHaveNarrowAlphabets) {
    EXPECT_TRUE(is_device_id("dx-01"));
    EXPECT_FALSE(is_device_id(""));
    EXPECT_FALSE(is_device_id("a/b"));
    EXPECT_FALSE(is_device_id(std::string(33, 'a')));
    EXPECT_TRUE(is_unit_code("25195"));
    EXPECT_FALSE(is_unit_code("2519a"));
}

}  // namespace hailong::domain
