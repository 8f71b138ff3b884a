#include "kiosk/store/retention.h"

#include <gtest/gtest.h>

#include "kiosk/store/ledger_reader.h"
#include "tests/unit/store/rig.h"

namespace hailong::retention_test {

class Retention : public testing::Test {
protected:
    [[nodiscard]] std::vector<store::SegmentName> names() const {
        return store::segments_of(rig_.folder, chain_).value();
    }
    [[nodiscard]] Status remove(std::size_t number) {
        return store::remove_first_segment(rig_.folder, names().at(number));
    }
    [[nodiscard]] std::optional<domain::Genesis> kept() const {
        return store::kept_genesis(rig_.folder, chain_).value();
    }
    [[nodiscard]] store::LedgerReader reader() const { return store::LedgerReader(rig_.folder); }

    store_rig::Rig rig_;
    base::Digest chain_ = rig_.write_chain(10, {.segment_entries = 3});  // segments 0, 3, 6, 9
};

TEST_F(Retention, RemovesFromTheFrontAndKeepsTheGenesis) {
    const auto whole = reader().chains()->front();
    ASSERT_TRUE(remove(0));
    ASSERT_TRUE(remove(0));
    const auto rest = reader().chains()->front();
    EXPECT_EQ(rest.summary.floor, 6U);
    EXPECT_EQ(rest.summary.last, whole.summary.last);
    EXPECT_EQ(rest.genesis, whole.genesis);
    EXPECT_EQ(kept(), whole.genesis);
    EXPECT_TRUE(reader().lines(chain_, 6, {100, 100'000}));
    EXPECT_FALSE(reader().lines(chain_, 0, {100, 100'000}));
    EXPECT_TRUE(reader().at(chain_, 5)) << "the hash before the first entry is known from its segment";
    EXPECT_FALSE(reader().at(chain_, 4));
}

TEST_F(Retention, TheTerminalGoesOnInWhatIsLeft) {
    ASSERT_TRUE(remove(0));
    auto ledger = store::Ledger::open(rig_.folder, chain_, rig_.device, {.segment_entries = 3});
    ASSERT_TRUE(ledger) << ledger.error().what;
    EXPECT_TRUE(ledger->append(store_rig::event("started")));
}

TEST_F(Retention, RemovesNeitherFromTheMiddleNorTheLast) {
    EXPECT_EQ(remove(1).error().code, ErrorCode::conflict);
    EXPECT_EQ(remove(3).error().code, ErrorCode::conflict);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(remove(0));
    EXPECT_EQ(remove(0).error().code, ErrorCode::conflict) << "the last one";
    EXPECT_EQ(names().size(), 1U);
}

TEST_F(Retention, ClearsAwayWhatAPowerCutLeft) {
    const auto gone = rig_.folder / ".gone-12345678-0";
    std::filesystem::create_directory(gone);
    ASSERT_TRUE(base::write_file(gone / "ledger.db", "x"));
    ASSERT_TRUE(remove(0));
    EXPECT_FALSE(std::filesystem::exists(gone));
}

TEST_F(Retention, DoesNotRemoveABeginningThatItCannotKeep) {
    store_rig::tamper(rig_.segment(chain_) / "ledger.db", "DELETE FROM entry WHERE seq = 0");
    EXPECT_FALSE(remove(0));
    ASSERT_TRUE(base::write_file(rig_.segment(chain_) / "ledger.db", "no ledger at all"));
    EXPECT_FALSE(remove(0));
    EXPECT_EQ(names().size(), 4U);
}

TEST_F(Retention, ANameThatIsInTheWayStopsIt) {
    std::filesystem::create_directory(rig_.folder / (names().front().chain8 + ".genesis"));
    EXPECT_FALSE(remove(0));
    EXPECT_EQ(names().size(), 4U);
    EXPECT_FALSE(store::remove_first_segment(rig_.folder / "elsewhere", names().front()));
}

TEST_F(Retention, KeepsNoGenesisOfAnotherChain) {
    ASSERT_TRUE(remove(0));
    const auto file = rig_.folder / (names().front().chain8 + ".genesis");
    const auto line = base::read_file(file).value();
    std::filesystem::remove(file);
    EXPECT_FALSE(kept());
    ASSERT_TRUE(base::write_file(file, line + " "));
    EXPECT_FALSE(kept());
    ASSERT_TRUE(base::write_file(file, "{}"));
    EXPECT_FALSE(kept());
    ASSERT_TRUE(base::write_file(file, line + std::string(domain::kMaxLine, ' ')));
    EXPECT_FALSE(kept());
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    EXPECT_FALSE(kept());
    const auto other = domain::begin_chain("{}").chain;
    ASSERT_TRUE(base::write_file(rig_.folder / (store::chain8_of(other) + ".genesis"), "{}"));
    EXPECT_EQ(store::kept_genesis(rig_.folder, other).value(), std::nullopt) << "no genesis, though the hash fits";
}

}  // namespace hailong::retention_test
