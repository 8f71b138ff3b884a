#include "sync/server/sqlite_archive.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "kiosk/base/json.h"
#include "kiosk/domain/signed_text.h"
#include "sync/server/schema.h"
#include "sync/server/sqlite.h"
#include "sync/server/sqlite_versions.h"

namespace hailong::server {

namespace {

constexpr const char* kSettings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0";
constexpr const char* kLockDevice = "UPDATE device SET contact = ?2 WHERE device = ?1";
constexpr const char* kDeviceKeys =
    "SELECT dev_key, unit FROM device_key WHERE device = ?1 ORDER BY since, dev_key, unit";
constexpr const char* kChains = "SELECT chain, last, head, dev_key FROM chain WHERE device = ?1 ORDER BY number";
constexpr const char* kOverlap =
    "SELECT seq, line, hash FROM entry WHERE device = ?1 AND chain = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq";
constexpr const char* kHoleReceipts = "SELECT receipt FROM hole WHERE device = ?1 AND chain = ?2 ORDER BY first";
constexpr const char* kAppend = "INSERT INTO entry(device, chain, seq, line, hash) VALUES (?1, ?2, ?3, ?4, ?5)";
// The same fork shown twice is one fork.
constexpr const char* kFork =
    "INSERT OR IGNORE INTO fork_entry(device, chain, seq, line, hash, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* kDispute = "UPDATE device SET disputed = coalesce(disputed, ?2) WHERE device = ?1";
constexpr const char* kTold = "UPDATE device SET pending = ?2, trouble = ?3 WHERE device = ?1";
constexpr const char* kNewChain =
    "INSERT INTO chain(device, chain, number, reason, unit, doubt, began, dev_key, last, head, since) SELECT ?1, ?2, "
    "(SELECT coalesce(max(number), 0) + 1 FROM chain), ?3, CASE ?4 WHEN '' THEN unit ELSE ?4 END, ?5, ?6, ?7, ?8, ?9, "
    "?10 FROM device WHERE device = ?1";
constexpr const char* kLongerChain = "UPDATE chain SET last = ?3, head = ?4 WHERE device = ?1 AND chain = ?2";
constexpr const char* kHole =
    "INSERT INTO hole(device, chain, first, last, prev, receipt, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr const char* kEvidence =
    "INSERT INTO evidence(device, chain, last, header, sig, at, boot, mono, forked) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* kTerminal =
    "SELECT d.device, d.unit, d.office, d.status = 'revoked' OR t.status = 'revoked', t.since, EXISTS (SELECT 1 FROM "
    "tls_key o WHERE o.device = t.device AND o.status = 'active' AND o.since < t.since) "
    "FROM tls_key t JOIN device d ON d.device = t.device WHERE t.spki = ?1";
constexpr const char* kRetireTlsKeys =
    "UPDATE tls_key SET status = 'revoked' WHERE device = ?1 AND status = 'active' AND since < ?2";

// Asked at each request. An archive made before keys were renewed gets it, too.
constexpr const char* kTlsKeyIndex = "CREATE INDEX IF NOT EXISTS tls_key_of_device ON tls_key(device)";

void bind_chain(SQLite::Statement& statement, const std::string& device, const Digest& chain) {
    statement.bind(1, device);
    bind_blob(statement, 2, chain.view());
}

Result<HeldChain> held_chain(SQLite::Statement& row) {
    HeldChain chain;
    chain.last = count_from(row.getColumn(1));
    HL_TRY(chain.head, fixed_from<Digest>(row.getColumn(2)));
    HL_TRY(chain.dev_key, fixed_from<base::SignKey>(row.getColumn(3)));
    return chain;
}

Result<StoredLine> stored_line(SQLite::Statement& row) {
    StoredLine line;
    line.seq = count_from(row.getColumn(0));
    line.line = row.getColumn(1).getString();
    HL_TRY(line.hash, fixed_from<Digest>(row.getColumn(2)));
    return line;
}

// Of each told chain: is the version that ends at its head held down to its floor?
Result<std::set<Digest>> whole_chains(SQLite::Database& database, const Question& question) {
    std::set<Digest> out;
    for (const domain::ChainSummary& told : question.told) {
        HL_TRY(const auto version,
               follow_version(database, {question.device, told.chain, told.last, told.head, told.floor}));
        if (version.down_to && *version.down_to <= told.floor) out.insert(told.chain);
    }
    return out;
}

// A receipt of ours, verified before it was stored.
Result<Vouched> vouched_by(std::string_view receipt) {
    HL_TRY(const auto parts, domain::split_signed(receipt));
    HL_TRY(const auto object, base::json::parse(parts.line, "receipt of a hole"));
    Vouched out;
    HL_TRY(out.seq, object.count("through"));
    HL_TRY(out.hash, object.hex<Digest>("head"));
    return out;
}

// One that cannot be read vouches for nothing and must not stop a chain.
std::vector<Vouched> vouched_behind(SQLite::Database& database, const Question& question, Seq last) {
    std::vector<Vouched> out;
    SQLite::Statement row(database, kHoleReceipts);
    bind_chain(row, question.device, *question.chain);
    while (row.executeStep()) {
        const auto vouched = vouched_by(row.getColumn(0).getString());
        if (vouched && vouched->seq > last) out.push_back(*vouched);
    }
    return out;
}

Status check_version(SQLite::Database& database, const base::Path& file) {
    if (database.execAndGet("PRAGMA user_version").getInt() == kSchemaVersion) return {};
    return fail(ErrorCode::bad_input, file.string() + " was written by another version of this program");
}

}  // namespace

SqliteArchive::SqliteArchive(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}
SqliteArchive::~SqliteArchive() = default;

Status SqliteArchive::create(const base::Path& file, const std::string& epoch) {
    if (std::filesystem::exists(file)) {
        return fail(ErrorCode::conflict, file.string() + " exists already; an archive is never overwritten");
    }
    return guarded("create " + file.string(), [&]() -> Status {
        const mode_t old_mask = umask(0077);
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        umask(old_mask);
        database.exec(kSettings);
        WriteTransaction transaction(database);
        database.exec(kSchema);
        database.exec(kTlsKeyIndex);
        database.exec(kHomeSchema);
        database.exec(kAnswersSchema);
        SQLite::Statement meta(database, "INSERT INTO meta(name, value) VALUES ('epoch', ?1)");
        meta.bind(1, epoch);
        meta.exec();
        transaction.commit();
        return base::sync_folder(file.parent_path());
    });
}

Result<std::unique_ptr<SqliteArchive>> SqliteArchive::open(const base::Path& file) {
    return guarded("open " + file.string(), [&]() -> Result<std::unique_ptr<SqliteArchive>> {
        auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE, 5000);
        // Where SQLite may not open a file for writing it opens it for reading, and stays there when the disk is well.
        if (sqlite3_db_readonly(database->getHandle(), "main") == 1) {
            return fail(ErrorCode::read_only, file.string() +
                                                  " can only be read: look at its owner and mode, and "
                                                  "whether its file system was remounted read-only");
        }
        database->exec(kSettings);
        HL_CHECK(check_version(*database, file));
        database->exec(kTlsKeyIndex);
        database->exec(kHomeSchema);  // an archive made before there were home tickets gets their tables
        const bool is_older = !database->tableExists("opened_dossier");
        database->exec(kAnswersSchema);
        std::unique_ptr<SqliteArchive> archive(new SqliteArchive(std::move(database)));
        // It looked past answers that it did not know then.
        if (is_older) HL_CHECK(archive->forget_all());
        return archive;
    });
}

Result<std::unique_ptr<SqliteArchive>> SqliteArchive::open_read_only(const base::Path& file) {
    return guarded("open " + file.string(), [&]() -> Result<std::unique_ptr<SqliteArchive>> {
        auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY, 5000);
        // The first read fixes what this transaction sees; the destructor ends it.
        database->exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; BEGIN");
        HL_CHECK(check_version(*database, file));
        return std::unique_ptr<SqliteArchive>(new SqliteArchive(std::move(database)));
    });
}

Result<Held> SqliteArchive::held(const Question& question) {
    Held out;
    SQLite::Statement keys(*database_, kDeviceKeys);
    keys.bind(1, question.device);
    while (keys.executeStep()) {
        HL_TRY(const auto key, fixed_from<base::SignKey>(keys.getColumn(0)));
        out.device_keys.push_back({key, keys.getColumn(1).getString()});
    }
    SQLite::Statement chains(*database_, kChains);
    chains.bind(1, question.device);
    while (chains.executeStep()) {
        HL_TRY(const auto id, fixed_from<Digest>(chains.getColumn(0)));
        HL_TRY(const auto chain, held_chain(chains));
        out.chains.emplace(id, chain);
    }
    HL_TRY(out.whole, whole_chains(*database_, question));
    if (!question.chain) return out;
    const auto found = out.chains.find(*question.chain);
    if (found != out.chains.end()) out.chain = found->second;
    if (question.first > 0) {
        const Seq before = question.first - 1;
        HL_TRY(out.before, own_hash(*database_, question, before));
        HL_TRY(out.version,
               follow_version(*database_, {question.device, *question.chain, before, question.prev, question.floor}));
    }
    if (out.chain) out.vouched = vouched_behind(*database_, question, out.chain->last);
    SQLite::Statement overlap(*database_, kOverlap);
    bind_chain(overlap, question.device, *question.chain);
    overlap.bind(3, to_sql(question.first));
    overlap.bind(4, to_sql(question.last));
    while (overlap.executeStep()) {
        HL_TRY(auto line, stored_line(overlap));
        out.overlap.push_back(std::move(line));
    }
    return out;
}

int SqliteArchive::store_lines(const char* sql, const Question& question, const std::vector<StoredLine>& lines) {
    SQLite::Statement insert(*database_, sql);
    int stored = 0;
    for (const StoredLine& line : lines) {
        bind_chain(insert, question.device, *question.chain);
        insert.bind(3, to_sql(line.seq));
        bind_blob(insert, 4, line.line);
        bind_blob(insert, 5, line.hash.view());
        if (sql == kFork) insert.bind(6, to_sql(question.now));
        stored += insert.exec();
        insert.reset();
    }
    return stored;
}

void SqliteArchive::store_chain(const Question& question, const Held& held, const Change& change) {
    const StoredLine& last = change.append.back();
    if (held.chain) {
        SQLite::Statement update(*database_, kLongerChain);
        bind_chain(update, question.device, *question.chain);
        update.bind(3, to_sql(last.seq));
        bind_blob(update, 4, last.hash.view());
        update.exec();
        return;
    }
    SQLite::Statement insert(*database_, kNewChain);
    bind_chain(insert, question.device, *question.chain);
    insert.bind(3, change.reason);
    insert.bind(4, change.unit);
    insert.bind(5, change.doubt);
    insert.bind(6, to_sql(change.began));
    bind_blob(insert, 7, change.dev_key.view());
    insert.bind(8, to_sql(last.seq));
    bind_blob(insert, 9, last.hash.view());
    insert.bind(10, to_sql(question.now));
    insert.exec();
}

void SqliteArchive::store_evidence(const Question& question, const Change& change) {
    SQLite::Statement evidence(*database_, kEvidence);
    bind_chain(evidence, question.device, *question.chain);
    evidence.bind(3, to_sql(question.last));
    bind_blob(evidence, 4, change.header_line);
    bind_blob(evidence, 5, change.sig.view());
    evidence.bind(6, to_sql(question.now));
    if (change.clock) {
        bind_blob(evidence, 7, change.clock->boot.view());
        evidence.bind(8, static_cast<std::int64_t>(change.clock->mono.count()));
    }
    evidence.bind(9, change.append.empty() ? 1 : 0);
    evidence.exec();
}

Status SqliteArchive::store(const Question& question, const Held& held, const Change& change) {
    if (change.hole) {
        SQLite::Statement hole(*database_, kHole);
        bind_chain(hole, question.device, *question.chain);
        hole.bind(3, to_sql(change.hole->from));
        hole.bind(4, to_sql(change.hole->to));
        bind_blob(hole, 5, change.hole->prev.view());
        hole.bind(6, change.hole->receipt);
        hole.bind(7, to_sql(question.now));
        hole.exec();
    }
    if (!change.append.empty()) store_chain(question, held, change);
    const int appended = store_lines(kAppend, question, change.append);
    const int beside = store_lines(kFork, question, change.beside);
    // A terminal in dispute shows the same fork again.
    if (appended + beside > 0) store_evidence(question, change);
    if (change.fork_seen || change.is_hole_unproven) {
        SQLite::Statement dispute(*database_, kDispute);
        dispute.bind(1, question.device);
        dispute.bind(2, to_sql(question.now));
        dispute.exec();
    }
    if (!change.pending) return {};
    SQLite::Statement told(*database_, kTold);
    told.bind(1, question.device);
    told.bind(2, to_sql(*change.pending));
    told.bind(3, change.trouble);
    told.exec();
    return {};
}

Status SqliteArchive::receive(const Question& question, const std::function<Result<Change>(const Held&)>& decide) {
    const std::scoped_lock lock(mutex_);
    return guarded("receive", [&]() -> Status {
        WriteTransaction transaction(*database_);
        SQLite::Statement device(*database_, kLockDevice);
        device.bind(1, question.device);
        device.bind(2, to_sql(question.now));
        if (device.exec() == 0) return fail(ErrorCode::not_found, "device " + question.device + " is not enrolled");
        HL_TRY(const auto found, held(question));
        HL_TRY(const auto change, decide(found));
        HL_CHECK(store(question, found, change));
        transaction.commit();
        return {};
    });
}

Result<std::optional<Terminal>> SqliteArchive::terminal_of(const Digest& spki) {
    const std::scoped_lock lock(mutex_);
    return guarded("find a terminal by its key", [&]() -> Result<std::optional<Terminal>> {
        SQLite::Statement row(*database_, kTerminal);
        bind_blob(row, 1, spki.view());
        if (!row.executeStep()) return std::optional<Terminal>();
        const Terminal found{row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                             row.getColumn(3).getInt() != 0};
        const std::int64_t since = row.getColumn(4).getInt64();
        const bool replaces = row.getColumn(5).getInt() != 0 && !found.revoked;
        row.reset();
        if (replaces) {
            SQLite::Statement retire(*database_, kRetireTlsKeys);
            retire.bind(1, found.device);
            retire.bind(2, since);
            retire.exec();
        }
        return std::optional<Terminal>(found);
    });
}

Result<std::string> SqliteArchive::epoch() {
    const std::scoped_lock lock(mutex_);
    return guarded("read the epoch", [&]() -> Result<std::string> {
        return database_->execAndGet("SELECT value FROM meta WHERE name = 'epoch'").getString();
    });
}

Status SqliteArchive::begin_epoch(const std::string& epoch) {
    const std::scoped_lock lock(mutex_);
    return guarded("begin an epoch", [&]() -> Status {
        SQLite::Statement update(*database_, "UPDATE meta SET value = ?1 WHERE name = 'epoch'");
        update.bind(1, epoch);
        update.exec();
        return {};
    });
}

}  // namespace hailong::server
