// What was opened, and what the pages count.
#include "sync/server/sqlite.h"
#include "sync/server/sqlite_archive.h"
#include "sync/server/sqlite_statements.h"

namespace hailong::server {

namespace {

constexpr const char* kMark = "UPDATE chain SET opened_next = ?3 WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutRating =
    "INSERT INTO opened_rating(device, chain, seq, visit, score, face_order, first_ms, questionnaire, at, day, unit, "
    "counted) SELECT device, chain, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, unit, ?11 = '' AND doubt = '' "
    "AND reason <> 'rehearsal' FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutReasons =
    "INSERT INTO opened_reasons(device, chain, seq, visit, picks, questionnaire, at, day, unit, counted) "
    "SELECT device, chain, ?3, ?4, ?5, ?6, ?7, ?8, unit, ?9 = '' AND doubt = '' AND reason <> 'rehearsal' "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutFlags = "INSERT INTO opened_flags(device, chain, seq, flags) VALUES (?1, ?2, ?3, ?4)";
constexpr const char* kPutItem =
    "INSERT INTO opened_item(device, chain, seq, item, visit, questionnaire, answer, day, unit, counted) "
    "SELECT device, chain, ?3, ?4, ?5, ?6, ?7, ?8, unit, ?9 = '' AND doubt = '' AND reason <> 'rehearsal' "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutDossier =
    "INSERT INTO opened_dossier(device, chain, seq, visit, digest, parsed, day, unit, counted, repeated) "
    "SELECT device, chain, ?3, ?4, ?5, ?6, ?7, unit, ?8 = '' AND doubt = '' AND reason <> 'rehearsal', "
    "EXISTS (SELECT 1 FROM opened_dossier o WHERE o.digest = ?5 AND o.counted = 1 AND o.repeated = 0) "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutComment =
    "INSERT INTO opened_comment(device, chain, seq, day, unit, counted) "
    "SELECT device, chain, ?3, ?4, unit, ?5 = '' AND doubt = '' AND reason <> 'rehearsal' "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kExtraCounts =
    "SELECT (SELECT count(*) FROM opened_dossier WHERE counted = 1 AND repeated = 0 AND day BETWEEN ?1 AND ?2), "
    "(SELECT count(*) FROM opened_dossier WHERE counted = 1 AND repeated = 1 AND day BETWEEN ?1 AND ?2), "
    "(SELECT count(*) FROM opened_comment WHERE counted = 1 AND day BETWEEN ?1 AND ?2)";
constexpr const char* kChainOfTicket = "SELECT dev_key FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutTicket =
    "INSERT INTO opened_ticket(device, chain, seq, visit, unit, code, at, day, counted) "
    "SELECT device, chain, ?3, ?4, unit, ?5, ?6, ?7, ?8 = '' AND doubt = '' AND reason <> 'rehearsal' "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kPutUnopened =
    "INSERT INTO unopened(device, chain, seq, why, counted) SELECT device, chain, ?3, ?4, reason <> 'rehearsal' "
    "FROM chain WHERE device = ?1 AND chain = ?2";
constexpr const char* kHeldHash = "SELECT hash FROM entry WHERE device = ?1 AND chain = ?2 AND seq = ?3";
constexpr const char* kSalvagedHash = "SELECT hash FROM salvaged WHERE device = ?1 AND chain = ?2 AND seq = ?3";
constexpr const char* kPutSalvaged =
    "INSERT INTO salvaged(device, chain, seq, hash, carrier, carrier_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* kForget =
    "DELETE FROM opened_rating; DELETE FROM opened_reasons; DELETE FROM opened_ticket; "
    "DELETE FROM opened_flags; DELETE FROM opened_item; DELETE FROM opened_dossier; DELETE FROM opened_comment; "
    "DELETE FROM salvaged; DELETE FROM unopened; UPDATE chain SET opened_next = 0";
constexpr const char* kTerminals =
    "SELECT device, unit, office, status = 'revoked', disputed IS NOT NULL, contact, pending, trouble FROM device "
    "ORDER BY unit, device";

void bind_place(SQLite::Statement& statement, const Opened& opened) {
    statement.bind(1, opened.device);
    bind_blob(statement, 2, opened.chain.view());
    statement.bind(3, to_sql(opened.seq));
}

std::string joined(const std::vector<int>& picks) {
    std::string out;
    for (const int pick : picks) out += (out.empty() ? "" : ",") + std::to_string(pick);
    return out;
}

// Stores one opened entry's content, whatever it is.
struct Keeper {
    SQLite::Database& database;
    const Opened& opened;

    void operator()(const OpenedRating& content) const {
        SQLite::Statement insert(database, kPutRating);
        bind_place(insert, opened);
        insert.bind(4, content.rating.visit.hex());
        insert.bind(5, content.rating.score.value());
        insert.bind(6, content.rating.order == domain::FaceOrder::worst_first ? "worst_first" : "best_first");
        insert.bind(7, static_cast<std::int64_t>(content.rating.first_touch.count()));
        insert.bind(8, content.rating.questionnaire);
        insert.bind(9, to_sql(content.at));
        insert.bind(10, base::office_day(content.at));
        insert.bind(11, content.doubt);
        insert.exec();
        SQLite::Statement settle(database, kSettleVisit);
        settle.bind(1, opened.device);
        settle.bind(2, content.rating.visit.hex());
        settle.exec();
        if (content.rating.flags != 0) keep_flags(content.rating.flags);
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void operator()(const OpenedReasons& content) const {
        SQLite::Statement insert(database, kPutReasons);
        bind_place(insert, opened);
        insert.bind(4, content.reasons.visit.hex());
        insert.bind(5, joined(content.reasons.picks));
        insert.bind(6, content.reasons.questionnaire);
        insert.bind(7, to_sql(content.at));
        insert.bind(8, base::office_day(content.at));
        insert.bind(9, content.doubt);
        insert.exec();
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void keep_flags(domain::MisuseFlags flags) const {
        SQLite::Statement insert(database, kPutFlags);
        bind_place(insert, opened);
        insert.bind(4, static_cast<int>(flags));
        insert.exec();
    }
    void operator()(const OpenedItems& content) const {
        for (std::size_t i = 0; i < content.items.answers.size(); ++i) {
            SQLite::Statement insert(database, kPutItem);
            bind_place(insert, opened);
            insert.bind(4, static_cast<int>(i));
            insert.bind(5, content.items.visit.hex());
            insert.bind(6, content.items.questionnaire);
            insert.bind(7, content.items.answers[i]);
            insert.bind(8, base::office_day(content.at));
            insert.bind(9, content.doubt);
            insert.exec();
        }
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void operator()(const OpenedDossier& content) const {
        SQLite::Statement insert(database, kPutDossier);
        bind_place(insert, opened);
        insert.bind(4, content.visit.hex());
        bind_blob(insert, 5, content.digest.view());
        insert.bind(6, content.parsed ? 1 : 0);
        insert.bind(7, base::office_day(content.at));
        insert.bind(8, content.doubt);
        insert.exec();
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void operator()(const SealedComment& content) const {
        SQLite::Statement insert(database, kPutComment);
        bind_place(insert, opened);
        insert.bind(4, base::office_day(content.at));
        insert.bind(5, content.doubt);
        insert.exec();
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void operator()(const OpenedTicket& content) const {
        SQLite::Statement chain(database, kChainOfTicket);
        chain.bind(1, opened.device);
        bind_blob(chain, 2, opened.chain.view());
        if (!chain.executeStep()) return;
        SQLite::Statement insert(database, kPutTicket);
        bind_place(insert, opened);
        insert.bind(4, content.issued.visit.hex());
        insert.bind(5, domain::ticket_code(base::key_id(chain.getColumn(0).getString()), content.issued.ticket));
        insert.bind(6, to_sql(content.at));
        insert.bind(7, base::office_day(content.at));
        insert.bind(8, content.doubt);
        insert.exec();
        if (!content.doubt.empty()) (*this)(Unopened{content.doubt});
    }
    void operator()(const Unopened& content) const {
        SQLite::Statement insert(database, kPutUnopened);
        bind_place(insert, opened);
        insert.bind(4, content.why);
        insert.exec();
    }
    void operator()(const NothingToOpen&) const {}
};

using Content = decltype(Opened::content);

std::optional<std::string> hash_by(SQLite::Database& database, const char* sql, const std::string& device,
                                   const Digest& chain, domain::Seq seq) {
    SQLite::Statement row(database, sql);
    row.bind(1, device);
    bind_blob(row, 2, chain.view());
    row.bind(3, to_sql(seq));
    if (!row.executeStep()) return std::nullopt;
    return row.getColumn(0).getString();
}

// For people to look at: two versions of one entry, of which the first that came is counted.
Unopened another_version(const Digest& chain, domain::Seq seq) {
    return {"salvaged: another version of entry " + std::to_string(seq) + " of " + chain.hex()};
}

// What a salvage entry carries, if nothing brought it before.
Content once(SQLite::Database& database, const Opened& opened) {
    const SalvagedFrom& from = *opened.from;
    for (const char* const sql : {kHeldHash, kSalvagedHash}) {
        const auto known = hash_by(database, sql, opened.device, from.chain, from.seq);
        if (known == from.hash.view()) return NothingToOpen{};
        if (known) return another_version(from.chain, from.seq);
    }
    SQLite::Statement put(database, kPutSalvaged);
    put.bind(1, opened.device);
    bind_blob(put, 2, from.chain.view());
    put.bind(3, to_sql(from.seq));
    bind_blob(put, 4, from.hash.view());
    bind_blob(put, 5, opened.chain.view());
    put.bind(6, to_sql(opened.seq));
    put.exec();
    return opened.content;
}

// The entry itself comes late, as on a stick that lay in a drawer.
Content unless_salvaged(SQLite::Database& database, const Opened& opened) {
    const auto salvaged = hash_by(database, kSalvagedHash, opened.device, opened.chain, opened.seq);
    if (!salvaged) return opened.content;
    if (salvaged == hash_by(database, kHeldHash, opened.device, opened.chain, opened.seq)) return NothingToOpen{};
    return another_version(opened.chain, opened.seq);
}

Result<Arrival> arrival_from(SQLite::Statement& row) {
    Arrival arrival{wall_from(row.getColumn(5)), wall_from(row.getColumn(6)), std::nullopt};
    if (row.getColumn(7).isNull()) return arrival;
    HL_TRY(const auto boot, fixed_from<base::Token16>(row.getColumn(7)));
    arrival.clock = TerminalClock{boot, base::Millis(row.getColumn(8).getInt64())};
    return arrival;
}

Result<std::vector<DayCount>> counted_by_day(SQLite::Database& database, const char* sql, const DaySpan& days) {
    std::vector<DayCount> out;
    SQLite::Statement row(database, sql);
    row.bind(1, days.from);
    row.bind(2, days.to);
    while (row.executeStep()) {
        const std::string unit = row.getColumn(0).getString();
        const std::string day = row.getColumn(1).getString();
        if (out.empty() || out.back().unit != unit || out.back().day != day) out.push_back({unit, day, {}});
        out.back().n.at(static_cast<std::size_t>(row.getColumn(2).getInt() - 1)) = count_from(row.getColumn(3));
    }
    return out;
}

}  // namespace

Result<std::vector<SealedLine>> SqliteArchive::next_sealed(int limit) {
    const std::scoped_lock lock(mutex_);
    return guarded("read what is not opened", [&]() -> Result<std::vector<SealedLine>> {
        std::vector<SealedLine> out;
        SQLite::Statement row(*database_, kNextSealed);
        row.bind(1, limit);
        while (row.executeStep()) {
            HL_TRY(const auto chain, fixed_from<Digest>(row.getColumn(1)));
            HL_TRY(const auto arrival, arrival_from(row));
            out.push_back({row.getColumn(0).getString(), chain, count_from(row.getColumn(2)),
                           row.getColumn(3).getString(), row.getColumn(4).getString(), arrival});
        }
        return out;
    });
}

Status SqliteArchive::keep(const std::vector<Opened>& opened) {
    const std::scoped_lock lock(mutex_);
    return guarded("keep what was opened", [&]() -> Status {
        WriteTransaction transaction(*database_);
        SQLite::Statement mark(*database_, kMark);
        for (const Opened& one : opened) {
            std::visit(Keeper{*database_, one}, one.from ? once(*database_, one) : unless_salvaged(*database_, one));
            mark.bind(1, one.device);
            bind_blob(mark, 2, one.chain.view());
            mark.bind(3, to_sql(one.seq + 1));
            mark.exec();
            mark.reset();
        }
        transaction.commit();
        return {};
    });
}

Status SqliteArchive::forget_all() {
    const std::scoped_lock lock(mutex_);
    return guarded("forget what was opened", [&]() -> Status {
        WriteTransaction transaction(*database_);
        database_->exec(kForget);
        transaction.commit();
        return {};
    });
}

Result<std::vector<DayCount>> SqliteArchive::day_counts(const DaySpan& days) {
    const std::scoped_lock lock(mutex_);
    return guarded("count ratings", [&] { return counted_by_day(*database_, kDayCounts, days); });
}

Result<std::vector<DayCount>> SqliteArchive::filtered_counts(const DaySpan& days) {
    const std::scoped_lock lock(mutex_);
    return guarded("count ratings without flags", [&] { return counted_by_day(*database_, kFilteredCounts, days); });
}

Result<std::vector<ItemCount>> SqliteArchive::item_counts(const DaySpan& days) {
    const std::scoped_lock lock(mutex_);
    return guarded("count items", [&]() -> Result<std::vector<ItemCount>> {
        std::vector<ItemCount> out;
        SQLite::Statement row(*database_, kItemCounts);
        row.bind(1, days.from);
        row.bind(2, days.to);
        while (row.executeStep()) {
            out.push_back({row.getColumn(0).getString(), static_cast<std::size_t>(row.getColumn(1).getInt()),
                           row.getColumn(2).getInt(), count_from(row.getColumn(3))});
        }
        return out;
    });
}

Result<ExtraCounts> SqliteArchive::extra_counts(const DaySpan& days) {
    const std::scoped_lock lock(mutex_);
    return guarded("count codes and comments", [&]() -> Result<ExtraCounts> {
        SQLite::Statement row(*database_, kExtraCounts);
        row.bind(1, days.from);
        row.bind(2, days.to);
        row.executeStep();
        return ExtraCounts{count_from(row.getColumn(0)), count_from(row.getColumn(1)), count_from(row.getColumn(2))};
    });
}

Result<std::vector<TerminalReport>> SqliteArchive::terminals() {
    const std::scoped_lock lock(mutex_);
    return guarded("list terminals", [&]() -> Result<std::vector<TerminalReport>> {
        std::vector<TerminalReport> out;
        SQLite::Statement row(*database_, kTerminals);
        while (row.executeStep()) {
            TerminalReport report;
            report.terminal = {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                               row.getColumn(3).getInt() != 0};
            report.disputed = row.getColumn(4).getInt() != 0;
            if (!row.getColumn(5).isNull()) report.contact = wall_from(row.getColumn(5));
            report.pending = count_from(row.getColumn(6));
            report.trouble = row.getColumn(7).getString();
            out.push_back(std::move(report));
        }
        return out;
    });
}

Result<std::uint64_t> SqliteArchive::quarantined() {
    const std::scoped_lock lock(mutex_);
    return guarded("count the quarantine", [&]() -> Result<std::uint64_t> {
        return count_from(database_->execAndGet("SELECT count(*) FROM unopened WHERE counted = 1"));
    });
}

}  // namespace hailong::server
