// Ratings given at home.
#include "sync/server/sqlite.h"
#include "sync/server/sqlite_archive.h"
#include "sync/server/sqlite_statements.h"

namespace hailong::server {

namespace {

// By rowid, which is the order of arrival: the plus keeps SQLite from sorting all evidence of the device instead.
constexpr const char* kNewestContact = "SELECT header, at FROM evidence WHERE +device = ?1 ORDER BY rowid DESC LIMIT 1";
constexpr const char* kUsed = "SELECT 1 FROM home_rating WHERE unit = ?1 AND code = ?2";
constexpr const char* kIssued = "SELECT min(at) FROM opened_ticket WHERE unit = ?1 AND code = ?2 AND counted = 1";
constexpr const char* kPending =
    "SELECT count(*) FROM home_rating h WHERE h.unit = ?1 AND h.day IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM opened_ticket t WHERE t.unit = h.unit AND t.code = h.code AND t.counted = 1)";
constexpr const char* kKeep =
    "INSERT INTO home_rating(unit, code, score, picks, questionnaire, at, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
    "ON CONFLICT DO NOTHING";

std::string picks_text(const std::vector<int>& picks) {
    std::string out;
    for (const int pick : picks) out += (out.empty() ? "" : ",") + std::to_string(pick);
    return out;
}

}  // namespace

Result<std::optional<Devices::Contact>> SqliteArchive::newest_contact(const std::string& device) {
    const std::scoped_lock lock(mutex_);
    return guarded("find the newest contact", [&]() -> Result<std::optional<Contact>> {
        SQLite::Statement row(*database_, kNewestContact);
        row.bind(1, device);
        if (!row.executeStep()) return std::optional<Contact>();
        return std::optional<Contact>({row.getColumn(0).getString(), wall_from(row.getColumn(1))});
    });
}

Result<Homes::Ticket> SqliteArchive::home_ticket(const std::string& unit, const std::string& code) {
    const std::scoped_lock lock(mutex_);
    return guarded("find a home ticket", [&]() -> Result<Ticket> {
        Ticket ticket;
        SQLite::Statement used(*database_, kUsed);
        used.bind(1, unit);
        used.bind(2, code);
        ticket.is_used = used.executeStep();
        SQLite::Statement issued(*database_, kIssued);
        issued.bind(1, unit);
        issued.bind(2, code);
        if (issued.executeStep() && !issued.getColumn(0).isNull()) ticket.issued = wall_from(issued.getColumn(0));
        return ticket;
    });
}

Status SqliteArchive::keep_home(const HomeRating& rating) {
    const std::scoped_lock lock(mutex_);
    return guarded("keep a rating from home", [&]() -> Status {
        WriteTransaction transaction(*database_);
        if (!rating.day) {
            SQLite::Statement pending(*database_, kPending);
            pending.bind(1, rating.unit);
            pending.executeStep();
            if (pending.getColumn(0).getInt() >= kMaxPending) {
                return fail(ErrorCode::busy, "too many typed codes of ward " + rating.unit + " wait for their tickets");
            }
        }
        SQLite::Statement insert(*database_, kKeep);
        insert.bind(1, rating.unit);
        insert.bind(2, rating.code);
        insert.bind(3, rating.score);
        insert.bind(4, picks_text(rating.picks));
        insert.bind(5, rating.questionnaire);
        insert.bind(6, to_sql(rating.at));
        rating.day ? insert.bind(7, *rating.day) : insert.bind(7);
        if (insert.exec() == 0) return fail(ErrorCode::conflict, "this ticket was rated already");
        transaction.commit();
        return {};
    });
}

Result<std::vector<DayCount>> SqliteArchive::home_counts(const DaySpan& days) {
    const std::scoped_lock lock(mutex_);
    return guarded("count ratings from home", [&]() -> Result<std::vector<DayCount>> {
        std::vector<DayCount> out;
        SQLite::Statement row(*database_, kHomeCounts);
        row.bind(1, days.from);
        row.bind(2, days.to);
        row.bind(3, static_cast<std::int64_t>(base::Millis(kHomeLife).count()));
        while (row.executeStep()) {
            const std::string unit = row.getColumn(0).getString();
            const std::string day = row.getColumn(1).getString();
            if (out.empty() || out.back().unit != unit || out.back().day != day) out.push_back({unit, day, {}});
            out.back().n.at(static_cast<std::size_t>(row.getColumn(2).getInt() - 1)) = count_from(row.getColumn(3));
        }
        return out;
    });
}

}  // namespace hailong::server
