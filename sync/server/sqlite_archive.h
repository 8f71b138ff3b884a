// The embedded archive: one SQLite file, for a pilot of some twenty terminals. One connection behind one lock, because
// Debian 12's SQLite 3.40.1 can lose a WAL that several connections write or checkpoint (ledger-and-sync.md §1);
// programs that only look (`verify`) open it read-only.
#pragma once

#include <memory>
#include <mutex>

#include "kiosk/base/files.h"
#include "sync/server/archive.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace hailong::server {

class SqliteArchive final : public Ledgers,
                            public Registry,
                            public Answers,
                            public Records,
                            public Devices,
                            public Homes,
                            public Reports {
public:
    // Creates the file with its tables and a first epoch. conflict when it exists.
    [[nodiscard]] static Status create(const base::Path& file, const std::string& epoch);
    [[nodiscard]] static Result<std::unique_ptr<SqliteArchive>> open(const base::Path& file);
    // Sees the archive as it is now, also while a server goes on writing; only for as long as one check takes, because
    // the WAL cannot shrink meanwhile.
    [[nodiscard]] static Result<std::unique_ptr<SqliteArchive>> open_read_only(const base::Path& file);
    ~SqliteArchive() override;

    Status receive(const Question& question, const std::function<Result<Change>(const Held&)>& decide) override;
    Result<std::optional<Terminal>> terminal_of(const Digest& spki) override;
    Result<std::string> epoch() override;
    Status begin_epoch(const std::string& epoch) override;

    Status add_code(const Code& code) override;
    Status with_code(const std::string& id, const std::function<Result<CodeChange>(const Code&)>& decide) override;
    Status add_tls_key(const NewTlsKey& key, const std::function<Status(const DeviceKey&)>& decide) override;
    Status revoke(const std::string& device) override;

    Result<std::vector<SealedLine>> next_sealed(int limit) override;
    Status keep(const std::vector<Opened>& opened) override;
    Status forget_all() override;

    Result<std::vector<ArchivedChain>> chains() override;
    Status each_line(const ArchivedChain& chain, const std::function<Status(const StoredLine&)>& visit) override;
    Result<std::vector<Evidence>> evidence_of(const ArchivedChain& chain) override;
    Result<std::vector<Hole>> holes_of(const ArchivedChain& chain) override;

    Result<std::vector<DeviceKey>> device_keys() override;
    Result<std::optional<Contact>> newest_contact(const std::string& device) override;

    Result<Ticket> home_ticket(const std::string& unit, const std::string& code) override;
    Status keep_home(const HomeRating& rating) override;
    Result<std::vector<DayCount>> home_counts(const DaySpan& days) override;

    Result<std::vector<DayCount>> day_counts(const DaySpan& days) override;
    Result<std::vector<DayCount>> filtered_counts(const DaySpan& days) override;
    Result<std::vector<ItemCount>> item_counts(const DaySpan& days) override;
    Result<ExtraCounts> extra_counts(const DaySpan& days) override;
    Result<std::vector<TerminalReport>> terminals() override;
    Result<std::uint64_t> quarantined() override;

private:
    explicit SqliteArchive(std::unique_ptr<SQLite::Database> database);
    Result<Held> held(const Question& question);
    Status store(const Question& question, const Held& held, const Change& change);
    // How many of them were new.
    int store_lines(const char* sql, const Question& question, const std::vector<StoredLine>& lines);
    void store_chain(const Question& question, const Held& held, const Change& change);
    void store_evidence(const Question& question, const Change& change);
    Status store_enrolled(const NewTerminal& enrolled);

    std::mutex mutex_;  // guards database_
    std::unique_ptr<SQLite::Database> database_;
};

}  // namespace hailong::server
