#include "sync/app/inspect.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/support/json_damage.h"
#include "tests/unit/agent/desk.h"

namespace hailong::inspect_test {

using sync_app::Finding;

class Inspect : public testing::Test {
protected:
    agent_desk::Desk desk_;
    base::Digest chain_ = desk_.add_chain(20);

    [[nodiscard]] base::Path segment() const { return desk_.places.ledger() / (chain_.hex().substr(0, 8) + "-0"); }
    [[nodiscard]] std::vector<std::string> exported() {
        std::vector<std::string> lines;
        EXPECT_TRUE(sync_app::export_ledger(desk_.places.ledger(), std::nullopt, [&](std::string_view line) -> Status {
            lines.emplace_back(line);
            return {};
        }));
        return lines;
    }
    [[nodiscard]] std::vector<Finding> verify_export(const std::vector<std::string>& lines) {
        std::ofstream out(desk_.temp / "export.ndjson", std::ios::binary);
        for (const std::string& line : lines) out << line;
        out.close();
        return sync_app::verify_path(desk_.temp / "export.ndjson").value();
    }
    // What an intruder with root could do to the file.
    void edit(const std::string& sql) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((segment() / "ledger.db").c_str(), &db), SQLITE_OK);
        std::vector<std::string> triggers;
        sqlite3_exec(
            db, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
            [](void* out, int, char** row, char**) {
                static_cast<std::vector<std::string>*>(out)->emplace_back(row[0]);
                return 0;
            },
            &triggers, nullptr);
        for (const std::string& name : triggers)
            sqlite3_exec(db, ("DROP TRIGGER " + name).c_str(), nullptr, nullptr, nullptr);
        ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
        int persist = 1;
        sqlite3_file_control(db, nullptr, SQLITE_FCNTL_PERSIST_WAL, &persist);
        sqlite3_close(db);
    }
    [[nodiscard]] std::optional<domain::Seq> first_bad() {
        const auto findings = sync_app::verify_path(desk_.temp.path()).value();
        return findings.at(0).first_bad;
    }
};

TEST_F(Inspect, AnIntactLedgerIsFine) {
    for (const base::Path& path :
         {base::Path(desk_.temp.path()), desk_.places.ledger(), segment(), segment() / "ledger.db"}) {
        const auto findings = sync_app::verify_path(path);
        ASSERT_TRUE(findings) << path << ": " << findings.error().what;
        ASSERT_EQ(findings->size(), 1U);
        EXPECT_FALSE(findings->at(0).first_bad) << findings->at(0).what;
        EXPECT_EQ(findings->at(0).head->seq, 19U);
        EXPECT_EQ(findings->at(0).head->hash, desk_.hash_at(chain_, 19));
    }
}

TEST_F(Inspect, OneEditedByteIsNamedByItsSeq) {
    edit("UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), 'started', 'starter') AS BLOB) WHERE seq = 7");
    EXPECT_EQ(first_bad(), 7U);
}

TEST_F(Inspect, AnEditedSignatureIsNamedByItsSeq) {
    edit("UPDATE entry SET sig = zeroblob(64) WHERE seq = 5");
    EXPECT_EQ(first_bad(), 5U);
}

TEST_F(Inspect, AnEditedHashIsNamedByItsSeq) {
    edit("UPDATE entry SET hash = zeroblob(32) WHERE seq = 12");
    EXPECT_EQ(first_bad(), 12U);
}

TEST_F(Inspect, ADroppedEntryIsNamedByItsSeq) {
    edit("DELETE FROM entry WHERE seq = 9");
    EXPECT_EQ(first_bad(), 9U);
}

TEST_F(Inspect, TheFirstOfTwoReplacedEntriesIsNamed) {
    edit("UPDATE entry SET line = CAST('{\"v\":1}' AS BLOB) WHERE seq IN (3, 4)");
    EXPECT_EQ(first_bad(), 3U);
}

TEST_F(Inspect, AnExportOfAnIntactLedgerIsFine) {
    desk_.add_chain(5);
    const auto lines = exported();
    EXPECT_EQ(lines.size(), 25U);
    const auto findings = verify_export(lines);
    ASSERT_EQ(findings.size(), 2U);
    for (const Finding& finding : findings) EXPECT_FALSE(finding.first_bad) << finding.what;
}

TEST_F(Inspect, AnExportOfOneChainHoldsOnlyThat) {
    const auto other = desk_.add_chain(5);
    int lines = 0;
    ASSERT_TRUE(sync_app::export_ledger(desk_.places.ledger(), other, [&](std::string_view line) -> Status {
        EXPECT_NE(line.find(other.hex()), std::string_view::npos);
        ++lines;
        return {};
    }));
    EXPECT_EQ(lines, 5);
}

TEST_F(Inspect, AnExportOfAnUnknownChainIsAnError) {
    EXPECT_FALSE(sync_app::export_ledger(desk_.places.ledger(), base::sha256("nowhere"),
                                         [](std::string_view) { return Status(); }));
}

TEST_F(Inspect, EveryEditedLineOfAnExportIsNamed) {
    const auto good = exported();
    for (std::size_t i = 1; i < good.size(); ++i) {
        auto lines = good;
        lines[i].replace(lines[i].find("started"), 7, "stopped");
        const auto findings = verify_export(lines);
        EXPECT_EQ(findings.at(0).first_bad, i) << findings.at(0).what;
    }
}

TEST_F(Inspect, EveryDroppedLineOfAnExportIsNamed) {
    const auto good = exported();
    for (std::size_t i = 1; i + 1 < good.size(); ++i) {
        auto lines = good;
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(verify_export(lines).at(0).first_bad, i);
    }
}

TEST_F(Inspect, ASwapInAnExportIsNamed) {
    auto lines = exported();
    std::swap(lines[3], lines[4]);
    EXPECT_EQ(verify_export(lines).at(0).first_bad, 3U);
}

TEST_F(Inspect, ATornExportIsNamed) {
    auto lines = exported();
    lines.back().resize(lines.back().size() / 2);
    EXPECT_EQ(verify_export(lines).at(0).first_bad, 19U);
}

TEST_F(Inspect, AForgedGenesisIsNamed) {
    auto lines = exported();
    lines[0].replace(lines[0].find("25195"), 5, "25196");
    EXPECT_EQ(verify_export(lines).at(0).first_bad, 0U);
}

TEST_F(Inspect, EveryDamagedValueOfAnExportIsNamed) {
    const auto good = exported();
    for (const auto& damaged : test::with_one_damaged_value(good[7])) {
        auto lines = good;
        lines[7] = damaged.text;
        const auto findings = verify_export(lines);
        EXPECT_TRUE(std::ranges::any_of(findings, [](const Finding& one) { return one.first_bad.has_value(); }))
            << damaged.text;
    }
}

TEST_F(Inspect, AnExportEndsWhereItCannotBeWritten) {
    int written = 0;
    const auto done = sync_app::export_ledger(desk_.places.ledger(), std::nullopt, [&](std::string_view) -> Status {
        return ++written < 3 ? Status() : fail(ErrorCode::io, "the stick is full");
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what, "the stick is full");
    EXPECT_EQ(written, 3);
    EXPECT_EQ(sync_app::verify_path(segment() / "ledger.db")->at(0).first_bad, std::nullopt);
}

TEST_F(Inspect, OtherFilesAreNoLedgers) {
    ASSERT_TRUE(base::write_file(desk_.temp / "notes.txt", "hello\n"));
    ASSERT_TRUE(base::write_file(desk_.temp / "empty.ndjson", ""));
    EXPECT_EQ(sync_app::verify_path(desk_.temp / "notes.txt").error().code, ErrorCode::bad_input);
    EXPECT_EQ(sync_app::verify_path(desk_.temp / "empty.ndjson").error().code, ErrorCode::bad_input);
    EXPECT_EQ(sync_app::verify_path(desk_.temp / "missing").error().code, ErrorCode::not_found);
    EXPECT_EQ(sync_app::verify_path(desk_.places.receipts()).error().code, ErrorCode::not_found);
}

TEST_F(Inspect, SaysInOneLineWhatItFound) {
    edit("UPDATE entry SET sig = zeroblob(64) WHERE seq = 5");
    const auto findings = sync_app::verify_path(desk_.temp.path()).value();
    EXPECT_TRUE(
        sync_app::describe(findings.at(0)).starts_with("chain " + chain_.hex().substr(0, 8) + "  first bad seq 5: "));
}

}  // namespace hailong::inspect_test
