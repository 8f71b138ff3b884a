// An archive in which one column is not what the server wrote there: whoever reads it says so, or does not need it.
#include <gtest/gtest.h>

#include "sync/server/reception.h"
#include "sync/server/sqlite.h"
#include "sync/server/staff.h"
#include "sync/server/verifying.h"
#include "tests/support/must.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::archive_damage_test {

using server_test::FakeTerminal;
using server_test::kNow;
using test::must;

const server::DaySpan kAllDays{"2000-01-01", "2099-12-31"};

struct Column {
    std::string table;
    std::string name;
};

class DamagedArchive : public ::testing::Test {
protected:
    // One row at least in each table that is read.
    DamagedArchive() {
        terminal_.append(3);
        for (int i = 0; i < 3; ++i) terminal_.answer(server_test::rating(1 + i, i), place_.intake());
        place_.admit(terminal_);
        take(terminal_.batch(0, 3));
        copy_ = terminal_.cut(2);
        copy_.append(3);
        take(copy_.batch(2, 4));
        pruned_.append(9);
        place_.admit(pruned_, base::sha256("another TLS key"));
        take(pruned_.batch(0, 3));
        take(FakeTerminal::pruned_to(6, pruned_.batch(6, 9)));
        card_ =
            must(server::order_code(place_.places, *place_.province, {{"k25195-9", "25195", "Phường", false}, kNow}))
                .code;
        must(place_.archive->add_code(must(server::read_code(place_.places, card_))));
        place_.archive.reset();
        std::filesystem::copy_file(place_.places.archive(), sound_);
    }
    void take(const domain::Batch& batch) {
        const server::Opening opening(place_.province->intake_keys, {}, place_.province->dossier_key);
        server::Reception reception(*place_.archive, *place_.archive, *place_.province, opening);
        must(reception.receive({batch.header.device, "25195", "Phường", false}, domain::join_batch(batch), kNow));
        reception.open_received();
    }
    // Blobs get a length that none of ours has.
    [[nodiscard]] std::vector<Column> blobs() const {
        std::vector<Column> out;
        SQLite::Database database(sound_.string(), SQLite::OPEN_READWRITE);
        SQLite::Statement row(database,
                              "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
                              "WHERE m.type = 'table' AND c.type = 'BLOB'");
        while (row.executeStep()) out.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
        return out;
    }
    // False when the table is empty or its constraints do not let it happen.
    bool damage(const Column& column) {
        place_.archive.reset();
        for (const char* const end : {"", "-wal", "-shm"})
            std::filesystem::remove(place_.places.archive().string() + end);
        std::filesystem::copy_file(sound_, place_.places.archive());
        SQLite::Database database(place_.places.archive().string(), SQLite::OPEN_READWRITE);
        database.exec("DROP TRIGGER entry_is_final; DROP TRIGGER entry_stays; PRAGMA foreign_keys = OFF");
        try {
            if (database.exec("UPDATE " + column.table + " SET " + column.name +
                              " = x'00' WHERE rowid = "
                              "(SELECT min(rowid) FROM " +
                              column.table + ")") == 0)
                return false;
        } catch (const SQLite::Exception&) {
            return false;
        }
        place_.archive = must(server::SqliteArchive::open(place_.places.archive()));
        return true;
    }
    // Everything that reads, and which of it was refused.
    [[nodiscard]] std::vector<Error> read_all() {
        std::vector<Error> refused;
        auto& archive = *place_.archive;
        const auto read = [&](const auto& done) {
            if (!done) refused.push_back(done.error());
        };
        read(server::verify_archive(archive));
        read(archive.device_keys());
        read(archive.newest_contact(terminal_.device()));
        read(archive.terminals());
        read(archive.day_counts(kAllDays));
        read(archive.home_ticket("25195", "ABCDEFGH"));
        read(archive.next_sealed(100));
        const auto unchanged = [](const server::Held&) -> Result<server::Change> { return server::Change{}; };
        for (const auto& batch :
             {terminal_.batch(2, 6), terminal_.heartbeat(6), terminal_.batch(0, 6), pruned_.batch(4, 9),
              pruned_.heartbeat(9), copy_.batch(5, 5), copy_.batch(3, 5), copy_.heartbeat(4)}) {
            read(archive.receive(server::question_of(batch, kNow), unchanged));
        }
        const auto chains = archive.chains();
        read(chains);
        for (const auto& chain : chains.value_or(std::vector<server::ArchivedChain>())) {
            read(archive.evidence_of(chain));
            read(archive.holes_of(chain));
        }
        read(archive.with_code(card_, [](const server::Code& code) -> Result<server::Registry::CodeChange> {
            return server::Registry::CodeChange{code, std::nullopt};
        }));
        return refused;
    }

    server_test::ProvinceInFolder place_;
    FakeTerminal terminal_;
    FakeTerminal copy_ = terminal_;
    FakeTerminal pruned_{"k25195-2"};
    base::Path sound_ = place_.folder / "sound.db";
    std::string card_;
};

TEST_F(DamagedArchive, IsReadWholeWhenItIsNot) {
    place_.archive = must(server::SqliteArchive::open(place_.places.archive()));
    for (const Error& why : read_all()) ADD_FAILURE() << why.what;
}

TEST_F(DamagedArchive, IsCalledDamagedWhateverColumnIsHit) {
    std::set<std::string> noticed;
    for (const Column& column : blobs()) {
        if (!damage(column)) continue;
        SCOPED_TRACE(column.table + "." + column.name);
        for (const Error& why : read_all()) {
            EXPECT_EQ(why.code, ErrorCode::corrupt) << why.what;
            noticed.insert(column.table + "." + column.name);
        }
    }
    for (const char* const must_be :
         {"chain.head", "chain.dev_key", "entry.hash", "evidence.sig", "hole.prev", "device_key.dev_key"}) {
        EXPECT_TRUE(noticed.contains(must_be)) << must_be;
    }
}

}  // namespace hailong::archive_damage_test
