// The archive as it is, for whoever checks it.
#include "sync/server/sqlite.h"
#include "sync/server/sqlite_archive.h"

namespace hailong::server {

namespace {

constexpr const char* kAllChains = "SELECT device, chain, last, head, dev_key FROM chain ORDER BY device, number";
constexpr const char* kAllLines = "SELECT seq, line, hash FROM entry WHERE device = ?1 AND chain = ?2 ORDER BY seq";
constexpr const char* kAllEvidence =
    "SELECT last, header, sig FROM evidence WHERE device = ?1 AND chain = ?2 AND forked = 0 ORDER BY last, rowid";
constexpr const char* kAllHoles =
    "SELECT first, last, prev, receipt FROM hole WHERE device = ?1 AND chain = ?2 ORDER BY first";

void bind_archived(SQLite::Statement& statement, const ArchivedChain& chain) {
    statement.bind(1, chain.device);
    bind_blob(statement, 2, chain.chain.view());
}

}  // namespace

Result<std::vector<ArchivedChain>> SqliteArchive::chains() {
    const std::scoped_lock lock(mutex_);
    return guarded("list chains", [&]() -> Result<std::vector<ArchivedChain>> {
        std::vector<ArchivedChain> out;
        SQLite::Statement row(*database_, kAllChains);
        while (row.executeStep()) {
            ArchivedChain chain;
            chain.device = row.getColumn(0).getString();
            HL_TRY(chain.chain, fixed_from<Digest>(row.getColumn(1)));
            chain.held.last = count_from(row.getColumn(2));
            HL_TRY(chain.held.head, fixed_from<Digest>(row.getColumn(3)));
            HL_TRY(chain.held.dev_key, fixed_from<base::SignKey>(row.getColumn(4)));
            out.push_back(std::move(chain));
        }
        return out;
    });
}

Status SqliteArchive::each_line(const ArchivedChain& chain, const std::function<Status(const StoredLine&)>& visit) {
    const std::scoped_lock lock(mutex_);
    return guarded("read entries", [&]() -> Status {
        SQLite::Statement row(*database_, kAllLines);
        bind_archived(row, chain);
        while (row.executeStep()) {
            StoredLine line;
            line.seq = count_from(row.getColumn(0));
            line.line = row.getColumn(1).getString();
            HL_TRY(line.hash, fixed_from<Digest>(row.getColumn(2)));
            HL_CHECK(visit(line));
        }
        return {};
    });
}

Result<std::vector<Evidence>> SqliteArchive::evidence_of(const ArchivedChain& chain) {
    const std::scoped_lock lock(mutex_);
    return guarded("read evidence", [&]() -> Result<std::vector<Evidence>> {
        std::vector<Evidence> out;
        SQLite::Statement row(*database_, kAllEvidence);
        bind_archived(row, chain);
        while (row.executeStep()) {
            HL_TRY(const auto sig, fixed_from<base::Signature>(row.getColumn(2)));
            out.push_back({count_from(row.getColumn(0)), row.getColumn(1).getString(), sig});
        }
        return out;
    });
}

Result<std::vector<Hole>> SqliteArchive::holes_of(const ArchivedChain& chain) {
    const std::scoped_lock lock(mutex_);
    return guarded("read holes", [&]() -> Result<std::vector<Hole>> {
        std::vector<Hole> out;
        SQLite::Statement row(*database_, kAllHoles);
        bind_archived(row, chain);
        while (row.executeStep()) {
            HL_TRY(const auto prev, fixed_from<Digest>(row.getColumn(2)));
            out.push_back(
                {count_from(row.getColumn(0)), count_from(row.getColumn(1)), prev, row.getColumn(3).getString()});
        }
        return out;
    });
}

}  // namespace hailong::server
