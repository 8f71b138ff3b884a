#include <SQLiteCpp/SQLiteCpp.h>

#include <stdexcept>

#include "sync/server/sqlite_archive.h"
#include "tests/unit/server/engine.h"

namespace hailong::server_test {

namespace {

class SqliteEngine final : public Engine {
public:
    explicit SqliteEngine(const std::filesystem::path& file) : file_(file) {
        auto ready = base::init_crypto();
        if (!ready || !server::SqliteArchive::create(file, "0000000000000001")) throw std::runtime_error("no archive");
        archive_ = std::move(*server::SqliteArchive::open(file));
        ledgers = archive_.get();
        registry = archive_.get();
        answers = archive_.get();
        records = archive_.get();
        reports = archive_.get();
    }
    std::vector<std::string> forked_lines() override {
        SQLite::Database database(file_.string(), SQLite::OPEN_READONLY);
        SQLite::Statement row(database, "SELECT line FROM fork_entry ORDER BY device, chain, seq, hash");
        std::vector<std::string> out;
        while (row.executeStep()) out.push_back(row.getColumn(0).getString());
        return out;
    }
    int fork_evidence() override {
        SQLite::Database database(file_.string(), SQLite::OPEN_READONLY);
        return database.execAndGet("SELECT count(*) FROM evidence WHERE forked = 1").getInt();
    }

private:
    std::filesystem::path file_;
    std::unique_ptr<server::SqliteArchive> archive_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(const std::filesystem::path& folder) {
    return std::make_unique<SqliteEngine>(folder / "archive.db");
}

}  // namespace hailong::server_test
