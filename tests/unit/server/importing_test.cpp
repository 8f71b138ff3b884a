#include "sync/server/importing.h"

#include <gtest/gtest.h>

#include "tests/unit/server/serving.h"

namespace hailong::importing_test {

using server_test::kNow;

class Importing : public ::testing::Test {
protected:
    Importing() { terminal_.ledger.append(9); }
    [[nodiscard]] base::Path write(const domain::Batch& batch) const {
        const base::Path file = serving_.place.folder / "one.batch";
        EXPECT_TRUE(base::write_file(file, domain::join_batch(batch)));
        return file;
    }
    Result<server::Imported> import(const domain::Batch& batch) {
        return server::import_file(serving_.reception, *serving_.place.archive, write(batch), kNow);
    }
    [[nodiscard]] domain::Receipt answer() const {
        const auto text = base::read_file(serving_.place.folder / "one.batch.answer");
        return domain::parse_receipt(text.value_or(""), serving_.place.province->keys).value_or(domain::Receipt{});
    }
    [[nodiscard]] server::TerminalReport report() const { return serving_.place.archive->terminals()->front(); }
    [[nodiscard]] domain::Seq held() const { return serving_.place.archive->chains()->front().held.last; }

    server_test::Serving serving_;
    server_test::EnrolledTerminal terminal_{serving_, "k25195-1"};
};

TEST_F(Importing, TakesABatchAndWritesTheAnswerBesideIt) {
    const auto batch = terminal_.ledger.all();
    const auto imported = import(batch).value();
    EXPECT_EQ(server::describe(imported), "k25195-1 entries 0 to 9: ok");
    EXPECT_EQ(held(), 9U);
    EXPECT_EQ(answer().through, 9U);
    EXPECT_EQ(answer().req, domain::request_digest(batch.header_line));
}
TEST_F(Importing, TakingItAgainChangesNothing) {
    const auto batch = terminal_.ledger.all();
    (void)import(batch);
    EXPECT_EQ(import(batch)->verdict, domain::Verdict::ok);
    EXPECT_EQ(held(), 9U);
}
TEST_F(Importing, AnOldStickIsNotTakenForAnOldDisk) {
    const auto old = terminal_.ledger.batch(0, 4);  // its header tells that the chain ends at 4
    auto as_it_was = terminal_.ledger.cut(4).all();
    (void)import(terminal_.ledger.all());
    EXPECT_EQ(import(old)->verdict, domain::Verdict::ok);
    EXPECT_EQ(import(as_it_was)->verdict, domain::Verdict::ok);
    EXPECT_EQ(answer().verdict, domain::Verdict::ok);
}
TEST_F(Importing, BelievesNoClockAndNoHealth) {
    const auto its_now = kNow - std::chrono::days(1000);
    terminal_.ledger.answer(server_test::rating(4, 1), serving_.place.intake(), kNow);
    auto batch = terminal_.ledger.all();
    batch.header.clock = "{\"at\":\"" + base::format_utc(its_now) + "\",\"boot\":\"" + base::Token16{}.hex() +
                         "\",\"mono_ms\":864000000}";
    batch.header.chains.front().last = 5000;
    terminal_.ledger.sign(batch);
    ASSERT_TRUE(import(batch));
    serving_.reception.open_received();
    EXPECT_EQ(report().pending, 0U);
    // Believed, the clock would put the rating ten days back.
    EXPECT_EQ(serving_.place.archive->day_counts({"2026-11-23", "2026-11-23"})->size(), 1U);
}
TEST_F(Importing, ABatchThatWasChangedIsRefusedAndTheAnswerSaysSo) {
    auto batch = terminal_.ledger.all();
    batch.lines.at(3).replace(batch.lines.at(3).find("started"), 7, "stopped");
    EXPECT_EQ(import(batch)->verdict, domain::Verdict::hash);
    EXPECT_EQ(answer().verdict, domain::Verdict::hash);
    EXPECT_TRUE(serving_.place.archive->chains()->empty());
}
TEST_F(Importing, TakesNothingOfAnUnknownOrRevokedTerminal) {
    server_test::FakeTerminal stranger("k25195-7");
    EXPECT_EQ(import(stranger.all()).error().code, ErrorCode::not_found);
    ASSERT_TRUE(serving_.place.archive->revoke("k25195-1"));
    EXPECT_EQ(import(terminal_.ledger.all()).error().code, ErrorCode::conflict);
}
TEST_F(Importing, TakesNoBatchWithoutEntriesAndNoOtherFile) {
    EXPECT_EQ(import(terminal_.ledger.heartbeat(9)).error().code, ErrorCode::bad_input);
    ASSERT_TRUE(base::write_file(serving_.place.folder / "x.batch", "not a batch"));
    EXPECT_FALSE(
        server::import_file(serving_.reception, *serving_.place.archive, serving_.place.folder / "x.batch", kNow));
}

}  // namespace hailong::importing_test
